// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>What a simulated device gives to the firmware.</summary>
    internal sealed class DeviceBoard : BoardPorts
    {
        public DeviceBoard(DeviceWorld world, DeviceClock clock, Random random)
        {
            DeviceClock = clock;
            Sockets = new DeviceDatagrams(world);
            Accepting = new DeviceListener(world);
            Waiting = new DeviceWait(world);
            Entropy = new SeededEntropy(random);
        }

        public DeviceClock DeviceClock { get; }

        public DeviceDatagrams Sockets { get; }

        public DeviceListener Accepting { get; }

        public override ClockPort Clock => DeviceClock;

        public override EntropyPort Entropy { get; }

        public override CredentialPort Credentials { get; } = new RamCredentials();

        public override LinkPort Link { get; } = new SteadyLink();

        public override DatagramPort Datagrams => Sockets;

        public override StreamListenerPort Listener => Accepting;

        public override WaitPort Waiting { get; }

        public override MemoryPort Memory { get; } = new UnknownMemory();

        private sealed class SeededEntropy : EntropyPort
        {
            private readonly Random _random;

            public SeededEntropy(Random random)
            {
                _random = random;
            }

            public override bool Fill(byte[] buffer, int offset, int count)
            {
                _random.NextBytes(buffer.AsSpan(offset, count));
                return true;
            }
        }

        private sealed class RamCredentials : CredentialPort
        {
            private readonly Dictionary<int, byte[]> _kept = new Dictionary<int, byte[]>();

            public override int Load(int credential, byte[] buffer, int offset, int count)
            {
                if (!_kept.TryGetValue(credential, out byte[] item) || item.Length > count)
                {
                    return 0;
                }

                item.CopyTo(buffer, offset);
                return item.Length;
            }

            public override bool Save(int credential, byte[] buffer, int offset, int count)
            {
                _kept[credential] = buffer.AsSpan(offset, count).ToArray();
                return true;
            }
        }

        private sealed class SteadyLink : LinkPort
        {
            public override bool IsUp => true;

            public override long Address => 0;

            public override void Connect()
            {
            }
        }

        private sealed class UnknownMemory : MemoryPort
        {
            public override int Free => 0;

            public override int Tidy() => 0;
        }
    }
}
