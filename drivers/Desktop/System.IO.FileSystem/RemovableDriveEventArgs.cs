// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO
{
    public class RemovableDriveEventArgs : EventArgs
    {
        internal RemovableDriveEventArgs(global::System.IO.DriveInfo drive, RemovableDeviceEvent change)
        {
            Drive = drive;
            Event = change;
        }

        public enum RemovableDeviceEvent
        {
            Inserted = 0,
            Removed = 1,
        }

        public global::System.IO.DriveInfo Drive { get; }

        public RemovableDeviceEvent Event { get; }
    }
}
