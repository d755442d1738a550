// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;

namespace MilliHttp.Nano.Board
{
    /// <summary>Boards on Ethernet.</summary>
    internal static partial class Ports
    {
        private static LinkPort MakeLink()
        {
            return new EthernetLink();
        }
    }
}
