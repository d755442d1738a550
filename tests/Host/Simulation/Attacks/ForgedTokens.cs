// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>Initials with tokens that only look like the server's.</summary>
    internal sealed class ForgedTokens : Flood
    {
        private readonly RawClient _client = Hellos.Client();
        private readonly byte[] _hello;
        private readonly byte _kind;
        private readonly int _length;

        /// <summary>Makes it.</summary>
        /// <param name="perSecond">Datagrams a second.</param>
        /// <param name="kind">First byte of the token.</param>
        /// <param name="length">Its length.</param>
        public ForgedTokens(int perSecond, byte kind, int length)
            : base(perSecond)
        {
            _hello = _client.Hello();
            _kind = kind;
            _length = length;
        }

        protected override byte[] Next(long now)
        {
            Spoof();
            byte[] token = new byte[_length];
            World.Random.NextBytes(token);
            token[0] = _kind;

            // Numbers are small in those of the server.
            Array.Clear(token, 1, 7);
            _client.Token = token;
            return Hellos.Initial(_client, _hello, World.Random);
        }
    }
}
