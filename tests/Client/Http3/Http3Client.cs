// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// The least HTTP/3 client that checks what it gets (RFC 9114): several requests at a time, bodies in both directions by a formula, responses read at
    /// any frame boundary.
    /// </summary>
    public sealed class Http3Client : StreamSource
    {
        private const int LargeHead = 700;
        private const int LargeRead = 600;
        private const int LargeField = 512;

        // States of reading a response: frame type, its length, HEADERS, DATA, any other frame.
        private const int InType = 0;
        private const int InLength = 1;
        private const int InHeaders = 2;
        private const int InData = 3;
        private const int InOther = 4;

        private readonly QuicClient _quic;
        private readonly int _headRoom;
        private readonly int _readRoom;
        private readonly byte[] _heads;
        private readonly byte[] _read;
        private readonly int[] _headLength;
        private readonly long[] _bodyLength;
        private readonly int[] _state;
        private readonly int[] _have;
        private readonly long[] _left;
        private readonly int[] _integer;
        private readonly int[] _status;
        private readonly long[] _got;
        private readonly int[] _flags;
        private readonly byte[] _fields;
        private readonly FieldSectionReader _reader;
        private readonly byte[] _varint = new byte[8];
        private int _control = -1;
        private int _encoder = -1;
        private int _decoder = -1;

        private const int Open = 1;
        private const int Finished = 2;
        private const int Failed = 4;
        private const int Wrong = 8;
        private const int Echo = 16;

        /// <summary>Makes a client on a QUIC client.</summary>
        public Http3Client(QuicClient quic)
            : this(quic, LargeHead, LargeRead)
        {
        }

        /// <summary>Makes a client on a QUIC client, with less room.</summary>
        /// <param name="quic">The QUIC client.</param>
        /// <param name="headRoom">Bytes of a request's head.</param>
        /// <param name="readRoom">Bytes of a response's head.</param>
        public Http3Client(QuicClient quic, int headRoom, int readRoom)
        {
            _quic = quic;
            _headRoom = headRoom;
            _readRoom = readRoom;
            quic.Source = this;
            int n = quic.Streams.StreamLimit;
            _heads = new byte[n * _headRoom];
            _read = new byte[n * _readRoom];
            _headLength = new int[n];
            _bodyLength = new long[n];
            _state = new int[n];
            _have = new int[n];
            _left = new long[n];
            _integer = new int[n];
            _status = new int[n];
            _got = new long[n];
            _flags = new int[n];
            _fields = new byte[readRoom < LargeField / 2 ? 2 * readRoom : LargeField];
            _reader = new FieldSectionReader(_fields);
        }

        /// <summary>A server stream broke a rule; 0 or an H3 error.</summary>
        public int Error;

        /// <summary>Whether GOAWAY came.</summary>
        public bool HasGoaway;

        /// <summary>Whether SETTINGS came first on the server's control stream.</summary>
        public bool HasSettings;

        /// <summary>Forgets the last connection; before <see cref="QuicClient.Start"/> or after.</summary>
        public void Reset()
        {
            Array.Clear(_flags, 0, _flags.Length);
            _control = -1;
            _encoder = -1;
            _decoder = -1;
            Error = 0;
            HasGoaway = false;
            HasSettings = false;
        }

        /// <summary>Byte of a body at an offset: what the server's /bytes pages send and we upload.</summary>
        public static byte BodyByte(long offset)
        {
            return (byte)(offset % 251);
        }

        /// <summary>Begins a request.</summary>
        /// <param name="post">POST with a body, else GET.</param>
        /// <param name="path">Path, ASCII.</param>
        /// <param name="bodyLength">Bytes to upload with POST.</param>
        /// <param name="padding">Bytes of a made-up field, to make the head larger.</param>
        /// <returns>Number of the request, -1 while the limits allow none.</returns>
        public int Request(bool post, byte[] path, long bodyLength, int padding)
        {
            StreamMapView streams = _quic.Streams;
            int s = streams.Open(false);
            if (s < 0)
            {
                return -1;
            }

            int at = s * _headRoom;
            byte[] b = _heads;
            int p = at + 3;
            b[p++] = 0;
            b[p++] = 0;
            b[p++] = post ? (byte)0xD4 : (byte)0xD1;
            b[p++] = 0xD7;
            p = WriteLiteral(b, p, 0x50, _authority);
            p = WriteLiteral(b, p, 0x51, path);
            if (padding > 0)
            {
                b[p++] = 0x23;
                b[p++] = (byte)'x';
                b[p++] = (byte)'-';
                b[p++] = (byte)'p';
                p = WriteLength(b, p, 0, 7, padding);
                for (int i = 0; i < padding; i++)
                {
                    b[p++] = (byte)('a' + i % 26);
                }
            }

            b[at] = 1;
            Varint.WriteTwoBytes(b, at + 1, p - at - 3);
            if (post && bodyLength > 0)
            {
                b[p++] = 0;
                p = Varint.Write(b, p, bodyLength);
            }

            _headLength[s] = p - at;
            _bodyLength[s] = post ? bodyLength : 0;
            _state[s] = InType;
            _have[s] = 0;
            _integer[s] = 0;
            _left[s] = 0;
            _status[s] = 0;
            _got[s] = 0;
            _flags[s] = Open;
            streams.SetSendLimit(s, _headLength[s] + _bodyLength[s], true);
            return s;
        }

        private static readonly byte[] _authority = { (byte)'l', (byte)'o', (byte)'c', (byte)'a', (byte)'l', (byte)'h', (byte)'o', (byte)'s', (byte)'t' };

        /// <summary>Whether a response is complete.</summary>
        public bool IsDone(int s)
        {
            return (_flags[s] & (Finished | Failed)) != 0;
        }

        /// <summary>Whether it was reset by the server, or cancelled.</summary>
        public bool IsFailed(int s)
        {
            return (_flags[s] & Failed) != 0;
        }

        /// <summary>Whether every byte of the body was as the formula says.</summary>
        public bool IsExact(int s)
        {
            return (_flags[s] & Wrong) == 0;
        }

        /// <summary>Status of the response, 0 before.</summary>
        public int Status(int s)
        {
            return _status[s];
        }

        /// <summary>Body bytes received.</summary>
        public long Received(int s)
        {
            return _got[s];
        }

        /// <summary>Gives a request's slot back, whatever its state: an unfinished one is cancelled.</summary>
        public void Release(int s)
        {
            StreamMapView streams = _quic.Streams;
            if ((_flags[s] & Finished) == 0)
            {
                streams.StopSending(s, H3Cancelled);
                streams.ResetStream(s, H3Cancelled);
            }

            _flags[s] = 0;
            streams.ReleaseStream(s);
        }

        private const int H3Cancelled = 0x10C;

        /// <summary>Handles what the connection has to tell.</summary>
        public void Poll()
        {
            if (_quic.State != QuicClient.Established)
            {
                return;
            }

            StreamMapView streams = _quic.Streams;
            if (_control < 0)
            {
                _control = streams.Open(true);
                _encoder = streams.Open(true);
                _decoder = streams.Open(true);
                streams.SetSendLimit(_control, 3, false);
                streams.SetSendLimit(_encoder, 1, false);
                streams.SetSendLimit(_decoder, 1, false);
            }

            int e;
            while ((e = streams.PollEvent()) != QuicEvent.None)
            {
                int s = streams.EventStream;
                long id = streams.StreamId(s);
                bool request = (id & 3) == 0;
                switch (e)
                {
                    case QuicEvent.StreamOpened:
                        _state[s] = InType;
                        _flags[s] = 0;
                        _have[s] = 0;
                        _integer[s] = 0;
                        break;
                    case QuicEvent.StreamReadable:
                        int run;
                        while ((run = streams.ReadableLength(s)) > 0)
                        {
                            if (request)
                            {
                                Parse(s, streams.ReadBuffer, streams.ReadOffset(s), run);
                            }
                            else
                            {
                                ParseUni(s, streams.ReadBuffer, streams.ReadOffset(s), run);
                            }

                            streams.Consume(s, run);
                        }

                        if (request && streams.IsReceiveFinished(s))
                        {
                            if (_state[s] != InType || _have[s] != 0 || _status[s] == 0)
                            {
                                Error = 0x106;
                            }

                            _flags[s] |= Finished;
                        }

                        break;
                    case QuicEvent.StreamReset:
                        if (request)
                        {
                            _flags[s] |= Failed;
                        }
                        else
                        {
                            Error = 0x104;
                        }

                        break;
                }
            }
        }

        /// <inheritdoc/>
        public override int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
        {
            if (streamIndex == _control)
            {
                for (int i = 0; i < count; i++)
                {
                    destination[destinationOffset + i] = offset + i == 1 ? (byte)4 : (byte)0;
                }

                return count;
            }

            if (streamIndex == _encoder || streamIndex == _decoder)
            {
                destination[destinationOffset] = streamIndex == _encoder ? (byte)2 : (byte)3;
                return 1;
            }

            int head = _headLength[streamIndex];
            for (int i = 0; i < count; i++)
            {
                long at = offset + i;
                destination[destinationOffset + i] = at < head ? _heads[streamIndex * _headRoom + (int)at] : BodyByte(at - head);
            }

            return count;
        }

        private static int WriteLength(byte[] b, int p, int first, int bits, int value)
        {
            int most = (1 << bits) - 1;
            if (value < most)
            {
                b[p] = (byte)(first | value);
                return p + 1;
            }

            b[p++] = (byte)(first | most);
            value -= most;
            while (value >= 128)
            {
                b[p++] = (byte)(0x80 | (value & 0x7F));
                value >>= 7;
            }

            b[p] = (byte)value;
            return p + 1;
        }

        private static int WriteLiteral(byte[] b, int p, int first, byte[] value)
        {
            b[p++] = (byte)first;
            p = WriteLength(b, p, 0, 7, value.Length);
            Array.Copy(value, 0, b, p, value.Length);
            return p + value.Length;
        }

        // Collects an integer over any boundary; -1 while it is not whole.
        private long Integer(int s, byte value)
        {
            int at = s * _readRoom;
            int have = _integer[s];
            _read[at + have] = value;
            have++;
            if (have < 1 << (_read[at] >> 6))
            {
                _integer[s] = have;
                return -1;
            }

            _integer[s] = 0;
            return Varint.Read(_read, at);
        }

        private void Parse(int s, byte[] buffer, int offset, int length)
        {
            int end = offset + length;
            while (offset < end)
            {
                switch (_state[s])
                {
                    case InType:
                        long type = Integer(s, buffer[offset++]);
                        if (type >= 0)
                        {
                            _have[s] = type == 1 ? InHeaders : type == 0 ? InData : InOther;
                            _state[s] = InLength;
                        }

                        break;
                    case InLength:
                        long size = Integer(s, buffer[offset++]);
                        if (size >= 0)
                        {
                            _left[s] = size;
                            _state[s] = _have[s];
                            _have[s] = 0;
                            if (_state[s] == InHeaders && size > _readRoom)
                            {
                                Error = 0x107;
                                return;
                            }

                            if (_state[s] == InData && _status[s] == 0)
                            {
                                Error = 0x105;
                            }

                            EndFrame(s);
                        }

                        break;
                    case InHeaders:
                        int take = end - offset < _left[s] ? end - offset : (int)_left[s];
                        Array.Copy(buffer, offset, _read, s * _readRoom + _have[s], take);
                        _have[s] += take;
                        _left[s] -= take;
                        offset += take;
                        EndFrame(s);
                        break;
                    case InData:
                        int count = end - offset < _left[s] ? end - offset : (int)_left[s];
                        long at = _got[s] % 251;
                        for (int i = 0; i < count; i++)
                        {
                            if (buffer[offset + i] != at)
                            {
                                _flags[s] |= Wrong;
                            }

                            at++;
                            if (at == 251)
                            {
                                at = 0;
                            }
                        }

                        _got[s] += count;
                        _left[s] -= count;
                        offset += count;
                        EndFrame(s);
                        break;
                    default:
                        int skip = end - offset < _left[s] ? end - offset : (int)_left[s];
                        _left[s] -= skip;
                        offset += skip;
                        EndFrame(s);
                        break;
                }
            }
        }

        private void EndFrame(int s)
        {
            if (_left[s] != 0)
            {
                return;
            }

            if (_state[s] == InHeaders)
            {
                ReadHead(s, _have[s]);
            }

            _state[s] = InType;
            _have[s] = 0;
        }

        // Only the status matters; 1xx are passed over.
        private void ReadHead(int s, int length)
        {
            if (_reader.Begin(_read, s * _readRoom, length, null, 0, _fields.Length) < 0)
            {
                Error = 0x200;
                return;
            }

            int status = 0;
            int result;
            while ((result = _reader.Next()) == FieldSectionReader.Field)
            {
                if (status == 0)
                {
                    // :status comes first: from the static table whole, or its value as a literal.
                    status = StaticStatus(_reader.ValueEntry);
                    if (status == 0 && _reader.ValueLength == 3)
                    {
                        int v = _reader.ValueOffset;
                        status = (_fields[v] - 48) * 100 + (_fields[v + 1] - 48) * 10 + _fields[v + 2] - 48;
                    }
                }

                _reader.Rewind(0);
            }

            if (result != FieldSectionReader.End)
            {
                Error = 0x200;
            }

            if (status >= 200 && _status[s] == 0)
            {
                _status[s] = status;
            }
        }

        private static int StaticStatus(int entry)
        {
            switch (entry)
            {
                case 24: return 103;
                case 25: return 200;
                case 26: return 304;
                case 27: return 404;
                case 28: return 503;
                case 63: return 100;
                case 64: return 204;
                case 65: return 206;
                case 66: return 302;
                case 67: return 400;
                case 68: return 403;
                case 69: return 421;
                case 70: return 425;
                case 71: return 500;
                default: return 0;
            }
        }

        private void ParseUni(int s, byte[] buffer, int offset, int length)
        {
            int end = offset + length;
            while (offset < end)
            {
                if ((_flags[s] & Open) == 0)
                {
                    // The stream type.
                    long kind = Integer(s, buffer[offset++]);
                    if (kind >= 0)
                    {
                        _flags[s] = Open;
                        _state[s] = kind == 0 ? InType : InOther;
                        _left[s] = kind == 0 ? 0 : long.MaxValue;
                    }

                    continue;
                }

                switch (_state[s])
                {
                    case InType:
                        long type = Integer(s, buffer[offset++]);
                        if (type >= 0)
                        {
                            if (!HasSettings && type != 4)
                            {
                                Error = 0x10A;
                            }

                            HasSettings = true;
                            HasGoaway |= type == 7;
                            _state[s] = InLength;
                        }

                        break;
                    case InLength:
                        long size = Integer(s, buffer[offset++]);
                        if (size >= 0)
                        {
                            _left[s] = size;
                            _state[s] = size == 0 ? InType : InHeaders;
                        }

                        break;
                    default:
                        if (_left[s] == long.MaxValue)
                        {
                            return;
                        }

                        int skip = end - offset < _left[s] ? end - offset : (int)_left[s];
                        _left[s] -= skip;
                        offset += skip;
                        if (_left[s] == 0)
                        {
                            _state[s] = InType;
                        }

                        break;
                }
            }
        }
    }
}
