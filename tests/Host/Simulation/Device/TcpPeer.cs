// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>
    /// The network's side of a TCP connection to the device: what a client has sent and the device has not read, what the device has sent and the client has
    /// not read. Nothing is lost; both sides have windows.
    /// </summary>
    internal sealed class TcpPeer
    {
        private const int Window = 5744;
        private readonly DeviceWorld _world;
        private readonly Person _client;
        private readonly Queue<byte> _toDevice = new Queue<byte>();
        private readonly Queue<byte> _toClient = new Queue<byte>();
        private bool _wasFull;

        public TcpPeer(DeviceWorld world, Person client)
        {
            _world = world;
            _client = client;
        }

        public bool IsAccepted { get; private set; }

        public bool IsClosed { get; private set; }

        /// <summary>The client has closed its side.</summary>
        public bool HasEnded { get; set; }

        /// <summary>Whether the device has a reason to wake up.</summary>
        public bool HasNews => _toDevice.Count != 0 || HasEnded || (_wasFull && _toClient.Count < Window);

        /// <summary>Bytes that the client may send now.</summary>
        public int Room => Window - _toDevice.Count;

        /// <summary>Bytes that wait for the client.</summary>
        public int Waiting => _toClient.Count;

        /// <summary>The client sends; at most <see cref="Room"/> bytes.</summary>
        public void Write(ReadOnlySpan<byte> data)
        {
            foreach (byte b in data)
            {
                _toDevice.Enqueue(b);
            }
        }

        /// <summary>The client reads.</summary>
        public byte[] Read(int most)
        {
            byte[] data = new byte[Math.Min(most, _toClient.Count)];
            for (int i = 0; i < data.Length; i++)
            {
                data[i] = _toClient.Dequeue();
            }

            return data;
        }

        public void OnAccepted()
        {
            IsAccepted = true;
            _world.Wake(_client, _world.Clock.Microseconds + _world.Travel());
        }

        public void OnClosed()
        {
            IsClosed = true;
            _world.Wake(_client, _world.Clock.Microseconds + _world.Travel());
        }

        /// <summary>The device reads.</summary>
        public int Take(byte[] buffer, int offset, int count)
        {
            int length = Math.Min(count, _toDevice.Count);
            for (int i = 0; i < length; i++)
            {
                buffer[offset + i] = _toDevice.Dequeue();
            }

            return length > 0 ? length : HasEnded ? -1 : 0;
        }

        /// <summary>The device sends.</summary>
        public int Put(byte[] buffer, int offset, int count)
        {
            int length = Math.Min(count, Window - _toClient.Count);
            _wasFull = length < count;
            for (int i = 0; i < length; i++)
            {
                _toClient.Enqueue(buffer[offset + i]);
            }

            if (length > 0)
            {
                _world.Wake(_client, _world.Clock.Microseconds + _world.Travel());
            }

            return length;
        }
    }
}
