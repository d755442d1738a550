// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board
{
    /// <summary>The desktop's loopback network, which is always up.</summary>
    internal sealed class LoopbackLink : LinkPort
    {
        /// <inheritdoc />
        public override bool IsUp => true;

        /// <inheritdoc />
        public override long Address => 0x7F000001;

        /// <inheritdoc />
        public override void Connect()
        {
        }
    }
}
