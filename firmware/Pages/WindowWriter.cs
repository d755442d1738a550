// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>
    /// Writes a text of which only a part is wanted: whatever lies outside the window is counted and dropped. So a body can be made again for any
    /// offset, and nothing but the figures it is made of is kept.
    /// </summary>
    internal sealed class WindowWriter
    {
        private readonly FlashData _texts = new PageTexts();
        private readonly byte[] _scratch = new byte[40];
        private byte[] _destination;
        private int _at;
        private int _count;
        private int _from;

        /// <summary>Bytes written so far, the dropped ones included.</summary>
        public int Position;

        /// <summary>The texts.</summary>
        public FlashData Texts
        {
            get { return _texts; }
        }

        /// <summary>A place for names.</summary>
        public byte[] Scratch
        {
            get { return _scratch; }
        }

        /// <summary>Opens a window.</summary>
        /// <param name="destination">Where the bytes go.</param>
        /// <param name="at">Place in <paramref name="destination"/>.</param>
        /// <param name="from">First byte of the text that is wanted.</param>
        /// <param name="count">Bytes wanted; 0 to find the length.</param>
        public void Open(byte[] destination, int at, int from, int count)
        {
            _destination = destination;
            _at = at;
            _from = from;
            _count = count;
            Position = 0;
        }

        /// <summary>Bytes that the window got.</summary>
        public int Written
        {
            get
            {
                int written = Position - _from;
                return written < 0 ? 0 : written > _count ? _count : written;
            }
        }

        /// <summary>Whether the window is full.</summary>
        public bool IsFull
        {
            get { return Position - _from >= _count && _count > 0; }
        }

        public void Put(byte letter)
        {
            int place = Position++ - _from;
            if (place >= 0 && place < _count)
            {
                _destination[_at + place] = letter;
            }
        }

        /// <summary>Writes one of <see cref="PageTexts"/>.</summary>
        public void PutText(int text)
        {
            FlashData texts = _texts;
            int length = texts.Length(text);
            int place = Position - _from;
            Position += length;
            int skip = place < 0 ? 0 - place : 0;
            if (skip < length && place < _count)
            {
                texts.Copy(text, skip, _destination, _at + place + skip, _count - place - skip);
            }
        }

        public void PutNumber(long number)
        {
            PutScratch(MilliHttp.Nano.Http.Decimal.Write(number, _scratch, 0));
        }

        /// <summary>Writes the first bytes of <see cref="Scratch"/>.</summary>
        public void PutScratch(int length)
        {
            PutBytes(_scratch, length);
        }

        /// <summary>Writes the first bytes of an array.</summary>
        public void PutBytes(byte[] bytes, int length)
        {
            int place = Position - _from;
            Position += length;
            int skip = place < 0 ? 0 - place : 0;
            int count = length - skip;
            if (count > _count - place - skip)
            {
                count = _count - place - skip;
            }

            if (count > 0)
            {
                Array.Copy(bytes, skip, _destination, _at + place + skip, count);
            }
        }
    }
}
