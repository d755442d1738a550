// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>The desktop's network, which is always up.</summary>
    internal sealed class DesktopLink : LinkPort
    {
        public override bool IsUp => true;

        public override long Address => 0x7F000001;

        public override void Connect()
        {
        }
    }
}
