// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Web
{
    /// <summary>A board without sockets: an image can be made of it, and nobody comes.</summary>
    internal sealed class StillPorts : BoardPorts
    {
        public override ClockPort Clock { get; } = new Clocks();

        public override EntropyPort Entropy { get; } = new Entropies();

        public override CredentialPort Credentials { get; } = new Store();

        public override LinkPort Link { get; } = new Wire();

        public override DatagramPort Datagrams { get; } = new Silence();

        public override StreamListenerPort Listener { get; } = new Nobody();

        public override WaitPort Waiting => null;

        public override MemoryPort Memory { get; } = new Heap();

        private sealed class Silence : DatagramPort
        {
            public override int Receive(byte[] buffer, int offset, int count) => 0;

            public override bool Send(byte[] buffer, int offset, int count, DatagramAddress to) => true;

            public override bool Open() => true;

            public override void Close()
            {
            }
        }

        private sealed class Nobody : StreamListenerPort
        {
            public override bool IsPending => false;

            public override StreamPort[] MakeStreams(int count) => new StreamPort[count];

            public override bool TryAccept(StreamPort port) => false;

            public override bool Open() => true;

            public override void Close()
            {
            }
        }

        private sealed class Clocks : ClockPort
        {
            public override long Microseconds => 1000;

            public override long UnixSeconds => 1_700_000_000;
        }

        private sealed class Entropies : EntropyPort
        {
            public override bool Fill(byte[] buffer, int offset, int count)
            {
                System.Security.Cryptography.RandomNumberGenerator.Fill(System.MemoryExtensions.AsSpan(buffer, offset, count));
                return true;
            }
        }

        private sealed class Store : CredentialPort
        {
            public override int Load(int credential, byte[] buffer, int offset, int count) => 0;

            public override bool Save(int credential, byte[] buffer, int offset, int count) => true;
        }

        private sealed class Wire : LinkPort
        {
            public override bool IsUp => true;

            public override long Address => 0x0100007F;

            public override void Connect()
            {
            }
        }

        private sealed class Heap : MemoryPort
        {
            public override int Free => 0;

            public override int Tidy() => 0;
        }
    }
}
