// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using nanoFramework.Runtime.Native;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>A board in memory, whose time passes as the test says.</summary>
    internal sealed class MemoryPorts : BoardPorts
    {
        private readonly Clocks _clock = new Clocks();
        private readonly Entropies _entropy = new Entropies();
        private readonly Store _credentials = new Store();
        private readonly Wire _link = new Wire();
        private readonly NoListener _listener = new NoListener();
        private readonly NoWait _wait = new NoWait();
        private readonly HeapMemory _memory = new HeapMemory();
        private readonly MemoryDatagrams _datagrams = new MemoryDatagrams();

        /// <summary>The time in microseconds.</summary>
        public long Now
        {
            get { return _clock.Now; }
            set { _clock.Now = value; }
        }

        /// <summary>What the board says is free when it has tidied up; 0: it cannot tell.</summary>
        public int Tidied
        {
            get { return _memory.Tidied; }
            set { _memory.Tidied = value; }
        }

        /// <summary>The UDP socket, seen from its other end as well.</summary>
        public MemoryDatagrams Network => _datagrams;

        public override ClockPort Clock => _clock;

        public override EntropyPort Entropy => _entropy;

        public override CredentialPort Credentials => _credentials;

        public override LinkPort Link => _link;

        public override DatagramPort Datagrams => _datagrams;

        public override StreamListenerPort Listener => _listener;

        public override WaitPort Waiting => _wait;

        public override MemoryPort Memory => _memory;

        private sealed class Clocks : ClockPort
        {
            public long Now = 1000000;

            public override long Microseconds => Now;

            public override long UnixSeconds => 0;
        }

        private sealed class Entropies : EntropyPort
        {
            public override bool Fill(byte[] buffer, int offset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    buffer[offset + i] = (byte)(i * 31);
                }

                return true;
            }
        }

        // Keeps the counter of starts alone.
        private sealed class Store : CredentialPort
        {
            private readonly byte[] _counter = new byte[8];
            private bool _isKept;

            public override int Load(int credential, byte[] buffer, int offset, int count)
            {
                if (!_isKept || credential != Credential.BootCounter)
                {
                    return 0;
                }

                System.Array.Copy(_counter, 0, buffer, offset, 8);
                return 8;
            }

            public override bool Save(int credential, byte[] buffer, int offset, int count)
            {
                if (credential != Credential.BootCounter || count != 8)
                {
                    return false;
                }

                System.Array.Copy(buffer, offset, _counter, 0, 8);
                _isKept = true;
                return true;
            }
        }

        private sealed class Wire : LinkPort
        {
            public override bool IsUp => true;

            public override long Address => 0x7F000001;

            public override void Connect()
            {
            }
        }

        private sealed class NoListener : StreamListenerPort
        {
            public override bool IsPending => false;

            public override StreamPort[] MakeStreams(int count)
            {
                StreamPort[] streams = new StreamPort[count];
                for (int i = 0; i < count; i++)
                {
                    streams[i] = new NoStream();
                }

                return streams;
            }

            public override bool TryAccept(StreamPort port)
            {
                return false;
            }

            public override bool Open()
            {
                return true;
            }

            public override void Close()
            {
            }
        }

        private sealed class NoStream : StreamPort
        {
            public override bool IsOpen => false;

            public override int Receive(byte[] buffer, int offset, int count)
            {
                return -1;
            }

            public override int Send(byte[] buffer, int offset, int count)
            {
                return -1;
            }

            public override void Close()
            {
            }
        }

        private sealed class NoWait : WaitPort
        {
            public override void Wait(long microseconds)
            {
            }
        }

        private sealed class HeapMemory : MemoryPort
        {
            public int Tidied;

            // A test asks for itself, and its client has a part of the heap, too.
            public override int Free => 0;

            public override int Tidy()
            {
                GC.Run(true);
                return Tidied;
            }
        }
    }
}
