// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>A QUIC connection without packets: the test is the client, and says how the bytes lie in the receive pool.</summary>
    internal sealed class FakeTransport
    {
        private const int Slots = 12;
        private const int Room = 1 << 16;

        private readonly byte[] _memory = new byte[Slots * Room];
        private readonly Queue<(int Event, int Stream)> _events = new();
        private int _eventStream;
        private StreamSource _source;

        public readonly Stream[] Streams = new Stream[Slots];

        /// <summary>Runs end where a position in the stream is a multiple of this.</summary>
        public int Block = 1 << 16;

        public long? CloseCode;

        public int SlotCount => Slots;

        public sealed class Stream
        {
            public long Id;
            public int Received;
            public int Position;
            public bool Fin;
            public long Limit;
            public bool SendFin;
            public long Acknowledged;
            public long? ResetCode;
            public long? StopCode;
            public bool Released;
            public bool IsLocal;
            public List<byte> Sent = new();
        }

        public int Add(long id)
        {
            int slot = Array.FindIndex(Streams, s => s == null || s.Released);
            Streams[slot] = new Stream { Id = id };
            _events.Enqueue((QuicEvent.StreamOpened, slot));
            return slot;
        }

        public void Receive(int slot, ReadOnlySpan<byte> data, bool fin)
        {
            Stream s = Streams[slot];
            if (s.Released || s.StopCode != null)
            {
                return;
            }

            data.CopyTo(_memory.AsSpan(slot * Room + s.Received));
            s.Received += data.Length;
            s.Fin |= fin;
            Raise(QuicEvent.StreamReadable, slot);
        }

        public void Raise(int what, int slot)
        {
            _events.Enqueue((what, slot));
        }

        /// <summary>Fetches what can be sent, in pieces, and checks that it can be fetched again.</summary>
        public byte[] Pull(int slot, Random random)
        {
            Stream s = Streams[slot];
            var buffer = new byte[2000];
            while (s.ResetCode == null && s.Sent.Count < s.Limit)
            {
                int count = (int)Math.Min(s.Limit - s.Sent.Count, random.Next(1, 1200));
                int got = _source.Read(slot, s.Sent.Count, buffer, 5, count);
                if (got == 0)
                {
                    break;
                }

                s.Sent.AddRange(buffer.AsSpan(5, got).ToArray());
            }

            for (int i = 0; i < 20 && s.Sent.Count > s.Acknowledged && !s.Released; i++)
            {
                int from = random.Next((int)s.Acknowledged, s.Sent.Count);
                int count = random.Next(1, Math.Min(1200, s.Sent.Count - from) + 1);
                int got = _source.Read(slot, from, buffer, 0, count);
                if (!buffer.AsSpan(0, got).SequenceEqual(s.Sent.GetRange(from, got).ToArray()))
                {
                    throw new InvalidOperationException("stream " + slot + " reads differently at " + from);
                }
            }

            return s.Sent.ToArray();
        }

        public void AcknowledgeAll(int slot)
        {
            Stream s = Streams[slot];
            s.Acknowledged = s.Sent.Count;
            if (s.SendFin && s.Sent.Count == s.Limit && !s.Released)
            {
                Raise(QuicEvent.StreamSendDone, slot);
            }
        }

        public int StreamLimit => Slots;

        public int EventStream => _eventStream;

        public byte[] ReadBuffer => _memory;

        /// <summary>Where the bytes that are sent are read.</summary>
        public void SetSource(StreamSource source) => _source = source;

        public int PollEvent()
        {
            while (_events.Count > 0)
            {
                (int what, int stream) = _events.Dequeue();
                if (CloseCode != null && what != QuicEvent.Closed)
                {
                    continue;
                }

                _eventStream = stream;
                return what;
            }

            return QuicEvent.None;
        }

        public long StreamId(int stream) => Streams[stream].Id;

        public int ReadOffset(int stream) => stream * Room + Streams[stream].Position;

        public int ReadableLength(int stream)
        {
            Stream s = Streams[stream];
            return Math.Min(s.Received - s.Position, Block - s.Position % Block);
        }

        public int AvailableLength(int stream) => Streams[stream].Received - Streams[stream].Position;

        public bool IsReceiveComplete(int stream) => Streams[stream].Fin;

        public void Peek(int stream, int skip, byte[] destination, int offset, int count)
        {
            Stream s = Streams[stream];
            if (s.Released || skip + count > AvailableLength(stream))
            {
                throw new InvalidOperationException("peeks too far");
            }

            Array.Copy(_memory, stream * Room + s.Position + skip, destination, offset, count);
        }

        public void Consume(int stream, int count)
        {
            Stream s = Streams[stream];
            if (s.Released || count < 0 || count > AvailableLength(stream))
            {
                throw new InvalidOperationException("consumes too much");
            }

            // What is consumed is gone: whoever still looks at it sees rubbish.
            _memory.AsSpan(stream * Room + s.Position, count).Fill(0xDB);
            s.Position += count;
        }

        public void SetSendLimit(int stream, long end, bool fin)
        {
            Stream s = Streams[stream];
            if (s.Released || end < s.Limit || s.SendFin)
            {
                throw new InvalidOperationException("limit lowered, or after the end");
            }

            s.Limit = end;
            s.SendFin = fin;
        }

        public long SendAcknowledged(int stream) => Streams[stream].Acknowledged;

        public int OpenUnidirectionalStream()
        {
            int slot = Array.FindIndex(Streams, s => s == null || s.Released);
            long id = 3 + 4 * Array.FindAll(Streams, s => s != null && s.IsLocal).Length;
            Streams[slot] = new Stream { Id = id, IsLocal = true };
            return slot;
        }

        public void ResetStream(int stream, long code)
        {
            Streams[stream].ResetCode ??= code;
        }

        public void StopSending(int stream, long code)
        {
            Streams[stream].StopCode ??= code;
        }

        public void ReleaseStream(int stream)
        {
            if (Streams[stream].Released)
            {
                throw new InvalidOperationException("released twice");
            }

            Streams[stream].Released = true;
        }

        public void Close(long code)
        {
            CloseCode ??= code;
        }
    }
}
