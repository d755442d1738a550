// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.System.IO
{
    public delegate void RemovableDeviceEventHandler(object sender, RemovableDriveEventArgs e);
}
