// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// One TCP connection as lwIP has it with a send buffer of two segments, in virtual time: "writable" means that the peer has acknowledged everything
    /// (TCP_SNDLOWAT is one byte less than the buffer), and a peer that got no more than one segment keeps its acknowledgement back.
    /// </summary>
    internal sealed class LowWaterStack
    {
        private const int Segment = 1460;
        private const int Buffer = 2 * Segment;
        private const long RoundTrip = 2000;
        private const long DelayedAck = 200000;

        [ThreadStatic]
        private static LowWaterStack s_current;

        private readonly Queue<byte> _toServer = new Queue<byte>();
        private readonly Queue<byte> _toClient = new Queue<byte>();
        private bool _isAccepted;
        private long _acknowledgedAt;

        public LowWaterStack()
        {
            s_current = this;
        }

        /// <summary>The stack of the test that runs.</summary>
        public static LowWaterStack Current => s_current;

        /// <summary>Microseconds.</summary>
        public long Now { get; set; } = 1000000;

        /// <summary>Sends of the server.</summary>
        public int SendCount { get; private set; }

        public bool IsPending => !_isAccepted;

        public bool IsReadable => _toServer.Count > 0;

        public bool IsWritable => Now >= _acknowledgedAt;

        /// <summary>Bytes that the client has not read.</summary>
        public int Waiting => _toClient.Count;

        public void Accept()
        {
            _isAccepted = true;
        }

        public int Receive(byte[] buffer, int offset, int count) => Move(_toServer, buffer, offset, count);

        public int Send(byte[] buffer, int offset, int count)
        {
            if (!IsWritable || count > Buffer)
            {
                throw new InvalidOperationException("a send would wait");
            }

            for (int i = 0; i < count; i++)
            {
                _toClient.Enqueue(buffer[offset + i]);
            }

            SendCount++;
            _acknowledgedAt = Now + RoundTrip + (count > Segment ? 0 : DelayedAck);
            return count;
        }

        /// <summary>The client sends, and acknowledges with that what it has.</summary>
        public void Write(ReadOnlySpan<byte> data)
        {
            foreach (byte b in data)
            {
                _toServer.Enqueue(b);
            }

            _acknowledgedAt = Math.Min(_acknowledgedAt, Now);
        }

        /// <summary>The client reads.</summary>
        public int Read(byte[] buffer, int offset, int count) => Move(_toClient, buffer, offset, count);

        private static int Move(Queue<byte> from, byte[] buffer, int offset, int count)
        {
            int length = Math.Min(count, from.Count);
            for (int i = 0; i < length; i++)
            {
                buffer[offset + i] = from.Dequeue();
            }

            return length;
        }
    }
}
