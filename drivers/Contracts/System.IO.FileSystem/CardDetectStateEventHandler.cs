// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO.FileSystem
{
    public delegate void CardDetectStateEventHandler(object sender, global::nanoFramework.System.IO.CardDetectChangedEventArgs e);
}
