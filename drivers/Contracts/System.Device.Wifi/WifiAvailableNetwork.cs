// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Device.Wifi
{
    public class WifiAvailableNetwork
    {
        public WifiAvailableNetwork() => throw null;

        public string Bsid { get => throw null; }

        public string Ssid { get => throw null; }

        public WifiNetworkKind NetworkKind { get => throw null; }

        public double NetworkRssiInDecibelMilliwatts { get => throw null; }

        public byte SignalBars { get => throw null; }
    }
}
