// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tls
{
    /// <summary>Reads P-256 private keys in DER: SEC 1 (RFC 5915) and PKCS#8 (RFC 5958).</summary>
    public static class PrivateKeyReader
    {
        /// <summary>Reads a key.</summary>
        /// <param name="b">Holds it.</param>
        /// <param name="offset">Where its DER begins.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="key">Where to: 32 bytes big-endian.</param>
        /// <param name="keyOffset">Offset there.</param>
        /// <returns>False if it is no P-256 key.</returns>
        public static bool Read(byte[] b, int offset, int length, byte[] key, int keyOffset)
        {
            int end = offset + length;
            int p = Enter(b, offset, end, 0x30);
            if (p < 0)
            {
                return false;
            }

            int stop = p + Length(b, offset);
            if (stop != end || stop - p < 3 || b[p] != 0x02 || b[p + 1] != 1)
            {
                return false;
            }

            int version = b[p + 2];
            p += 3;
            if (version <= 1 && stop - p > 21 && CertificateReader.IsP256Algorithm(b, p))
            {
                // PKCS#8 holds the SEC 1 form; attributes may follow it (RFC 5208 section 5).
                p += 21;
                int content = Enter(b, p, stop, 0x04);
                if (content < 0)
                {
                    return false;
                }

                stop = content + Length(b, p);
                int inner = Enter(b, content, stop, 0x30);
                if (inner < 0 || inner + Length(b, content) != stop || stop - inner < 3 || b[inner] != 0x02 || b[inner + 1] != 1 || b[inner + 2] != 1)
                {
                    return false;
                }

                p = inner + 3;
            }
            else if (version != 1)
            {
                return false;
            }
            else
            {
                // SEC 1 alone says its curve in [0], where it says it at all
                int octets = Enter(b, p, stop, 0x04);
                if (octets < 0)
                {
                    return false;
                }

                int next = octets + Length(b, p);
                if (next < stop && b[next] == 0xa0
                    && (stop - next < 12 || b[next + 1] != 10 || b[next + 2] != 0x06 || b[next + 3] != 8 || BigEndian.ReadUInt64(b, next + 4) != 0x2a8648ce3d030107))
                {
                    return false;
                }
            }

            int at = Enter(b, p, stop, 0x04);
            if (at < 0)
            {
                return false;
            }

            int size = Length(b, p);
            if (size < 1 || size > 32)
            {
                return false;
            }

            Array.Clear(key, keyOffset, 32);
            Array.Copy(b, at, key, keyOffset + 32 - size, size);
            return true;
        }

        /// <summary>Where the content of the element at p begins; negative if there is none of that tag within the bounds.</summary>
        private static int Enter(byte[] b, int p, int end, int tag)
        {
            if (end > b.Length || end - p < 2 || b[p] != tag)
            {
                return -1;
            }

            int head = b[p + 1] < 128 ? 2 : b[p + 1] == 0x81 ? 3 : b[p + 1] == 0x82 ? 4 : 99;
            return end - p < head || end - p - head < Length(b, p) ? -1 : p + head;
        }

        private static int Length(byte[] b, int p)
        {
            int length = b[p + 1];
            return length < 128 ? length : length == 0x81 ? b[p + 2] : (b[p + 2] << 8) | b[p + 3];
        }
    }
}
