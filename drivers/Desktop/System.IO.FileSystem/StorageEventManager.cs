// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.System.IO
{
    /// <summary>Tells of drives that come and go; on a desktop none does.</summary>
    public static class StorageEventManager
    {
        public static event RemovableDeviceEventHandler RemovableDeviceInserted
        {
            add { }
            remove { }
        }

        public static event RemovableDeviceEventHandler RemovableDeviceRemoved
        {
            add { }
            remove { }
        }
    }
}
