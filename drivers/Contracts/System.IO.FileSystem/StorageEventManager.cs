// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO
{
    public static class StorageEventManager
    {
        public static event RemovableDeviceEventHandler RemovableDeviceInserted { add => throw null; remove => throw null; }

        public static event RemovableDeviceEventHandler RemovableDeviceRemoved { add => throw null; remove => throw null; }
    }
}
