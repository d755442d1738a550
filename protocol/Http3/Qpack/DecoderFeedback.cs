// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// The dynamic table of a connection and the server's QPACK decoder stream (RFC 9204 section 4.4), whose instructions stay in a small ring until
    /// they are acknowledged. Only a profile with a dynamic table has one.
    /// </summary>
    public sealed class DecoderFeedback
    {
        private const int Size = 64;

        private readonly byte[] _ring = new byte[Size];
        private long _end;
        private int _known;

        /// <summary>Makes the table and the ring.</summary>
        /// <param name="capacity">Bytes of the table.</param>
        public DecoderFeedback(int capacity)
        {
            Table = new DynamicTable(capacity);
        }

        /// <summary>What the client's encoder inserted.</summary>
        public readonly DynamicTable Table;

        /// <summary>Stream slot of the decoder stream, -1 until it could be opened.</summary>
        public int Stream;

        /// <summary>Starts again for the next client, with the type of the stream.</summary>
        public void Reset()
        {
            Table.Reset();
            Stream = -1;
            _ring[0] = H3StreamType.QpackDecoder;
            _end = 1;
            _known = 0;
        }

        /// <summary>Bytes of the stream written so far.</summary>
        public long End
        {
            get { return _end; }
        }

        /// <summary>Whether the ring has room for the two longest instructions, one for a head and one for trailers.</summary>
        /// <param name="acknowledged">Bytes of the stream that are acknowledged.</param>
        /// <returns>True if so.</returns>
        public bool HasRoom(long acknowledged)
        {
            return _end - acknowledged <= Size - 20;
        }

        /// <summary>Section Acknowledgment.</summary>
        /// <param name="streamId">The request's stream.</param>
        /// <param name="required">Required Insert Count of its section.</param>
        public void Acknowledge(long streamId, int required)
        {
            if (required > _known)
            {
                _known = required;
            }

            Append(0x80, 0x7F, streamId);
        }

        /// <summary>Stream Cancellation.</summary>
        /// <param name="streamId">The request's stream.</param>
        public void Cancel(long streamId)
        {
            Append(0x40, 0x3F, streamId);
        }

        /// <summary>Insert Count Increment, if the table has entries that were not acknowledged.</summary>
        public void Increment()
        {
            int inserted = Table.InsertCount;
            if (inserted > _known)
            {
                Append(0, 0x3F, inserted - _known);
                _known = inserted;
            }
        }

        /// <summary>Reads bytes of the stream.</summary>
        /// <param name="offset">Stream offset, not yet acknowledged.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="at">First byte to write.</param>
        /// <param name="count">Bytes wanted.</param>
        /// <returns>Bytes written.</returns>
        public int Read(long offset, byte[] destination, int at, int count)
        {
            int written = 0;
            while (written < count && offset < _end)
            {
                destination[at + written++] = _ring[(int)(offset++ % Size)];
            }

            return written;
        }

        private void Append(int pattern, int mask, long value)
        {
            if (value < mask)
            {
                _ring[(int)(_end++ % Size)] = (byte)(pattern | (int)value);
                return;
            }

            _ring[(int)(_end++ % Size)] = (byte)(pattern | mask);
            value -= mask;
            while (value >= 0x80)
            {
                _ring[(int)(_end++ % Size)] = (byte)(0x80 | (int)(value & 0x7F));
                value >>= 7;
            }

            _ring[(int)(_end++ % Size)] = (byte)value;
        }
    }
}
