// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Methods by number. A set of methods is an int with bit <c>1 &lt;&lt; method</c> for each.</summary>
    public static class HttpMethod
    {
        /// <summary>GET.</summary>
        public const int Get = 0;

        /// <summary>HEAD.</summary>
        public const int Head = 1;

        /// <summary>POST.</summary>
        public const int Post = 2;

        /// <summary>PUT.</summary>
        public const int Put = 3;

        /// <summary>DELETE.</summary>
        public const int Delete = 4;

        /// <summary>OPTIONS.</summary>
        public const int Options = 5;

        /// <summary>PATCH.</summary>
        public const int Patch = 6;

        /// <summary>A well-formed method that is none of the others: 501.</summary>
        public const int Unknown = 7;

        /// <summary>The number of a method; the comparison is case-sensitive (RFC 9110 section 9.1).</summary>
        /// <param name="buffer">Buffer of the method.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>The number.</returns>
        public static int Parse(byte[] buffer, int offset, int length)
        {
            if (length < 3 || length > 7)
            {
                return Unknown;
            }

            ulong word = 0;
            for (int i = length - 1; i >= 0; i--)
            {
                word = (word << 8) | buffer[offset + i];
            }

            switch (word)
            {
                case 0x544547UL: return Get;
                case 0x44414548UL: return Head;
                case 0x54534F50UL: return Post;
                case 0x545550UL: return Put;
                case 0x4554454C4544UL: return Delete;
                case 0x534E4F4954504FUL: return Options;
                case 0x4843544150UL: return Patch;
                default: return Unknown;
            }
        }

        /// <summary>Writes a method.</summary>
        /// <param name="method">Its number.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <returns>Its length.</returns>
        public static int Write(int method, byte[] destination, int offset)
        {
            ulong word;
            switch (method)
            {
                case Get: word = 0x544547UL; break;
                case Head: word = 0x44414548UL; break;
                case Post: word = 0x54534F50UL; break;
                case Put: word = 0x545550UL; break;
                case Delete: word = 0x4554454C4544UL; break;
                case Options: word = 0x534E4F4954504FUL; break;
                case Patch: word = 0x4843544150UL; break;
                default: return 0;
            }

            int length = 0;
            for (; word != 0; word >>= 8)
            {
                destination[offset + length++] = (byte)word;
            }

            return length;
        }

        /// <summary>Writes a set of methods as the value of Allow: <c>GET, HEAD</c>. At most 48 bytes.</summary>
        /// <param name="methods">The set.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="offset">First byte to write.</param>
        /// <returns>Its length.</returns>
        public static int WriteAllow(int methods, byte[] destination, int offset)
        {
            int start = offset;
            for (int method = Get; method < Unknown; method++)
            {
                if ((methods & (1 << method)) != 0)
                {
                    if (offset != start)
                    {
                        destination[offset++] = (byte)',';
                        destination[offset++] = (byte)' ';
                    }

                    offset += Write(method, destination, offset);
                }
            }

            return offset - start;
        }
    }
}
