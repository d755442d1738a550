// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Takes a multipart/form-data body (RFC 7578, RFC 2046 section 5.1) apart as it arrives, at any byte boundary. Nothing of the parts is kept but the head of
    /// the present one. Where a part's bytes go is the handler's business.
    /// </summary>
    internal sealed class MultipartReader
    {
        private const int LongestBoundary = 70;
        private const int LongestHead = 512;
        private const int Preamble = 0;
        private const int AfterDelimiter = 1;
        private const int Head = 2;
        private const int Data = 3;
        private const int Epilogue = 4;
        private const int Broken = 5;

        // CR LF, two hyphens, the boundary: CR stands at its beginning alone, so a mismatch begins anew with the present byte.
        private readonly byte[] _delimiter = new byte[LongestBoundary + 4];
        private readonly byte[] _head = new byte[LongestHead];
        private int _delimiterLength;
        private int _headLength;
        private int _matched;
        private int _state = Broken;
        private int _last;

        /// <summary>The request's slot and 1; 0 while the reader is free.</summary>
        public int Owner;

        /// <summary>Whether the last delimiter has come, and nothing was wrong.</summary>
        public bool IsComplete
        {
            get { return _state == Epilogue; }
        }

        /// <summary>Begins with the Content-Type of a request.</summary>
        /// <returns>False if it is not multipart/form-data with a boundary.</returns>
        public bool Begin(byte[] buffer, int offset, int length)
        {
            const string Type = "multipart/form-data";
            const string Name = "boundary=";
            int end = offset + length;
            if (!StartsWith(buffer, offset, end, Type))
            {
                return false;
            }

            int at = offset + Type.Length;
            while (at < end && !StartsWith(buffer, at, end, Name))
            {
                at++;
            }

            if (at >= end)
            {
                return false;
            }

            at += Name.Length;
            bool quoted = at < end && buffer[at] == (byte)'"';
            if (quoted)
            {
                at++;
            }

            byte[] delimiter = _delimiter;
            delimiter[0] = 13;
            delimiter[1] = 10;
            delimiter[2] = (byte)'-';
            delimiter[3] = (byte)'-';
            int count = 4;
            while (at < end && buffer[at] != (byte)'"' && (quoted || (buffer[at] != (byte)';' && buffer[at] != (byte)' ')))
            {
                if (count == delimiter.Length || buffer[at] < 32)
                {
                    return false;
                }

                delimiter[count++] = buffer[at++];
            }

            _delimiterLength = count;
            _state = Preamble;

            // The first delimiter may begin the body: then its line break is not there.
            _matched = 2;
            return count > 4;
        }

        /// <summary>Takes bytes of the body.</summary>
        /// <returns>False if the body is none of the kind, or the handler refused a part.</returns>
        public bool Feed(MultipartHandler handler, int upload, byte[] buffer, int offset, int count)
        {
            int end = offset + count;
            int from = offset;
            for (int at = offset; at < end; at++)
            {
                int letter = buffer[at];
                switch (_state)
                {
                    case Preamble:
                    case Data:
                        if (letter == _delimiter[_matched])
                        {
                            _matched++;
                            if (_matched == _delimiterLength)
                            {
                                int plain = at + 1 - _delimiterLength - from;
                                if (_state == Data && ((plain > 0 && !handler.PartData(upload, buffer, from, plain)) || !handler.EndPart(upload)))
                                {
                                    return Fail();
                                }

                                _state = AfterDelimiter;
                                _matched = 0;
                                _last = 0;
                            }
                        }
                        else if (_matched > 0)
                        {
                            // Was no delimiter: what seemed to be one is data, of which a part may lie in what was given before.
                            int before = _matched - (at - from);
                            if (_state == Data && before > 0 && !handler.PartData(upload, _delimiter, 0, before))
                            {
                                return Fail();
                            }

                            _matched = letter == 13 ? 1 : 0;
                        }

                        break;

                    case AfterDelimiter:
                        if (_last == '-' && letter == '-')
                        {
                            _state = Epilogue;
                        }
                        else if (_last == 13 && letter == 10)
                        {
                            _state = Head;
                            _headLength = 0;
                        }
                        else if (_last != 0 && _last != ' ' && _last != 9)
                        {
                            return Fail();
                        }

                        _last = letter;
                        break;

                    case Head:
                        if (_headLength == LongestHead)
                        {
                            return Fail();
                        }

                        _head[_headLength++] = (byte)letter;
                        if (letter == 10 && IsHeadComplete())
                        {
                            if (!BeginPart(handler, upload))
                            {
                                return Fail();
                            }

                            _state = Data;
                            _matched = 0;
                            from = at + 1;
                        }

                        break;

                    case Broken:
                        return false;
                }
            }

            if (_state == Data)
            {
                int plain = end - _matched - from;
                if (plain > 0 && !handler.PartData(upload, buffer, from, plain))
                {
                    return Fail();
                }
            }

            return true;
        }

        private bool Fail()
        {
            _state = Broken;
            return false;
        }

        private bool IsHeadComplete()
        {
            int length = _headLength;
            return (length == 2 && _head[0] == 13) || (length >= 4 && _head[length - 4] == 13 && _head[length - 3] == 10 && _head[length - 2] == 13);
        }

        private bool BeginPart(MultipartHandler handler, int upload)
        {
            const string Field = "content-disposition:";
            int at = 0;
            int length = _headLength;
            while (at < length && !StartsWith(_head, at, length, Field))
            {
                while (at < length && _head[at] != 10)
                {
                    at++;
                }

                at++;
            }

            int end = at;
            while (end < length && _head[end] != 13)
            {
                end++;
            }

            string name = Parameter(at, end, " name=\"");
            return name != null && handler.BeginPart(upload, name, Parameter(at, end, " filename=\""));
        }

        // Browsers write a quote in a name as %22.
        private string Parameter(int at, int end, string name)
        {
            while (at < end && !StartsWith(_head, at, end, name))
            {
                at++;
            }

            if (at >= end)
            {
                return null;
            }

            at += name.Length;
            int from = at;
            while (at < end && _head[at] != (byte)'"')
            {
                at++;
            }

            return at == end ? null : Utf8.GetString(_head, from, at - from, true, false);
        }

        private static bool StartsWith(byte[] buffer, int at, int end, string text)
        {
            int length = text.Length;
            if (end - at < length)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                int letter = buffer[at + i];
                if (letter >= 'A' && letter <= 'Z')
                {
                    letter |= 0x20;
                }

                if (letter != text[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
