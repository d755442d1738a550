// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The header of one packet (RFC 8999, RFC 9000 section 17), as positions in the caller's buffer: what <see cref="Parse"/> found, or what
    /// <see cref="WriteLong"/> and <see cref="WriteShort"/> wrote. One instance serves all packets.
    /// </summary>
    public sealed class PacketHeader
    {
        /// <summary>Longest connection id of QUIC version 1.</summary>
        public const int MaxIdLength = 20;

        /// <summary><see cref="PacketType"/>.</summary>
        public int Type;

        /// <summary>Where the packet begins.</summary>
        public int Start;

        /// <summary>Destination connection id.</summary>
        public int DestinationIdOffset;

        /// <summary>Its length; up to 255 where the version is not ours.</summary>
        public int DestinationIdLength;

        /// <summary>Source connection id of a long header.</summary>
        public int SourceIdOffset;

        /// <summary>Its length; up to 255 where the version is not ours.</summary>
        public int SourceIdLength;

        /// <summary>Token of an Initial or Retry; versions of a Version Negotiation packet.</summary>
        public int TokenOffset;

        /// <summary>Its length, 0 for none.</summary>
        public int TokenLength;

        /// <summary>Where the (protected) packet number is; Retry: where the integrity tag is.</summary>
        public int NumberOffset;

        /// <summary>Bytes of the packet number that was written; a parsed one is known when header protection is removed.</summary>
        public int NumberLength;

        /// <summary>Where the packet ends and the next one of the datagram may begin.</summary>
        public int End;

        /// <summary>Parses the header at <paramref name="offset"/>; nothing of it is authenticated yet.</summary>
        /// <param name="buffer">Datagram.</param>
        /// <param name="offset">Where the packet begins.</param>
        /// <param name="end">Where the datagram ends.</param>
        /// <param name="shortIdLength">Length of our own connection ids, which a short header does not tell.</param>
        /// <returns><see cref="Type"/>.</returns>
        public int Parse(byte[] buffer, int offset, int end, int shortIdLength)
        {
            Type = PacketType.Malformed;
            Start = offset;
            TokenLength = 0;
            if (end - offset < 1)
            {
                return PacketType.Malformed;
            }

            int first = buffer[offset];
            if (first < 0x80)
            {
                // The fixed bit must be set: without it this is no QUIC packet (section 17.3.1).
                if (first < 0x40 || end - offset < 1 + shortIdLength)
                {
                    return PacketType.Malformed;
                }

                DestinationIdOffset = offset + 1;
                DestinationIdLength = shortIdLength;
                SourceIdLength = 0;
                NumberOffset = offset + 1 + shortIdLength;
                End = end;
                Type = PacketType.OneRtt;
                return PacketType.OneRtt;
            }

            if (end - offset < 7)
            {
                return PacketType.Malformed;
            }

            int version = buffer[offset + 1] << 24 | buffer[offset + 2] << 16 | buffer[offset + 3] << 8 | buffer[offset + 4];
            int p = offset + 5;
            int length = buffer[p];
            p++;
            if (end - p < length + 1)
            {
                return PacketType.Malformed;
            }

            DestinationIdOffset = p;
            DestinationIdLength = length;
            p += length;
            int sourceLength = buffer[p];
            p++;
            if (end - p < sourceLength)
            {
                return PacketType.Malformed;
            }

            SourceIdOffset = p;
            SourceIdLength = sourceLength;
            p += sourceLength;
            End = end;
            if (version == QuicVersion.Negotiation)
            {
                TokenOffset = p;
                TokenLength = end - p;
                Type = PacketType.VersionNegotiation;
                return PacketType.VersionNegotiation;
            }

            if (version != QuicVersion.One)
            {
                Type = PacketType.UnknownVersion;
                return PacketType.UnknownVersion;
            }

            if (first < 0xC0 || length > MaxIdLength || sourceLength > MaxIdLength)
            {
                return PacketType.Malformed;
            }

            int type = first >> 4 & 3;
            if (type == PacketType.Retry)
            {
                if (end - p < 16)
                {
                    return PacketType.Malformed;
                }

                TokenOffset = p;
                TokenLength = end - p - 16;
                NumberOffset = end - 16;
                Type = PacketType.Retry;
                return PacketType.Retry;
            }

            long value;
            if (type == PacketType.Initial)
            {
                if (p >= end || end - p < Varint.Length(buffer, p))
                {
                    return PacketType.Malformed;
                }

                value = Varint.Read(buffer, p);
                p += Varint.Length(buffer, p);
                if (value > end - p)
                {
                    return PacketType.Malformed;
                }

                TokenOffset = p;
                TokenLength = (int)value;
                p += (int)value;
            }

            if (p >= end || end - p < Varint.Length(buffer, p))
            {
                return PacketType.Malformed;
            }

            value = Varint.Read(buffer, p);
            p += Varint.Length(buffer, p);
            if (value > end - p)
            {
                return PacketType.Malformed;
            }

            NumberOffset = p;
            End = p + (int)value;
            Type = type;
            return type;
        }

        /// <summary>
        /// Writes a long header of version 1 without a token, up to its Length field, which takes two bytes and is set by <see cref="PacketProtection.Seal"/>; the
        /// packet number follows it. Sets <see cref="Start"/>, <see cref="NumberOffset"/> and <see cref="NumberLength"/>.
        /// </summary>
        /// <param name="buffer">Datagram.</param>
        /// <param name="offset">Where the packet begins.</param>
        /// <param name="type">Initial or Handshake of <see cref="PacketType"/>.</param>
        /// <param name="numberLength">Bytes of the packet number, 1 to 4.</param>
        /// <param name="destination">Holds the destination connection id.</param>
        /// <param name="destinationAt">Where its length is; the id follows.</param>
        /// <param name="source">Source connection id of 8 bytes.</param>
        /// <returns>Offset of the payload, after the packet number.</returns>
        public int WriteLong(byte[] buffer, int offset, int type, int numberLength, byte[] destination, int destinationAt, long source)
        {
            buffer[offset] = (byte)(0xC0 | type << 4 | (numberLength - 1));
            int p = WriteIds(buffer, offset, destination, destinationAt, source);
            if (type == PacketType.Initial)
            {
                buffer[p] = 0;
                p++;
            }

            return Note(offset, p + 2, numberLength);
        }

        /// <summary>Writes a short header. Sets <see cref="Start"/>, <see cref="NumberOffset"/> and <see cref="NumberLength"/>.</summary>
        /// <param name="buffer">Datagram.</param>
        /// <param name="offset">Where the packet begins.</param>
        /// <param name="keyPhase">Key phase bit, 0 or 1.</param>
        /// <param name="numberLength">Bytes of the packet number, 1 to 4.</param>
        /// <param name="destination">Holds the destination connection id.</param>
        /// <param name="destinationAt">Where its length is; the id follows.</param>
        /// <returns>Offset of the payload, after the packet number.</returns>
        public int WriteShort(byte[] buffer, int offset, int keyPhase, int numberLength, byte[] destination, int destinationAt)
        {
            int length = destination[destinationAt];
            buffer[offset] = (byte)(0x40 | keyPhase << 2 | (numberLength - 1));
            System.Array.Copy(destination, destinationAt + 1, buffer, offset + 1, length);
            return Note(offset, offset + 1 + length, numberLength);
        }

        /// <summary>Writes a Retry packet without its integrity tag, for which 16 bytes stay free (<see cref="PacketProtection.WriteRetryTag"/>).</summary>
        /// <param name="buffer">Datagram.</param>
        /// <param name="offset">Where the packet begins.</param>
        /// <param name="fields">Holds the destination connection id and the token.</param>
        /// <param name="destinationAt">Where the length of that id is; the id follows.</param>
        /// <param name="source">Source connection id of 8 bytes: random, so that it serves for the unused bits, too.</param>
        /// <param name="tokenAt">First byte of the token.</param>
        /// <param name="tokenLength">Its length.</param>
        /// <returns>Offset of the tag.</returns>
        public static int WriteRetry(byte[] buffer, int offset, byte[] fields, int destinationAt, long source, int tokenAt, int tokenLength)
        {
            buffer[offset] = (byte)(0xF0 | (int)source & 0x0F);
            int p = WriteIds(buffer, offset, fields, destinationAt, source);
            System.Array.Copy(fields, tokenAt, buffer, p, tokenLength);
            return p + tokenLength;
        }

        // Version 1 and both connection ids.
        private static int WriteIds(byte[] buffer, int offset, byte[] destination, int destinationAt, long source)
        {
            int length = destination[destinationAt];
            BigEndian.WriteUInt32(buffer, offset + 1, QuicVersion.One);
            System.Array.Copy(destination, destinationAt, buffer, offset + 5, 1 + length);
            int p = offset + 6 + length;
            buffer[p] = 8;
            BigEndian.WriteUInt64(buffer, p + 1, (ulong)source);
            return p + 9;
        }

        private int Note(int start, int numberOffset, int numberLength)
        {
            Start = start;
            NumberOffset = numberOffset;
            NumberLength = numberLength;
            return numberOffset + numberLength;
        }
    }
}
