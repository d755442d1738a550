// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.System.IO
{
    public enum CardDetectState
    {
        Inserted = 0,
        Removed = 1,
    }
}
