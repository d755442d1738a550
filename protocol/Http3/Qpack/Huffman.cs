// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// The Huffman code of field strings (RFC 7541 section 5.2, used by RFC 9204 section 4.1.2). The code is canonical: a prefix is told
    /// by comparing it with the first code of the next length, so no table lies in RAM.
    /// </summary>
    public static class Huffman
    {
        /// <summary>Decode: the string is not well formed (EOS inside, padding longer than 7 bits or not all ones).</summary>
        public const int Malformed = -1;

        /// <summary>Decode: the destination is too short.</summary>
        public const int NoRoom = -2;

        /// <summary>Set in the result of Decode when a control character other than TAB was among the decoded octets.</summary>
        public const int HasControl = 0x40000000;

        /// <summary>Decodes a string.</summary>
        /// <param name="source">Buffer of the encoded string.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="destination">Where the octets go.</param>
        /// <param name="destinationOffset">Where the first goes.</param>
        /// <param name="destinationEnd">The index after the last that may be written.</param>
        /// <returns>The number of octets, with <see cref="HasControl"/> added where it holds; <see cref="Malformed"/> or <see cref="NoRoom"/>.</returns>
        public static int Decode(byte[] source, int offset, int length, byte[] destination, int destinationOffset, int destinationEnd)
        {
            int end = offset + length;
            int write = destinationOffset;
            int control = 0;
            int have = 0;
            int size;
            int index;
            uint top;
            ulong bits = 0;
            ulong word;
            while (true)
            {
                // The bits not yet used stand at the top; 30 are the longest code.
                while (have < 30 && offset < end)
                {
                    bits |= (ulong)source[offset++] << (56 - have);
                    have += 8;
                }

                top = (uint)(bits >> 32);
                if (top < 0x50000000U)
                {
                    size = 5;
                    index = (int)(top >> 27);
                }
                else if (top < 0xB8000000U)
                {
                    size = 6;
                    index = (int)(top >> 26) - 10;
                }
                else if (top < 0xF8000000U)
                {
                    size = 7;
                    index = (int)(top >> 25) - 56;
                }
                else if (top < 0xFE000000U)
                {
                    size = 8;
                    index = (int)(top >> 24) - 180;
                }
                else if (have < 10)
                {
                    break;
                }
                else if (top < 0xFFFE0000U)
                {
                    if (top < 0xFF400000U)
                    {
                        size = 10;
                        index = (int)(top >> 22) - 942;
                    }
                    else if (top < 0xFFA00000U)
                    {
                        size = 11;
                        index = (int)(top >> 21) - 1963;
                    }
                    else if (top < 0xFFC00000U)
                    {
                        size = 12;
                        index = (int)(top >> 20) - 4008;
                    }
                    else if (top < 0xFFF00000U)
                    {
                        size = 13;
                        index = (int)(top >> 19) - 8100;
                    }
                    else if (top < 0xFFF80000U)
                    {
                        size = 14;
                        index = (int)(top >> 18) - 16290;
                    }
                    else
                    {
                        size = 15;
                        index = (int)(top >> 17) - 32672;
                    }
                }
                else if (top < 0xFFFFF600U)
                {
                    if (top < 0xFFFE6000U)
                    {
                        size = 19;
                        index = (int)(top >> 13) - 524177;
                    }
                    else if (top < 0xFFFEE000U)
                    {
                        size = 20;
                        index = (int)(top >> 12) - 1048452;
                    }
                    else if (top < 0xFFFF4800U)
                    {
                        size = 21;
                        index = (int)(top >> 11) - 2097010;
                    }
                    else if (top < 0xFFFFB000U)
                    {
                        size = 22;
                        index = (int)(top >> 10) - 4194139;
                    }
                    else if (top < 0xFFFFEA00U)
                    {
                        size = 23;
                        index = (int)(top >> 9) - 8388423;
                    }
                    else
                    {
                        size = 24;
                        index = (int)(top >> 8) - 16777020;
                    }
                }
                else if (top < 0xFFFFFFF0U)
                {
                    if (top < 0xFFFFF800U)
                    {
                        size = 25;
                        index = (int)(top >> 7) - 33554226;
                    }
                    else if (top < 0xFFFFFBC0U)
                    {
                        size = 26;
                        index = (int)(top >> 6) - 67108642;
                    }
                    else if (top < 0xFFFFFE20U)
                    {
                        size = 27;
                        index = (int)(top >> 5) - 134217489;
                    }
                    else
                    {
                        size = 28;
                        index = (int)(top >> 4) - 268435202;
                    }
                }
                else
                {
                    size = 30;
                    index = (int)(top >> 2) - 1073741567;
                }

                if (size > have)
                {
                    break;
                }

                bits <<= size;
                have -= size;
                switch (index >> 3)
                {
                    case 0: word = 0x6F69656361323130UL; break;
                    case 1: word = 0x332F2E2D25207473UL; break;
                    case 2: word = 0x413D393837363534UL; break;
                    case 3: word = 0x6D6C68676664625FUL; break;
                    case 4: word = 0x4443423A7572706EUL; break;
                    case 5: word = 0x4C4B4A4948474645UL; break;
                    case 6: word = 0x54535251504F4E4DUL; break;
                    case 7: word = 0x76716B6A59575655UL; break;
                    case 8: word = 0x3B2C2A267A797877UL; break;
                    case 9: word = 0x273F292822215A58UL; break;
                    default: word = HuffmanTable.Symbols(index >> 3); break;
                }

                index = index > 255 ? -1 : (int)(word >> ((index & 7) << 3)) & 0xFF;
                if (size > 8)
                {
                    if (index < 0)
                    {
                        return Malformed;
                    }

                    if ((index < 0x20 && index != 9) || index == 0x7F)
                    {
                        control = HasControl;
                    }
                }

                if (write >= destinationEnd)
                {
                    return NoRoom;
                }

                destination[write++] = (byte)index;
            }

            // What is left must be the beginning of EOS, which is all ones, and shorter than a byte.
            if (have > 7 || (bits >> 57) != (ulong)(0x7F & ~(0x7F >> have)))
            {
                return Malformed;
            }

            return (write - destinationOffset) | control;
        }

        /// <summary>Encodes a string of printable ASCII characters, if that makes it no longer than the room given.</summary>
        /// <param name="source">Buffer of the string.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="destination">Where the encoded string goes.</param>
        /// <param name="destinationOffset">Where its first byte goes.</param>
        /// <param name="destinationEnd">The index after the last that may be written.</param>
        /// <returns>The number of bytes written; <see cref="NoRoom"/> if it does not fit; <see cref="Malformed"/> if it holds another octet.</returns>
        public static int Encode(byte[] source, int offset, int length, byte[] destination, int destinationOffset, int destinationEnd)
        {
            int end = offset + length;
            int write = destinationOffset;
            int have = 0;
            ulong bits = 0;
            while (offset < end)
            {
                int code = HuffmanTable.Code(source[offset++]);
                if (code == 0)
                {
                    return Malformed;
                }

                int size = code & 31;
                bits = (bits << size) | (uint)(code >> 5);
                have += size;
                while (have >= 8)
                {
                    if (write >= destinationEnd)
                    {
                        return NoRoom;
                    }

                    have -= 8;
                    destination[write++] = (byte)(bits >> have);
                }
            }

            if (have > 0)
            {
                if (write >= destinationEnd)
                {
                    return NoRoom;
                }

                destination[write++] = (byte)((bits << (8 - have)) | (0xFFU >> have));
            }

            return write - destinationOffset;
        }
    }
}
