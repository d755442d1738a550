// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The wire form of an ECDSA signature: Ecdsa-Sig-Value, a DER SEQUENCE of two INTEGERs (RFC 3279 section 2.2.3).
    /// </summary>
    public static class EcdsaSignature
    {
        /// <summary>Bytes that the DER form takes at most.</summary>
        public const int MaxDerLength = 72;

        /// <summary>
        /// Writes a raw P-256 signature in DER.
        /// </summary>
        /// <param name="rs">Array with r and s, 32 bytes each, big-endian.</param>
        /// <param name="offset">Where r begins.</param>
        /// <param name="der">Array to write to; <see cref="MaxDerLength"/> bytes must be there.</param>
        /// <param name="derOffset">Where to begin.</param>
        /// <returns>The bytes written, at most <see cref="MaxDerLength"/>.</returns>
        public static int WriteDer(byte[] rs, int offset, byte[] der, int derOffset)
        {
            int end = WriteInteger(rs, offset, der, derOffset + 2);
            end = WriteInteger(rs, offset + 32, der, end);
            der[derOffset] = 0x30;
            der[derOffset + 1] = (byte)(end - derOffset - 2);
            return end - derOffset;
        }

        private static int WriteInteger(byte[] value, int offset, byte[] der, int derOffset)
        {
            int skip = 0;
            while (skip < 31 && value[offset + skip] == 0)
            {
                skip++;
            }

            // A leading one bit would make the INTEGER negative.
            int pad = value[offset + skip] >> 7;
            der[derOffset] = 0x02;
            der[derOffset + 1] = (byte)(32 - skip + pad);
            der[derOffset + 2] = 0;
            System.Array.Copy(value, offset + skip, der, derOffset + 2 + pad, 32 - skip);
            return derOffset + 2 + pad + 32 - skip;
        }
    }
}
