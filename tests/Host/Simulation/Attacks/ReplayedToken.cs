// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>Connects once for a token of NEW_TOKEN, and then begins one handshake after another with it.</summary>
    internal sealed class ReplayedToken : RawPerson
    {
        private readonly long _interval;
        private readonly RawClient _forger = Hellos.Client();
        private byte[] _token;
        private byte[] _hello;

        public ReplayedToken(int perSecond)
        {
            _interval = 1000000 / perSecond;
        }

        protected override void Heard(long now)
        {
            _token ??= Raw.ResumptionToken;
        }

        protected override long Go(int step, long now)
        {
            _token ??= Raw.ResumptionToken;
            if (step == 0)
            {
                // The slot is given back: only the token stays.
                Put(new byte[] { 0x1d, 0, 0, 0 }, now);
                _hello = _forger.Hello();
                return now + 500000;
            }

            if (_token != null)
            {
                _forger.Token = _token;
                byte[] datagram = Hellos.Initial(_forger, _hello, Random);
                World.HostileBytes += datagram.Length + 28;
                Send(datagram, now);
            }

            return now + _interval;
        }
    }
}
