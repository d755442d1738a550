// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>Constants of the key schedule and of the messages, written as immediates so that they take no memory.</summary>
    internal static class TlsConstants
    {
        /// <summary>The header of every Finished message: type 20, length 32.</summary>
        internal const uint FinishedHeader = 0x14000020;

        /// <summary>The hash of nothing, the context of "derived" and of the binder key.</summary>
        internal static void PutEmptyHash(byte[] b, int offset)
        {
            BigEndian.WriteUInt64(b, offset, 0xe3b0c44298fc1c14);
            BigEndian.WriteUInt64(b, offset + 8, 0x9afbf4c8996fb924);
            BigEndian.WriteUInt64(b, offset + 16, 0x27ae41e4649b934c);
            BigEndian.WriteUInt64(b, offset + 24, 0xa495991b7852b855);
        }

        /// <summary>Writes the context string that CertificateVerify signs, with its zero byte (RFC 8446 section 4.4.3): 34 bytes, between the 64 spaces and the transcript hash.</summary>
        internal static void PutSignatureContext(byte[] b, int offset)
        {
            // "TLS 1.3, server CertificateVerify", a zero byte
            BigEndian.WriteUInt64(b, offset, 0x544c5320312e332c);
            BigEndian.WriteUInt64(b, offset + 8, 0x2073657276657220);
            BigEndian.WriteUInt64(b, offset + 16, 0x4365727469666963);
            BigEndian.WriteUInt64(b, offset + 24, 0x6174655665726966);
            b[offset + 32] = 0x79;
            b[offset + 33] = 0;
        }
    }
}
