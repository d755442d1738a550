// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Version Negotiation (RFC 8999 section 6), composed over the long header packet that asks for it: its connection ids, of up to
    /// 255 bytes each, change places without a copy.
    /// </summary>
    internal static class VersionNegotiation
    {
        /// <summary>
        /// Writes the answer to a packet of an unknown version.
        /// </summary>
        /// <param name="buffer">The packet; its first byte and version are there, and both connection ids lie within it.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="length">Length of the datagram.</param>
        /// <param name="random">A random byte for the unused bits and the reserved version.</param>
        /// <returns>Length of the answer; 0 if the packet is too short to hold what its header says.</returns>
        internal static int Write(byte[] buffer, int offset, int length, int random)
        {
            if (length < 7)
            {
                return 0;
            }

            int first = offset + 5;
            int firstLength = buffer[first] + 1;
            int second = first + firstLength;
            if (second - offset >= length)
            {
                return 0;
            }

            int end = second + buffer[second] + 1;
            if (end - offset + 8 > length)
            {
                return 0;
            }

            // The two length-prefixed ids change places: each reversed, then both together.
            Reverse(buffer, first, second);
            Reverse(buffer, second, end);
            Reverse(buffer, first, end);

            buffer[offset] = (byte)(0xc0 | random);
            for (int i = 1; i < 5; i++)
            {
                buffer[offset + i] = 0;
            }

            buffer[end] = 0;
            buffer[end + 1] = 0;
            buffer[end + 2] = 0;
            buffer[end + 3] = 1;

            // A reserved version keeps clients honest about unknown ones (RFC 9000 section 6.3).
            int reserved = (random & 0xf0) | 0x0a;
            for (int i = 4; i < 8; i++)
            {
                buffer[end + i] = (byte)reserved;
            }

            return end - offset + 8;
        }

        private static void Reverse(byte[] buffer, int start, int end)
        {
            for (end--; start < end; start++, end--)
            {
                byte swapped = buffer[start];
                buffer[start] = buffer[end];
                buffer[end] = swapped;
            }
        }
    }
}
