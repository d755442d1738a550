// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>Half a hello holds a context; further Initials follow to the same id.</summary>
    internal sealed class HalfHelloFlood : Flood
    {
        private const int PerHello = 400;
        private readonly RawClient _client = Hellos.Client();
        private readonly byte[] _half;
        private int _sent;

        public HalfHelloFlood(int perSecond)
            : base(perSecond)
        {
            _half = _client.Hello()[..100];
        }

        protected override byte[] Next(long now)
        {
            if (_sent++ % PerHello == 0)
            {
                Spoof();
                return Hellos.Initial(_client, _half, World.Random);
            }

            return _client.Packet(PacketType.Initial, new byte[] { 1 }, 1200);
        }
    }
}
