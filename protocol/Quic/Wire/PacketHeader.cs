// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Packet headers (RFC 8999, RFC 9000 section 17). An instance holds what <see cref="Parse"/> found, as positions in the caller's buffer;
    /// one instance serves all packets. Writing is static.
    /// </summary>
    public sealed class PacketHeader
    {
        /// <summary>Longest connection id of QUIC version 1.</summary>
        public const int MaxIdLength = 20;

        /// <summary><see cref="PacketType"/>.</summary>
        public int Type;

        /// <summary>Version field of a long header.</summary>
        public int Version;

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
            Version = version;
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
        /// Writes a long header of version 1 up to its Length field, which takes two bytes and is set by <see cref="PacketProtection.Seal"/>; the packet
        /// number follows it.
        /// </summary>
        /// <param name="buffer">Datagram.</param>
        /// <param name="offset">Where the packet begins.</param>
        /// <param name="type">Initial, ZeroRtt or Handshake.</param>
        /// <param name="numberLength">Bytes of the packet number, 1 to 4.</param>
        /// <param name="destination">Destination connection id.</param>
        /// <param name="destinationOffset">Its first byte.</param>
        /// <param name="destinationLength">Its length.</param>
        /// <param name="source">Source connection id.</param>
        /// <param name="sourceOffset">Its first byte.</param>
        /// <param name="sourceLength">Its length.</param>
        /// <param name="token">Token of a client's Initial; null for none.</param>
        /// <param name="tokenOffset">Its first byte.</param>
        /// <param name="tokenLength">Its length.</param>
        /// <returns>Offset of the packet number; the Length field is the two bytes before.</returns>
        public static int WriteLong(byte[] buffer, int offset, int type, int numberLength, byte[] destination, int destinationOffset, int destinationLength, byte[] source, int sourceOffset, int sourceLength, byte[] token, int tokenOffset, int tokenLength)
        {
            buffer[offset] = (byte)(0xC0 | type << 4 | (numberLength - 1));
            int p = WriteIds(buffer, offset, destination, destinationOffset, destinationLength, source, sourceOffset, sourceLength);
            if (type == PacketType.Initial)
            {
                p = Varint.Write(buffer, p, tokenLength);
                if (tokenLength != 0)
                {
                    System.Array.Copy(token, tokenOffset, buffer, p, tokenLength);
                    p += tokenLength;
                }
            }

            return p + 2;
        }

        /// <summary>Writes a short header.</summary>
        /// <returns>Offset of the packet number.</returns>
        public static int WriteShort(byte[] buffer, int offset, int keyPhase, int numberLength, byte[] destination, int destinationOffset, int destinationLength)
        {
            buffer[offset] = (byte)(0x40 | keyPhase << 2 | (numberLength - 1));
            System.Array.Copy(destination, destinationOffset, buffer, offset + 1, destinationLength);
            return offset + 1 + destinationLength;
        }

        /// <summary>Writes a Retry packet without its integrity tag, for which 16 bytes stay free (<see cref="PacketProtection.WriteRetryTag"/>).</summary>
        /// <returns>Offset of the tag.</returns>
        public static int WriteRetry(byte[] buffer, int offset, int random, byte[] destination, int destinationOffset, int destinationLength, byte[] source, int sourceOffset, int sourceLength, byte[] token, int tokenOffset, int tokenLength)
        {
            buffer[offset] = (byte)(0xF0 | random & 0x0F);
            int p = WriteIds(buffer, offset, destination, destinationOffset, destinationLength, source, sourceOffset, sourceLength);
            System.Array.Copy(token, tokenOffset, buffer, p, tokenLength);
            return p + tokenLength;
        }

        /// <summary>Version 1 and both connection ids.</summary>
        private static int WriteIds(byte[] buffer, int offset, byte[] destination, int destinationOffset, int destinationLength, byte[] source, int sourceOffset, int sourceLength)
        {
            buffer[offset + 1] = 0;
            buffer[offset + 2] = 0;
            buffer[offset + 3] = 0;
            buffer[offset + 4] = QuicVersion.One;
            buffer[offset + 5] = (byte)destinationLength;
            int p = offset + 6;
            System.Array.Copy(destination, destinationOffset, buffer, p, destinationLength);
            p += destinationLength;
            buffer[p] = (byte)sourceLength;
            System.Array.Copy(source, sourceOffset, buffer, p + 1, sourceLength);
            return p + 1 + sourceLength;
        }
    }
}
