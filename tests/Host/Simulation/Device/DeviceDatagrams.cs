// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>The UDP socket of a simulated device, whose platform keeps six datagrams and loses what comes on top.</summary>
    internal sealed class DeviceDatagrams : DatagramPort
    {
        private const int Queue = 6;
        private readonly DeviceWorld _world;
        private readonly Queue<(byte[] Data, long Address, int Port)> _queue = new Queue<(byte[], long, int)>();

        public DeviceDatagrams(DeviceWorld world)
        {
            _world = world;
        }

        /// <summary>Datagrams that found the queue full.</summary>
        public int Lost { get; private set; }

        public bool IsEmpty => _queue.Count == 0;

        public void Put(byte[] data, long address, int port)
        {
            if (_queue.Count == Queue)
            {
                Lost++;
                return;
            }

            _queue.Enqueue((data, address, port));
        }

        public override int Receive(byte[] buffer, int offset, int count)
        {
            _world.CatchUp();
            if (_queue.Count == 0)
            {
                _world.Clock.Charge(1, 0);
                return 0;
            }

            (byte[] data, long address, int port) = _queue.Dequeue();
            _world.Clock.Charge(1, data.Length);
            Remote.High = 0;
            Remote.Low = address;
            Remote.Port = port;
            int length = Math.Min(data.Length, count);
            Array.Copy(data, 0, buffer, offset, length);
            return length;
        }

        public override bool Send(byte[] buffer, int offset, int count, DatagramAddress to)
        {
            _world.Clock.Charge(1, count);
            _world.Deliver(buffer.AsSpan(offset, count).ToArray(), to.Low, to.Port);
            return true;
        }

        public override bool Open() => true;

        public override void Close()
        {
        }
    }
}
