// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>An HTTP/3 client that keeps to the rules.</summary>
    internal abstract class QuicPerson : Person
    {
        private readonly byte[] _buffer = new byte[1500];

        protected QuicPerson(Random random)
        {
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            byte[] seed = new byte[48];
            random.NextBytes(seed);
            drbg.Instantiate(seed, 0, 48);
            Quic = new QuicClient(provider, new AsymmetricJobs(provider), drbg, 4, 32768);
            Quic.Tls.VerifiesSignature = false;
            Quic.Tls.OfferedSuite = CipherSuite.ChaCha20Poly1305Sha256;
            Http = new Http3Client(Quic);
        }

        public QuicClient Quic { get; }

        public Http3Client Http { get; }

        public sealed override long NextTime => Math.Min(Quic.NextTimeout, NextAct);

        /// <summary>When <see cref="Live"/> has something to do of its own accord.</summary>
        protected abstract long NextAct { get; }

        public sealed override void Act(long now)
        {
            if (Quic.NextTimeout <= now)
            {
                Quic.HandleTimeout(now);
            }

            Go(now);
        }

        public sealed override void Receive(byte[] datagram, long now)
        {
            Quic.FeedDatagram(datagram, 0, datagram.Length, now);
            Go(now);
        }

        /// <summary>Does what there is to do, before output is composed.</summary>
        protected abstract void Live(long now);

        private void Go(long now)
        {
            Http.Poll();
            Live(now);
            for (int i = 0; i < 64; i++)
            {
                int length = Quic.PollOutput(_buffer, 0, 1400, now);
                if (length == 0)
                {
                    break;
                }

                Send(_buffer.AsSpan(0, length), now);
            }
        }
    }
}
