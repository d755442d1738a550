// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.System.IO.FileSystem
{
    public delegate void CardDetectStateEventHandler(object sender, CardDetectChangedEventArgs e);
}
