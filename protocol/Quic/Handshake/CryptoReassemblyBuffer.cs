// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Reassembles the CRYPTO data of one encryption level in the arena of the slot, in whatever order its pieces arrive (RFC 9000 section 7.5). The bytes are
    /// contiguous from <see cref="Start"/> on, so that a handshake message is parsed in place.
    /// </summary>
    public sealed class CryptoReassemblyBuffer
    {
        /// <summary>Returned by <see cref="Add"/> when the piece would need one more gap than there are: the packet must not be acknowledged.</summary>
        public const int NotStored = -1;

        // Pieces after the contiguous start, ascending, relative to the start. They never touch or overlap.
        private readonly ushort[] _first;
        private readonly ushort[] _end;
        private int _pieces;
        private byte[] _arena;
        private int _start;
        private int _capacity;
        private int _ready;
        private long _base;

        /// <summary>Makes a buffer; the arena is given per connection.</summary>
        /// <param name="gaps">Pieces after the contiguous start that can be kept at a time.</param>
        public CryptoReassemblyBuffer(int gaps)
        {
            _first = new ushort[gaps];
            _end = new ushort[gaps];
        }

        /// <summary>Where the first byte lies in the arena.</summary>
        public int Start { get { return _start; } }

        /// <summary>Begins a level, with its offset 0 at <paramref name="start"/>.</summary>
        /// <param name="arena">The slot's.</param>
        /// <param name="start">First byte of the arena to use.</param>
        /// <param name="length">Bytes to use there.</param>
        public void Reset(byte[] arena, int start, int length)
        {
            _arena = arena;
            _start = start;
            _capacity = length;
            _pieces = 0;
            _ready = 0;
            _base = 0;
        }

        /// <summary>Takes a piece.</summary>
        /// <returns>0, <see cref="NotStored"/>, or the transport error CRYPTO_BUFFER_EXCEEDED.</returns>
        public int Add(long offset, byte[] buffer, int dataOffset, int length)
        {
            long last = offset + length - _base;
            if (last > _capacity)
            {
                return TransportError.CryptoBufferExceeded;
            }

            int end = (int)last;
            int ready = _ready;
            if (end <= ready)
            {
                return 0;
            }

            // What lies before the contiguous end is here already, and may have been parsed: it is not touched again.
            int first;
            if (offset - _base < ready)
            {
                first = ready;
                dataOffset += (int)(_base + ready - offset);
            }
            else
            {
                first = (int)(offset - _base);
            }

            ushort[] firsts = _first;
            ushort[] ends = _end;
            int pieces = _pieces;

            // Pieces [a, b) touch or overlap the new one.
            int a = 0;
            while (a < pieces && ends[a] < first)
            {
                a++;
            }

            int b = a;
            int joinedFirst = first;
            int joinedEnd = end;
            while (b < pieces && firsts[b] <= end)
            {
                if (firsts[b] < joinedFirst)
                {
                    joinedFirst = firsts[b];
                }

                if (ends[b] > joinedEnd)
                {
                    joinedEnd = ends[b];
                }

                b++;
            }

            bool joinsStart = joinedFirst <= ready;
            int keep = joinsStart ? 0 : 1;
            if (pieces - (b - a) + keep > firsts.Length)
            {
                return NotStored;
            }

            Array.Copy(buffer, dataOffset, _arena, _start + first, end - first);
            if (joinsStart)
            {
                // Nothing can lie before, so a is 0.
                _ready = joinedEnd;
            }

            int shift = keep - (b - a);
            if (shift != 0)
            {
                Array.Copy(firsts, b, firsts, b + shift, pieces - b);
                Array.Copy(ends, b, ends, b + shift, pieces - b);
                _pieces = pieces + shift;
            }

            if (keep != 0)
            {
                firsts[a] = (ushort)joinedFirst;
                ends[a] = (ushort)joinedEnd;
            }

            return 0;
        }

        /// <summary>Length (with its header of 4) of the complete handshake message at the start; 0 while there is none.</summary>
        public int MessageLength
        {
            get
            {
                if (_ready < 4)
                {
                    return 0;
                }

                int length = FirstMessageLength();
                return length <= _ready ? length : 0;
            }
        }

        /// <summary>Whether the message that begins at the start can never fit: CRYPTO_BUFFER_EXCEEDED without waiting for more.</summary>
        public bool IsMessageTooLong
        {
            get { return _ready >= 4 && FirstMessageLength() > _capacity; }
        }

        /// <summary>Drops bytes at the start; what follows moves there.</summary>
        public void Consume(int length)
        {
            int top = _pieces != 0 ? _end[_pieces - 1] : _ready;
            if (top > length)
            {
                Array.Copy(_arena, _start + length, _arena, _start, top - length);
            }

            for (int i = 0; i < _pieces; i++)
            {
                _first[i] -= (ushort)length;
                _end[i] -= (ushort)length;
            }

            _ready -= length;
            _base += length;
        }

        /// <summary>Whether anything is kept that is not consumed: at a change of keys there must be nothing (RFC 9001 section 4.1.3).</summary>
        public bool HasLeftover { get { return (_ready | _pieces) != 0; } }

        private int FirstMessageLength()
        {
            int p = _start;
            return 4 + (_arena[p + 1] << 16 | _arena[p + 2] << 8 | _arena[p + 3]);
        }
    }
}
