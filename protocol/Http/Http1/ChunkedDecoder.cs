// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Decodes a chunked body (RFC 9112 section 7.1), split at any byte. Extensions and trailers are checked and dropped. It is strict: CR LF only,
    /// at most 15 hexadecimal digits, and a limit on extensions and trailers of the whole body.
    /// </summary>
    public sealed class ChunkedDecoder
    {
        /// <summary>Bytes of extensions and trailers that one body may have.</summary>
        public const int ExtraLimit = 1024;

        // What the next byte belongs to: chunk-size, chunk-ext (from ExtensionStart to ExtensionSpace), data, trailers.
        private const int Size = 0;
        private const int SizeSpace = 1;            // white space that must lead to an extension
        private const int ExtensionStart = 2;       // after the semicolon
        private const int ExtensionName = 3;
        private const int ExtensionNameSpace = 4;
        private const int ExtensionValueStart = 5;  // after the equals sign
        private const int ExtensionValue = 6;
        private const int ExtensionQuoted = 7;
        private const int ExtensionEscaped = 8;     // after a backslash in a quoted string
        private const int ExtensionQuotedEnd = 9;
        private const int SizeEnd = 10;
        private const int Data = 11;
        private const int DataEnd = 12;
        private const int DataEndFeed = 13;
        private const int TrailerStart = 14;
        private const int TrailerName = 15;
        private const int TrailerValue = 16;
        private const int TrailerEnd = 17;
        private const int LastEnd = 18;
        private const int Over = 19;

        // Layout of _state.
        private const int PhaseMask = 31;
        private const int DigitsShift = 5;
        private const int DigitsMask = 15;
        private const int ExtraShift = 9;

        private int _state;         // phase (bits 0-4), digits of the size so far (5-8), bytes of extensions and trailers (9-20)
        private long _left;

        /// <summary>The body is complete.</summary>
        public bool IsOver
        {
            get { return (_state & PhaseMask) == Over; }
        }

        /// <summary>Bytes of the current chunk that are still to come; they begin where <see cref="Skip"/> ended.</summary>
        public long DataLeft
        {
            get { return (_state & PhaseMask) == Data ? _left : 0; }
        }

        /// <summary>Begins a new body.</summary>
        public void Reset()
        {
            _state = Size;
            _left = 0;
        }

        /// <summary>Takes data bytes.</summary>
        /// <param name="count">Their number, at most <see cref="DataLeft"/>.</param>
        public void Take(int count)
        {
            _left -= count;
            if (_left == 0)
            {
                _state = (_state & ~PhaseMask) | DataEnd;
            }
        }

        /// <summary>Reads framing, up to the next data byte or the end of the body.</summary>
        /// <param name="buffer">Buffer of the body.</param>
        /// <param name="offset">First byte to read.</param>
        /// <param name="length">Bytes available.</param>
        /// <returns>Bytes read, or -1 if the body is malformed: 400.</returns>
        public int Skip(byte[] buffer, int offset, int length)
        {
            int phase = _state & PhaseMask;
            int digits = (_state >> DigitsShift) & DigitsMask;
            int extra = _state >> ExtraShift;
            int at = offset;
            int end = offset + length;
            while (at < end && phase != Data && phase != Over)
            {
                int letter = buffer[at++];
                switch (phase)
                {
                    case Size:
                        int digit = letter - 48;
                        if ((uint)digit > 9)
                        {
                            digit = (letter | 32) - 87;
                            if (digit < 10 || digit > 15)
                            {
                                digit = -1;
                            }
                        }

                        if (digit >= 0)
                        {
                            if (++digits > 15)
                            {
                                return -1;
                            }

                            _left = (_left << 4) + digit;
                        }
                        else if (digits == 0)
                        {
                            return -1;
                        }
                        else if (letter == 13)
                        {
                            phase = SizeEnd;
                        }
                        else if (letter == 59)
                        {
                            phase = ExtensionStart;
                        }
                        else if (IsSpace(letter))
                        {
                            phase = SizeSpace;
                        }
                        else
                        {
                            return -1;
                        }

                        break;

                    case SizeSpace:
                    case ExtensionStart:
                    case ExtensionName:
                    case ExtensionNameSpace:
                    case ExtensionValueStart:
                    case ExtensionValue:
                    case ExtensionQuoted:
                    case ExtensionEscaped:
                    case ExtensionQuotedEnd:
                        phase = ReadExtension(phase, letter);
                        if (phase < 0 || ++extra > ExtraLimit)
                        {
                            return -1;
                        }

                        break;

                    case SizeEnd:
                        if (letter != 10)
                        {
                            return -1;
                        }

                        phase = _left == 0 ? TrailerStart : Data;
                        digits = 0;
                        break;

                    case DataEnd:
                        if (letter != 13)
                        {
                            return -1;
                        }

                        phase = DataEndFeed;
                        break;

                    case DataEndFeed:
                        if (letter != 10)
                        {
                            return -1;
                        }

                        phase = Size;
                        break;

                    case TrailerStart:
                        if (letter == 13)
                        {
                            phase = LastEnd;
                        }
                        else if (!FieldSyntax.IsToken(letter) || ++extra > ExtraLimit)
                        {
                            return -1;
                        }
                        else
                        {
                            phase = TrailerName;
                        }

                        break;

                    case TrailerName:
                        if (letter == 58)
                        {
                            phase = TrailerValue;
                        }
                        else if (!FieldSyntax.IsToken(letter) || ++extra > ExtraLimit)
                        {
                            return -1;
                        }

                        break;

                    case TrailerValue:
                        if (letter == 13)
                        {
                            phase = TrailerEnd;
                        }
                        else if ((letter < 32 && letter != 9) || letter == 127 || ++extra > ExtraLimit)
                        {
                            return -1;
                        }

                        break;

                    case TrailerEnd:
                        if (letter != 10)
                        {
                            return -1;
                        }

                        phase = TrailerStart;
                        break;

                    default:
                        if (letter != 10)
                        {
                            return -1;
                        }

                        phase = Over;
                        break;
                }
            }

            _state = phase | (digits << DigitsShift) | (extra << ExtraShift);
            return at - offset;
        }

        /// <summary>The phase after a byte of an extension (RFC 9112 section 7.1.1), or -1 if the byte must not stand there.</summary>
        private static int ReadExtension(int phase, int letter)
        {
            switch (phase)
            {
                case SizeSpace:
                    return letter == 59 ? ExtensionStart : IsSpace(letter) ? SizeSpace : -1;

                case ExtensionStart:
                    return FieldSyntax.IsToken(letter) ? ExtensionName : IsSpace(letter) ? ExtensionStart : -1;

                case ExtensionName:
                    return FieldSyntax.IsToken(letter) ? ExtensionName
                        : letter == 61 ? ExtensionValueStart
                        : letter == 59 ? ExtensionStart
                        : letter == 13 ? SizeEnd
                        : IsSpace(letter) ? ExtensionNameSpace : -1;

                case ExtensionNameSpace:
                    return letter == 61 ? ExtensionValueStart : letter == 59 ? ExtensionStart : IsSpace(letter) ? ExtensionNameSpace : -1;

                case ExtensionValueStart:
                    return FieldSyntax.IsToken(letter) ? ExtensionValue : letter == 34 ? ExtensionQuoted : IsSpace(letter) ? ExtensionValueStart : -1;

                case ExtensionQuoted:
                    return letter == 34 ? ExtensionQuotedEnd : letter == 92 ? ExtensionEscaped : letter == 9 || (letter >= 32 && letter != 127) ? ExtensionQuoted : -1;

                case ExtensionEscaped:
                    return letter == 9 || (letter >= 32 && letter != 127) ? ExtensionQuoted : -1;

                default:
                    return phase == ExtensionValue && FieldSyntax.IsToken(letter) ? ExtensionValue
                        : letter == 59 ? ExtensionStart
                        : letter == 13 ? SizeEnd
                        : IsSpace(letter) ? SizeSpace : -1;
            }
        }

        private static bool IsSpace(int letter)
        {
            return letter == 32 || letter == 9;
        }
    }
}
