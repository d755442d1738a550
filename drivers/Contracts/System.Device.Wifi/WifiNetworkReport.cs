// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Device.Wifi
{
    public class WifiNetworkReport
    {
        internal WifiNetworkReport() => throw null;

        public WifiAvailableNetwork[] AvailableNetworks { get => throw null; }
    }
}
