// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>Parses frames (RFC 9000 section 19), checking everything that can be checked without state.</summary>
    public static class FrameReader
    {
        /// <summary>Parses the frame at <paramref name="offset"/>.</summary>
        /// <param name="buffer">Decrypted packet.</param>
        /// <param name="offset">Where the frame begins; below <paramref name="end"/>.</param>
        /// <param name="end">Where the payload ends.</param>
        /// <param name="frame">Takes the fields.</param>
        /// <returns>Offset after the frame, or the transport error to close with, negated.</returns>
        public static int Parse(byte[] buffer, int offset, int end, Frame frame)
        {
            int p = offset + 1;
            int type = buffer[offset];
            int count;
            switch (type)
            {
                case FrameType.Padding:
                    while (end - p >= 8 && BitConverter.ToInt64(buffer, p) == 0)
                    {
                        p += 8;
                    }

                    while (p < end && buffer[p] == 0)
                    {
                        p++;
                    }

                    frame.Type = FrameType.Padding;
                    return p;
                case FrameType.Ping:
                case FrameType.HandshakeDone:
                    frame.Type = type;
                    return p;
                case FrameType.PathChallenge:
                case FrameType.PathResponse:
                    if (end - p < 8)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    frame.Type = type;
                    frame.DataOffset = p;
                    frame.DataLength = 8;
                    return p + 8;
                case FrameType.Ack:
                case FrameType.AckEcn:
                    count = 3;
                    break;
                case FrameType.ResetStream:
                case FrameType.ConnectionClose:
                    count = 3;
                    break;
                case FrameType.StopSending:
                case FrameType.Crypto:
                case FrameType.MaxStreamData:
                case FrameType.StreamDataBlocked:
                case FrameType.NewConnectionId:
                case FrameType.ConnectionCloseApplication:
                    count = 2;
                    break;
                case FrameType.NewToken:
                case FrameType.MaxData:
                case FrameType.MaxStreamsBidi:
                case FrameType.MaxStreamsUni:
                case FrameType.DataBlocked:
                case FrameType.StreamsBlockedBidi:
                case FrameType.StreamsBlockedUni:
                case FrameType.RetireConnectionId:
                case 0x08:
                case 0x09:
                    count = 1;
                    break;
                case 0x0A:
                case 0x0B:
                case 0x0C:
                case 0x0D:
                    count = 2;
                    break;
                case 0x0E:
                case 0x0F:
                    count = 3;
                    break;
                default:
                    // A known type in a longer encoding than needed is a PROTOCOL_VIOLATION (section 12.4); anything else is unknown.
                    if (type >= 0x40 && end - offset >= 1 << (type >> 6) && Varint.Read(buffer, offset) <= FrameType.HandshakeDone)
                    {
                        return -TransportError.ProtocolViolation;
                    }

                    return -TransportError.FrameEncoding;
            }

            // All other frames begin with one to three integers.
            long a = 0;
            long b = 0;
            long c = 0;
            for (int i = 0; i < count; i++)
            {
                if (p >= end)
                {
                    return -TransportError.FrameEncoding;
                }

                long v = buffer[p];
                if (v < 0x40)
                {
                    p++;
                }
                else
                {
                    int size = 1 << ((int)v >> 6);
                    if (end - p < size)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    v = Varint.Read(buffer, p);
                    p += size;
                }

                if (i == 0)
                {
                    a = v;
                }
                else if (i == 1)
                {
                    b = v;
                }
                else
                {
                    c = v;
                }
            }

            if ((type & 0xF8) == FrameType.Stream)
            {
                frame.Type = FrameType.Stream;
                frame.StreamId = a;
                frame.Fin = type & 1;
                long length;
                if ((type & 4) != 0)
                {
                    frame.Offset = b;
                    length = c;
                }
                else
                {
                    frame.Offset = 0;
                    length = b;
                    b = 0;
                }

                if ((type & 2) == 0)
                {
                    length = end - p;
                }
                else if (length > end - p)
                {
                    return -TransportError.FrameEncoding;
                }

                // A final size beyond 2^62 - 1 cannot exist (section 19.8).
                if (b + length > Varint.Max)
                {
                    return -TransportError.FrameEncoding;
                }

                frame.DataOffset = p;
                frame.DataLength = (int)length;
                return p + (int)length;
            }

            frame.Type = type;
            switch (type)
            {
                case FrameType.Ack:
                case FrameType.AckEcn:
                    return ParseAck(buffer, p, end, type, a, b, c, frame);
                case FrameType.ResetStream:
                    frame.StreamId = a;
                    frame.Value = b;
                    frame.Offset = c;
                    return p;
                case FrameType.Crypto:
                    if (b > end - p || a + b > Varint.Max)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    frame.Offset = a;
                    frame.DataOffset = p;
                    frame.DataLength = (int)b;
                    return p + (int)b;
                case FrameType.StopSending:
                case FrameType.MaxStreamData:
                case FrameType.StreamDataBlocked:
                    frame.StreamId = a;
                    frame.Value = b;
                    return p;
                case FrameType.NewToken:
                    if (a == 0 || a > end - p)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    frame.DataOffset = p;
                    frame.DataLength = (int)a;
                    return p + (int)a;
                case FrameType.MaxStreamsBidi:
                case FrameType.MaxStreamsUni:
                case FrameType.StreamsBlockedBidi:
                case FrameType.StreamsBlockedUni:
                    // More than 2^60 streams cannot be numbered (sections 19.11 and 19.14).
                    if (a > 1L << 60)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    frame.Value = a;
                    return p;
                case FrameType.NewConnectionId:
                    if (p >= end)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    int idLength = buffer[p];
                    p++;
                    if (idLength < 1 || idLength > 20 || end - p < idLength + 16 || b > a)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    frame.Value = a;
                    frame.Offset = b;
                    frame.DataOffset = p;
                    frame.DataLength = idLength;
                    return p + idLength + 16;
                case FrameType.ConnectionClose:
                    if (c > end - p)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    frame.Value = a;
                    frame.Offset = b;
                    frame.DataOffset = p;
                    frame.DataLength = (int)c;
                    return p + (int)c;
                case FrameType.ConnectionCloseApplication:
                    if (b > end - p)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    frame.Value = a;
                    frame.Offset = 0;
                    frame.DataOffset = p;
                    frame.DataLength = (int)b;
                    return p + (int)b;
                default:
                    // MAX_DATA, DATA_BLOCKED, RETIRE_CONNECTION_ID.
                    frame.Value = a;
                    return p;
            }
        }

        // Checks all ranges once, so that their users need not check again (section 19.3.1).
        private static int ParseAck(byte[] buffer, int p, int end, int type, long largest, long delay, long ranges, Frame frame)
        {
            frame.Value = largest;
            frame.Offset = delay;
            frame.DataOffset = p;

            // Two bytes at least for each range beyond the first.
            if (ranges > (end - p) >> 1)
            {
                return -TransportError.FrameEncoding;
            }

            int count = (int)ranges;
            frame.DataLength = count;
            long smallest = largest;
            int left = 1 + count * 2 + (type == FrameType.AckEcn ? 3 : 0);
            int rangeValues = 1 + count * 2;
            for (int i = 0; i < left; i++)
            {
                if (p >= end)
                {
                    return -TransportError.FrameEncoding;
                }

                long v = buffer[p];
                if (v < 0x40)
                {
                    p++;
                }
                else
                {
                    int size = 1 << ((int)v >> 6);
                    if (end - p < size)
                    {
                        return -TransportError.FrameEncoding;
                    }

                    v = Varint.Read(buffer, p);
                    p += size;
                }

                if (i < rangeValues)
                {
                    // First range, then gap (odd) and length (even) in turn; a gap of 0 means one missing packet.
                    smallest -= (i & 1) == 0 ? v : v + 2;
                    if (smallest < 0)
                    {
                        return -TransportError.FrameEncoding;
                    }
                }
            }

            return p;
        }
    }
}
