// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// Finds in an X.509 certificate what a server needs of its own (RFC 5280 section 4.1): the public key and the names. It trusts nothing
    /// else and verifies nothing.
    /// </summary>
    public sealed class CertificateReader
    {
        /// <summary>Where the SubjectPublicKeyInfo begins (its whole DER: what browsers call SPKI).</summary>
        public int KeyInfoOffset;

        /// <summary>Its length in bytes.</summary>
        public int KeyInfoLength;

        /// <summary>Where the uncompressed P-256 point begins (65 bytes); 0 if the key is none.</summary>
        public int PointOffset;

        /// <summary>Where the GeneralNames of subjectAltName begin (the content of the SEQUENCE); 0 if there are none.</summary>
        public int NamesOffset;

        /// <summary>Their length in bytes.</summary>
        public int NamesLength;

        private int _content;
        private int _end;

        /// <summary>Reads a certificate.</summary>
        /// <param name="b">Holds it.</param>
        /// <param name="offset">Where its DER begins.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False if it is not a certificate of that length.</returns>
        public bool Read(byte[] b, int offset, int length)
        {
            KeyInfoOffset = 0;
            KeyInfoLength = 0;
            PointOffset = 0;
            NamesOffset = 0;
            NamesLength = 0;
            int end = offset + length;
            if (offset < 0 || length < 0 || end < offset || end > b.Length || !Enter(b, offset, end, 0x30) || _end != end || !Enter(b, _content, end, 0x30))
            {
                return false;
            }

            // version [0], serialNumber, signature, issuer, validity, subject
            int p = _content;
            end = _end;
            if (p < end && b[p] == 0xa0)
            {
                if (!Enter(b, p, end, 0xa0))
                {
                    return false;
                }

                p = _end;
            }

            for (int i = 0; i < 5; i++)
            {
                if (!Enter(b, p, end, i == 0 ? 0x02 : 0x30))
                {
                    return false;
                }

                p = _end;
            }

            if (!Enter(b, p, end, 0x30))
            {
                return false;
            }

            KeyInfoOffset = p;
            int next = _end;
            KeyInfoLength = next - p;
            p = _content;
            if (!Enter(b, p, next, 0x30))
            {
                return false;
            }

            bool p256 = _end - p == 21 && IsP256Algorithm(b, p);
            p = _end;
            if (!Enter(b, p, next, 0x03))
            {
                return false;
            }

            if (p256 && _end - _content == 66 && b[_content] == 0 && b[_content + 1] == 4)
            {
                PointOffset = _content + 1;
            }

            // issuerUniqueID [1], subjectUniqueID [2], extensions [3]
            p = next;
            while (p < end && b[p] != 0xa3)
            {
                if (!Enter(b, p, end, b[p]))
                {
                    return false;
                }

                p = _end;
            }

            if (p >= end)
            {
                return true;
            }

            if (!Enter(b, p, end, 0xa3) || !Enter(b, _content, _end, 0x30))
            {
                return false;
            }

            p = _content;
            end = _end;
            while (p < end)
            {
                if (!Enter(b, p, end, 0x30))
                {
                    return false;
                }

                int extension = _content;
                next = _end;
                if (!Enter(b, extension, next, 0x06))
                {
                    return false;
                }

                // 2.5.29.17
                bool names = _end - _content == 3 && b[_content] == 0x55 && b[_content + 1] == 0x1d && b[_content + 2] == 0x11;
                p = _end;
                if (p < next && b[p] == 0x01)
                {
                    if (!Enter(b, p, next, 0x01))
                    {
                        return false;
                    }

                    p = _end;
                }

                if (!Enter(b, p, next, 0x04))
                {
                    return false;
                }

                if (names)
                {
                    if (!Enter(b, _content, _end, 0x30))
                    {
                        return false;
                    }

                    NamesOffset = _content;
                    NamesLength = _end - _content;
                }

                p = next;
            }

            return true;
        }

        /// <summary>True if AlgorithmIdentifier {id-ecPublicKey, prime256v1} lies there (21 bytes).</summary>
        internal static bool IsP256Algorithm(byte[] b, int p)
        {
            return BigEndian.ReadUInt64(b, p) == 0x301306072a8648ce && BigEndian.ReadUInt64(b, p + 8) == 0x3d020106082a8648 && BigEndian.ReadUInt64(b, p + 13) == 0x2a8648ce3d030107;
        }

        /// <summary>Reads the head of a DER element of the given tag; leaves where its content begins and ends.</summary>
        private bool Enter(byte[] b, int p, int end, int tag)
        {
            if (end - p < 2 || b[p] != tag)
            {
                return false;
            }

            int length = b[p + 1];
            p += 2;
            if (length > 127)
            {
                int bytes = length & 127;
                if (bytes == 0 || bytes > 3 || end - p < bytes)
                {
                    return false;
                }

                length = 0;
                for (; bytes > 0; bytes--)
                {
                    length = (length << 8) | b[p++];
                }
            }

            if (end - p < length)
            {
                return false;
            }

            _content = p;
            _end = p + length;
            return true;
        }
    }
}
