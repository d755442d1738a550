// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Threading;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>The image: the board's constants and ports, and the firmware on top of them.</summary>
    public static class Program
    {
        /// <summary>Where the platform starts the image; never returns.</summary>
        public static void Main()
        {
            Profile profile = BoardProfile.Create();
            BoardPorts ports = Ports.Create(profile.Port);
            ports.Link.Connect();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
