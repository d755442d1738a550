// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Web
{
    /// <summary>Keeps the last messages in a ring of bytes; <see cref="WriteTo"/> shows them on a page.</summary>
    public sealed class RingLog : LogPort
    {
        private readonly byte[] _ring;
        private int _end;
        private bool _isFull;

        /// <param name="size">Bytes of the ring. A longer message is cut.</param>
        public RingLog(int size)
        {
            _ring = new byte[size];
        }

        /// <inheritdoc/>
        public override void Write(int level, string message)
        {
            byte[] bytes = Utf8.GetBytes(message);
            Put((byte)(level == Error ? 'E' : level == Warning ? 'W' : level == Information ? 'I' : 'D'));
            Put((byte)' ');
            int most = _ring.Length - 3;
            for (int i = 0; i < bytes.Length && i < most; i++)
            {
                Put(bytes[i] < 32 ? (byte)' ' : bytes[i]);
            }

            Put(10);
        }

        /// <summary>Writes the messages, oldest first, one a line: a letter for the level, a space, the message.</summary>
        public void WriteTo(HttpResponse response)
        {
            byte[] ring = _ring;
            int from = 0;
            if (_isFull)
            {
                // The oldest message is incomplete: begin with the next.
                from = _end;
                while (from < ring.Length && ring[from] != 10)
                {
                    from++;
                }

                if (from < ring.Length)
                {
                    response.Write(ring, from + 1, ring.Length - from - 1);
                    from = 0;
                }
                else
                {
                    from = 0;
                    while (from < _end && ring[from] != 10)
                    {
                        from++;
                    }

                    from++;
                }
            }

            if (from < _end)
            {
                response.Write(ring, from, _end - from);
            }
        }

        private void Put(byte letter)
        {
            _ring[_end++] = letter;
            if (_end == _ring.Length)
            {
                _end = 0;
                _isFull = true;
            }
        }
    }
}
