// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware.Boot;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>Whether prepared nonces may be used depends on a counter of starts that really advances.</summary>
    public class EntropySeedTests
    {
        [Theory]
        [InlineData(true, true, EntropySeed.Seeded)]
        [InlineData(true, false, EntropySeed.CounterStands)]
        [InlineData(false, false, EntropySeed.CounterStands)]
        public void CounterIsReadBack(bool says, bool writes, int expected)
        {
            BadPorts ports = new BadPorts(says, writes);
            HmacDrbg drbg = new HmacDrbg(new CryptoProvider());
            Assert.Equal(expected, EntropySeed.Instantiate(drbg, ports));
            Assert.True(drbg.IsSeeded);
            ports.HasEntropy = false;
            Assert.Equal(EntropySeed.NotYet, EntropySeed.Instantiate(drbg, ports));
        }

        /// <summary>With a store and a hardware generator that both stand still, two starts make the same numbers; two signatures still have two nonces.</summary>
        [Fact]
        public void NoncesMadeWithTheSignatureDependOnTheMessage()
        {
            byte[] first = Sign(1);
            byte[] second = Sign(2);
            byte[] again = Sign(1);
            Assert.Equal(first, again);
            Assert.NotEqual(first.AsSpan(0, 32).ToArray(), second.AsSpan(0, 32).ToArray());
        }

        private static byte[] Sign(byte message)
        {
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            Assert.Equal(EntropySeed.CounterStands, EntropySeed.Instantiate(drbg, new BadPorts(false, false)));
            AsymmetricJobs jobs = new AsymmetricJobs(provider);
            byte[] key = new byte[32];
            key[31] = 77;
            byte[] hash = new byte[32];
            hash[0] = message;
            jobs.StartEcdsaSign(key, 0, hash, 0, drbg);
            while (jobs.Step(1000) == JobStatus.Running)
            {
            }

            byte[] signature = new byte[64];
            jobs.TakeResult(signature, 0);
            return signature;
        }

        /// <summary>A board whose hardware generator gives the same bytes at every start, and whose store may not write.</summary>
        private sealed class BadPorts : BoardPorts
        {
            private readonly Worn _store;

            public BadPorts(bool says, bool writes)
            {
                _store = new Worn(says, writes);
                Entropy = new Same(this);
            }

            public bool HasEntropy { get; set; } = true;

            public override ClockPort Clock { get; } = new Still();

            public override EntropyPort Entropy { get; }

            public override CredentialPort Credentials => _store;

            public override LinkPort Link => null;

            public override DatagramPort Datagrams => null;

            public override StreamListenerPort Listener => null;

            public override WaitPort Waiting => null;

            public override MemoryPort Memory => null;

            private sealed class Still : ClockPort
            {
                public override long Microseconds => 0;

                public override long UnixSeconds => 0;
            }

            private sealed class Same : EntropyPort
            {
                private readonly BadPorts _ports;

                public Same(BadPorts ports)
                {
                    _ports = ports;
                }

                public override bool Fill(byte[] buffer, int offset, int count)
                {
                    Array.Fill(buffer, (byte)3, offset, count);
                    return _ports.HasEntropy;
                }
            }

            private sealed class Worn : CredentialPort
            {
                private readonly bool _says;
                private readonly bool _writes;
                private readonly byte[] _counter = new byte[8];

                public Worn(bool says, bool writes)
                {
                    _says = says;
                    _writes = writes;
                }

                public override int Load(int credential, byte[] buffer, int offset, int count)
                {
                    if (credential != Credential.BootCounter)
                    {
                        return 0;
                    }

                    _counter.CopyTo(buffer, offset);
                    return 8;
                }

                public override bool Save(int credential, byte[] buffer, int offset, int count)
                {
                    if (_writes)
                    {
                        Array.Copy(buffer, offset, _counter, 0, 8);
                    }

                    return _says;
                }
            }
        }
    }
}
