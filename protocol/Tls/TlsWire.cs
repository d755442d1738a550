// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>Constants of the key schedule and of the messages, written as immediates so that they take no memory.</summary>
    internal static class TlsWire
    {
        /// <summary>Writes eight bytes, most significant first.</summary>
        internal static void PutUInt64(byte[] b, int offset, ulong value)
        {
            b[offset] = (byte)(value >> 56);
            b[offset + 1] = (byte)(value >> 48);
            b[offset + 2] = (byte)(value >> 40);
            b[offset + 3] = (byte)(value >> 32);
            b[offset + 4] = (byte)(value >> 24);
            b[offset + 5] = (byte)(value >> 16);
            b[offset + 6] = (byte)(value >> 8);
            b[offset + 7] = (byte)value;
        }

        /// <summary>Reads eight bytes, most significant first.</summary>
        internal static long GetInt64(byte[] b, int offset)
        {
            return ((long)b[offset] << 56) | ((long)b[offset + 1] << 48) | ((long)b[offset + 2] << 40) | ((long)b[offset + 3] << 32)
                | ((long)b[offset + 4] << 24) | ((long)b[offset + 5] << 16) | ((long)b[offset + 6] << 8) | b[offset + 7];
        }

        /// <summary>The hash of nothing, the context of "derived" and of the binder key.</summary>
        internal static void PutEmptyHash(byte[] b, int offset)
        {
            PutUInt64(b, offset, 0xe3b0c44298fc1c14);
            PutUInt64(b, offset + 8, 0x9afbf4c8996fb924);
            PutUInt64(b, offset + 16, 0x27ae41e4649b934c);
            PutUInt64(b, offset + 24, 0xa495991b7852b855);
        }

        /// <summary>What CertificateVerify signs, behind its 64 spaces and but for the transcript hash that ends it (RFC 8446 section 4.4.3): 34 bytes.</summary>
        internal static void PutSignatureContext(byte[] b, int offset)
        {
            // "TLS 1.3, server CertificateVerify", a zero byte
            PutUInt64(b, offset, 0x544c5320312e332c);
            PutUInt64(b, offset + 8, 0x2073657276657220);
            PutUInt64(b, offset + 16, 0x4365727469666963);
            PutUInt64(b, offset + 24, 0x6174655665726966);
            b[offset + 32] = 0x79;
            b[offset + 33] = 0;
        }
    }
}
