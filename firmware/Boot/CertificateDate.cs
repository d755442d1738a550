// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Boot
{
    /// <summary>The last day of validity of a certificate (RFC 5280 section 4.1.2.5).</summary>
    public static class CertificateDate
    {
        private const int UtcTime = 0x17;
        private const int GeneralizedTime = 0x18;

        /// <summary>Reads it from the first certificate of a chain.</summary>
        /// <param name="chain">The chain as ServerCertificates holds it, or null.</param>
        /// <returns>Year, month and day as a decimal number, 20271231 for example; 0 if it cannot be read.</returns>
        public static long Expiry(byte[] chain)
        {
            if (chain == null || chain.Length < 8)
            {
                return 0;
            }

            // Certificate, TBSCertificate, then the validity after version, serial number, algorithm and issuer.
            int at = Content(chain, 3);
            at = at < 0 ? -1 : Content(chain, at);
            if (at >= 0 && at < chain.Length && chain[at] == 0xA0)
            {
                at = Next(chain, at);
            }

            for (int i = 0; i < 3 && at >= 0; i++)
            {
                at = Next(chain, at);
            }

            at = at < 0 ? -1 : Content(chain, at);
            at = at < 0 ? -1 : Next(chain, at);
            int digits = at < 0 ? -1 : Content(chain, at);
            if (digits < 0 || digits + 8 > chain.Length || (chain[at] != UtcTime && chain[at] != GeneralizedTime))
            {
                return 0;
            }

            bool isShort = chain[at] == UtcTime;
            long date = 0;
            for (int i = 0; i < (isShort ? 6 : 8); i++)
            {
                int digit = chain[digits + i] - '0';
                if (digit < 0 || digit > 9)
                {
                    return 0;
                }

                date = (date * 10) + digit;
            }

            return !isShort ? date : date + (date < 500000 ? 20000000 : 19000000);
        }

        // Offset of the byte after the head of an element, or -1.
        private static int Content(byte[] der, int at)
        {
            if (at + 2 > der.Length)
            {
                return -1;
            }

            int length = der[at + 1];
            return length < 0x80 ? at + 2 : at + 2 + (length & 0x7F);
        }

        // Offset of the byte after an element, or -1.
        private static int Next(byte[] der, int at)
        {
            int content = Content(der, at);
            if (content < 0 || content > der.Length)
            {
                return -1;
            }

            int length = der[at + 1];
            if (length >= 0x80)
            {
                length = 0;
                for (int i = at + 2; i < content; i++)
                {
                    length = (length << 8) | der[i];
                }
            }

            return length < 0 || length > der.Length - content ? -1 : content + length;
        }
    }
}
