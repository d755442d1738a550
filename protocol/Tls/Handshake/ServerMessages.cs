// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>Writes the server's messages to their place in a <see cref="HandshakeContext"/> (RFC 8446 section 4). No state, no crypto.</summary>
    internal static class ServerMessages
    {
        /// <summary>
        /// Writes HelloRetryRequest, or ServerHello without its random and its share, which are filled in when they exist.
        /// </summary>
        /// <param name="context">Suite and PSK flags are set.</param>
        /// <param name="group">The group chosen.</param>
        /// <param name="b">Holds the ClientHello.</param>
        /// <param name="sessionId">Where its legacy_session_id begins.</param>
        /// <param name="sessionIdLength">Its length.</param>
        /// <param name="offset">Where in HelloMemory.</param>
        /// <param name="retry">True: HelloRetryRequest.</param>
        /// <param name="identity">The chosen PSK, when resuming.</param>
        /// <returns>Bytes written: the length of the message without the ciphertext.</returns>
        internal static int WriteHello(HandshakeContext context, KeyExchange group, byte[] b, int sessionId, int sessionIdLength, int offset, bool retry, int identity)
        {
            byte[] m = context.HelloMemory;
            bool resumed = !retry && (context.Flags & HandshakeContext.FlagResumed) != 0;
            int p = offset + 6;
            if (retry)
            {
                BigEndian.WriteUInt64(m, p, 0xcf21ad74e59a6111);
                BigEndian.WriteUInt64(m, p + 8, 0xbe1d8c021e65b891);
                BigEndian.WriteUInt64(m, p + 16, 0xc2a211167abb8c5e);
                BigEndian.WriteUInt64(m, p + 24, 0x079e09e2c8a8339c);
            }

            p += 32;
            m[p++] = (byte)sessionIdLength;
            Array.Copy(b, sessionId, m, p, sessionIdLength);
            p += sessionIdLength;
            m[p] = (byte)(context.Suite >> 8);
            m[p + 1] = (byte)context.Suite;
            m[p + 2] = 0;

            // extensions: supported_versions, key_share, pre_shared_key; the ciphertext of a key encapsulation is counted, but lies elsewhere
            int ciphertext = context.CiphertextLength;
            int share = retry ? 0 : group.ShareLength + ciphertext;
            int size = 6 + 6 + (retry ? 0 : 2 + share) + (resumed ? 6 : 0);
            m[p + 3] = (byte)(size >> 8);
            m[p + 4] = (byte)size;
            m[p + 5] = 0;
            m[p + 6] = 43;
            m[p + 7] = 0;
            m[p + 8] = 2;
            m[p + 9] = 3;
            m[p + 10] = 4;
            m[p + 11] = 0;
            m[p + 12] = 51;
            size = retry ? 2 : 4 + share;
            m[p + 13] = (byte)(size >> 8);
            m[p + 14] = (byte)size;
            m[p + 15] = (byte)(group.Group >> 8);
            m[p + 16] = (byte)group.Group;
            p += 17;
            if (!retry)
            {
                m[p] = (byte)(share >> 8);
                m[p + 1] = (byte)share;
                p += 2;
                context.ShareOffset = p;
                p += group.ShareLength;
            }

            if (resumed)
            {
                m[p] = 0;
                m[p + 1] = 41;
                m[p + 2] = 0;
                m[p + 3] = 2;
                m[p + 4] = 0;
                m[p + 5] = (byte)identity;
                p += 6;
            }

            size = p - offset - 4 + ciphertext;
            m[offset] = 2;
            m[offset + 1] = 0;
            m[offset + 2] = (byte)(size >> 8);
            m[offset + 3] = (byte)size;
            m[offset + 4] = 3;
            m[offset + 5] = 3;
            return p - offset;
        }

        /// <summary>Writes EncryptedExtensions around the transport parameters, followed by the head of Certificate unless the session is resumed.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="recordSizeLimit">What the server answers to record_size_limit.</param>
        internal static void WriteEncryptedExtensions(HandshakeContext context, int recordSizeLimit)
        {
            byte[] m = context.Memory;
            int flags = context.Flags;
            bool quic = context.Transport == TlsTransport.Quic;
            int parameters = quic ? context.LocalTransportParametersLength : 0;
            int size = quic ? 4 : 0;
            if ((flags & HandshakeContext.FlagServerName) != 0)
            {
                size += 4;
            }

            if ((flags & HandshakeContext.FlagAlpn) != 0)
            {
                size += quic ? 9 : 15;
            }

            if ((flags & HandshakeContext.FlagRecordSizeLimit) != 0)
            {
                size += 6;
            }
            else if ((flags & HandshakeContext.FlagMaxFragment) != 0)
            {
                size += 5;
            }

            int p = HandshakeContext.EncryptedExtensionsEnd - size - 6;
            context.ExtensionsStart = p;
            size += parameters;
            m[p] = 8;
            m[p + 1] = 0;
            m[p + 2] = (byte)((size + 2) >> 8);
            m[p + 3] = (byte)(size + 2);
            m[p + 4] = (byte)(size >> 8);
            m[p + 5] = (byte)size;
            p += 6;
            if ((flags & HandshakeContext.FlagServerName) != 0)
            {
                m[p] = 0;
                m[p + 1] = 0;
                m[p + 2] = 0;
                m[p + 3] = 0;
                p += 4;
            }

            if ((flags & HandshakeContext.FlagAlpn) != 0)
            {
                int name = quic ? 2 : 8;
                m[p] = 0;
                m[p + 1] = 16;
                m[p + 2] = 0;
                m[p + 3] = (byte)(name + 3);
                m[p + 4] = 0;
                m[p + 5] = (byte)(name + 1);
                m[p + 6] = (byte)name;
                if (quic)
                {
                    m[p + 7] = 0x68;
                    m[p + 8] = 0x33;
                }
                else
                {
                    BigEndian.WriteUInt64(m, p + 7, 0x687474702f312e31);
                }

                p += name + 7;
            }

            if ((flags & HandshakeContext.FlagRecordSizeLimit) != 0)
            {
                m[p] = 0;
                m[p + 1] = 28;
                m[p + 2] = 0;
                m[p + 3] = 2;
                m[p + 4] = (byte)(recordSizeLimit >> 8);
                m[p + 5] = (byte)recordSizeLimit;
                p += 6;
            }
            else if ((flags & HandshakeContext.FlagMaxFragment) != 0)
            {
                int code = 1;
                while (256 << code < context.PeerRecordLimit - 1)
                {
                    code++;
                }

                m[p] = 0;
                m[p + 1] = 1;
                m[p + 2] = 0;
                m[p + 3] = 1;
                m[p + 4] = (byte)code;
                p += 5;
            }

            if (quic)
            {
                m[p] = 0;
                m[p + 1] = 57;
                m[p + 2] = (byte)(parameters >> 8);
                m[p + 3] = (byte)parameters;
                p += 4 + parameters;
            }

            if (context.Chain != null)
            {
                int list = context.Chain.Length;
                m[p] = 11;
                m[p + 1] = (byte)((list + 4) >> 16);
                m[p + 2] = (byte)((list + 4) >> 8);
                m[p + 3] = (byte)(list + 4);
                m[p + 4] = 0;
                m[p + 5] = (byte)(list >> 16);
                m[p + 6] = (byte)(list >> 8);
                m[p + 7] = (byte)list;
            }
        }

        /// <summary>The bytes that lie in front of the chain: EncryptedExtensions and the head of Certificate.</summary>
        internal static int HeadLength(HandshakeContext context)
        {
            int end = HandshakeContext.EncryptedExtensionsEnd + (context.Transport == TlsTransport.Quic ? context.LocalTransportParametersLength : 0);
            if (context.Chain != null)
            {
                end += HandshakeContext.CertificateHeadRoom;
            }

            return end - context.ExtensionsStart;
        }
    }
}
