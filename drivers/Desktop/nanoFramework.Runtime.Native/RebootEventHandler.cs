// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.Runtime.Native
{
    public delegate void RebootEventHandler();
}
