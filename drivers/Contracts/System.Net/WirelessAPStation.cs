// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.NetworkInformation
{
    public class WirelessAPStation
    {
        internal WirelessAPStation() => throw null;

        public byte[] MacAddress { get => throw null; }

        public sbyte Rssi { get => throw null; }

        public PhyProtocols PhyModes { get => throw null; }
    }
}
