// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO
{
    public class RemovableDriveEventArgs : EventArgs
    {
        internal RemovableDriveEventArgs() => throw null;

        public global::System.IO.DriveInfo Drive { get => throw null; }

        public RemovableDriveEventArgs.RemovableDeviceEvent Event { get => throw null; }

        public enum RemovableDeviceEvent
        {
            Inserted = 0,
            Removed = 1,
        }
    }
}
