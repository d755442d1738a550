// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.NetworkInformation
{
    public class NetworkAPStationEventArgs : EventArgs
    {
        internal NetworkAPStationEventArgs() => throw null;

        public bool IsConnected { get => throw null; }

        public int StationIndex { get => throw null; }
    }
}
