// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>What only a client does with packets: Initial packets with a token, ids of any length, keys at once, the tag of a Retry.</summary>
    public static class ClientPackets
    {
        /// <summary>Writes a long header up to its Length field of two bytes.</summary>
        /// <returns>Offset of the packet number.</returns>
        public static int WriteLong(byte[] buffer, int offset, int type, int numberLength, byte[] destination, int destinationOffset, int destinationLength, byte[] source, int sourceOffset, int sourceLength, byte[] token, int tokenOffset, int tokenLength)
        {
            buffer[offset] = (byte)(0xC0 | type << 4 | (numberLength - 1));
            BigEndian.WriteUInt32(buffer, offset + 1, QuicVersion.One);
            buffer[offset + 5] = (byte)destinationLength;
            int p = offset + 6;
            Array.Copy(destination, destinationOffset, buffer, p, destinationLength);
            p += destinationLength;
            buffer[p] = (byte)sourceLength;
            Array.Copy(source, sourceOffset, buffer, p + 1, sourceLength);
            p += 1 + sourceLength;
            if (type == PacketType.Initial)
            {
                p = Varint.Write(buffer, p, tokenLength);
                if (tokenLength != 0)
                {
                    Array.Copy(token, tokenOffset, buffer, p, tokenLength);
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
            Array.Copy(destination, destinationOffset, buffer, offset + 1, destinationLength);
            return offset + 1 + destinationLength;
        }

        /// <summary>A header as <see cref="PacketProtection.Seal"/> wants it.</summary>
        public static PacketHeader Written(int start, int numberOffset, int numberLength)
        {
            PacketHeader header = new PacketHeader();
            header.Start = start;
            header.NumberOffset = numberOffset;
            header.NumberLength = numberLength;
            return header;
        }

        /// <summary>A header as <see cref="PacketProtection.Open"/> wants it.</summary>
        public static PacketHeader Parsed(int start, int numberOffset, int end)
        {
            PacketHeader header = new PacketHeader();
            header.Start = start;
            header.NumberOffset = numberOffset;
            header.End = end;
            return header;
        }

        /// <summary>Both Initial key blocks at once: what the client seals with, then what the server seals with (RFC 9001 section 5.2).</summary>
        public static void DeriveInitialKeys(PacketProtection protection, byte[] id, int idOffset, int idLength, byte[] keys, int offset)
        {
            byte[] work = new byte[PacketProtection.InitialWork];
            for (int step = 0; step < PacketProtection.InitialSteps; step++)
            {
                protection.DeriveInitialStep(step, id, idOffset, idLength, work, 0);
            }

            Array.Copy(work, 0, keys, offset, 2 * KeyBlock.Length);
        }

        /// <summary>Whether the last 16 bytes of a Retry packet are its tag (RFC 9001 section 5.8).</summary>
        /// <param name="protection">Computes the tag.</param>
        /// <param name="id">The client's first destination connection id.</param>
        /// <param name="idLength">Its length.</param>
        /// <param name="packet">Holds the packet.</param>
        /// <param name="start">Its first byte.</param>
        /// <param name="end">Where it ends.</param>
        public static bool CheckRetryTag(PacketProtection protection, byte[] id, int idLength, byte[] packet, int start, int end)
        {
            int tag = end - start - PacketProtection.TagLength;
            byte[] copy = new byte[32 + tag + PacketProtection.TagLength];
            Array.Copy(packet, start, copy, 32, tag);
            protection.WriteRetryTag(id, 0, idLength, copy, 32, 32 + tag);
            return ConstantTime.Equals(copy, 32 + tag, packet, end - PacketProtection.TagLength, PacketProtection.TagLength);
        }
    }
}
