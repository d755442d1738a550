// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>Initials of strangers from addresses that nobody answers at: whole hellos, or hellos in pieces, whatever follows them.</summary>
    internal sealed class InitialFlood : Flood
    {
        private readonly RawClient _client = Hellos.Client();
        private readonly byte[] _hello;
        private readonly bool _closes;
        private readonly Queue<byte[]> _rest = new Queue<byte[]>();

        /// <summary>Makes it.</summary>
        /// <param name="perSecond">Datagrams a second.</param>
        /// <param name="change">What is done to the hello.</param>
        /// <param name="closes">Whether CONNECTION_CLOSE follows in a datagram of its own.</param>
        public InitialFlood(int perSecond, Func<byte[], byte[]> change = null, bool closes = false)
            : base(perSecond)
        {
            _hello = _client.Hello();
            if (change != null)
            {
                _hello = change(_hello);
            }

            _closes = closes;
        }

        protected override byte[] Next(long now)
        {
            if (_rest.Count != 0)
            {
                return _rest.Dequeue();
            }

            Spoof();
            Hellos.Renew(_client, World.Random);
            for (int at = 0; at < _hello.Length; at += 1100)
            {
                byte[] piece = _hello[at..Math.Min(_hello.Length, at + 1100)];
                _rest.Enqueue(_client.Packet(PacketType.Initial, RawClient.Crypto(at, piece), 1200));
            }

            if (_closes)
            {
                _rest.Enqueue(_client.Packet(PacketType.Initial, new byte[] { 0x1c, 0, 0, 0 }, 1200));
            }

            return _rest.Dequeue();
        }
    }
}
