// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// The key schedule (RFC 8446 section 7.1), one method for each phase of <see cref="TlsEngine.Step"/>. Secrets lie in the handshake's context: Master holds
    /// the early, the handshake and the master secret one after another, as the states of HMAC after its pads. The shared hash, MAC and key derivation of the
    /// provider are used within a call only.
    /// </summary>
    internal static class KeySchedule
    {
        /// <summary>The early secret of a PSK, which lies in Master, takes its place.</summary>
        internal static void PskEarlySecret(CryptoProvider provider, HandshakeContext context)
        {
            byte[] h = context.HelloMemory;
            provider.Hkdf.Extract(HkdfSalt.Zero, h, HandshakeContext.Master, 32, h, HandshakeContext.Master);
        }

        /// <summary>The key of the PSK's binder, to Scratch.</summary>
        internal static void BinderKey(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            byte[] h = context.HelloMemory;
            Hkdf hkdf = provider.Hkdf;
            TlsConstants.PutEmptyHash(scratch, 0);
            hkdf.SetPrk(h, HandshakeContext.Master);
            hkdf.SavePrk(h, HandshakeContext.Master);
            hkdf.ExpandLabel(HkdfLabel.ResumptionBinder, scratch, 0, 32, h, HandshakeContext.Scratch, 32);
            hkdf.SetPrk(h, HandshakeContext.Scratch);
            hkdf.ExpandLabel(HkdfLabel.Finished, scratch, 0, 0, h, HandshakeContext.Scratch, 32);
        }

        /// <summary>Verifies the client's PSK binder (RFC 8446 section 4.2.11.2).</summary>
        /// <returns>False if it is wrong.</returns>
        internal static bool IsBinder(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            Snapshot(provider, context, scratch, 0);
            Mac(provider, context.HelloMemory, HandshakeContext.Scratch, scratch, 0, scratch, 0);
            return ConstantTime.Equals(scratch, 0, context.Input, context.InputOffset + context.BinderOffset, 32);
        }

        /// <summary>The handshake secret, out of the shared secret and, when resuming, the early secret in Master.</summary>
        internal static void HandshakeSecret(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            byte[] h = context.HelloMemory;
            byte[] m = context.Memory;
            Hkdf hkdf = provider.Hkdf;
            int length = context.HasCiphertext ? 64 : 32;
            if ((context.Flags & HandshakeContext.FlagResumed) != 0)
            {
                TlsConstants.PutEmptyHash(scratch, 0);
                hkdf.LoadPrk(h, HandshakeContext.Master);
                hkdf.ExpandLabel(HkdfLabel.Derived, scratch, 0, 32, scratch, 32, 32);
                hkdf.Extract(scratch, 32, 32, m, HandshakeContext.SharedSecret, length, scratch, 0);
            }
            else
            {
                hkdf.Extract(HkdfSalt.DerivedEarlySecret, m, HandshakeContext.SharedSecret, length, scratch, 0);
            }

            hkdf.SetPrk(scratch, 0);
            hkdf.SavePrk(h, HandshakeContext.Master);
            Array.Clear(m, HandshakeContext.SharedSecret, length);
        }

        /// <summary>The handshake traffic secrets of both sides.</summary>
        internal static void TrafficSecrets(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            byte[] m = context.Memory;
            Hkdf hkdf = provider.Hkdf;
            Snapshot(provider, context, scratch, 0);
            hkdf.LoadPrk(context.HelloMemory, HandshakeContext.Master);
            hkdf.ExpandLabel(HkdfLabel.ClientHandshakeTraffic, scratch, 0, 32, m, HandshakeContext.ClientHandshakeSecret, 32);
            hkdf.ExpandLabel(HkdfLabel.ServerHandshakeTraffic, scratch, 0, 32, m, HandshakeContext.ServerHandshakeSecret, 32);
        }

        /// <summary>Puts the states of HMAC in the place of the handshake traffic secrets, which are used several times.</summary>
        internal static void SaveTrafficSecrets(CryptoProvider provider, HandshakeContext context)
        {
            byte[] m = context.Memory;
            Hkdf hkdf = provider.Hkdf;
            hkdf.SetPrk(m, HandshakeContext.ClientHandshakeSecret);
            hkdf.SavePrk(m, HandshakeContext.ClientHandshakeSecret);
            hkdf.SetPrk(m, HandshakeContext.ServerHandshakeSecret);
            hkdf.SavePrk(m, HandshakeContext.ServerHandshakeSecret);
        }

        /// <summary>The master secret takes the place of the handshake secret.</summary>
        internal static void MasterSecret(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            byte[] h = context.HelloMemory;
            Hkdf hkdf = provider.Hkdf;
            TlsConstants.PutEmptyHash(scratch, 0);
            hkdf.LoadPrk(h, HandshakeContext.Master);
            hkdf.ExpandLabel(HkdfLabel.Derived, scratch, 0, 32, scratch, 32, 32);
            Array.Clear(scratch, 0, 32);
            hkdf.Extract(scratch, 32, 32, scratch, 0, 32, scratch, 0);
            hkdf.SetPrk(scratch, 0);
            hkdf.SavePrk(h, HandshakeContext.Master);
        }

        /// <summary>The key of the server's Finished, to Scratch.</summary>
        internal static void FinishedKey(CryptoProvider provider, HandshakeContext context)
        {
            byte[] m = context.Memory;
            provider.Hkdf.LoadPrk(m, HandshakeContext.ServerHandshakeSecret);
            provider.Hkdf.ExpandLabel(HkdfLabel.Finished, m, 0, 0, context.HelloMemory, HandshakeContext.Scratch, 32);
        }

        /// <summary>Writes the server's Finished after what the tail holds.</summary>
        internal static void WriteFinished(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            byte[] m = context.Memory;
            int finished = HandshakeContext.Tail + context.TailLength;
            Snapshot(provider, context, scratch, 0);
            BigEndian.WriteUInt32(m, finished, TlsConstants.FinishedHeader);
            Mac(provider, context.HelloMemory, HandshakeContext.Scratch, scratch, 0, m, finished + 4);
            context.TailLength += 36;
            context.Transcript.Update(m, finished, 36);
        }

        /// <summary>The application traffic secrets of both sides; the transcript's hash stays in Scratch.</summary>
        internal static void ApplicationSecrets(CryptoProvider provider, HandshakeContext context)
        {
            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            Hkdf hkdf = provider.Hkdf;
            Snapshot(provider, context, h, HandshakeContext.Scratch);
            hkdf.LoadPrk(h, HandshakeContext.Master);
            hkdf.ExpandLabel(HkdfLabel.ClientApplicationTraffic, h, HandshakeContext.Scratch, 32, m, HandshakeContext.ClientApplicationSecret, 32);
            hkdf.ExpandLabel(HkdfLabel.ServerApplicationTraffic, h, HandshakeContext.Scratch, 32, m, HandshakeContext.ServerApplicationSecret, 32);
        }

        /// <summary>Computes the verify_data that the client's Finished must hold, so that its arrival costs only a comparison.</summary>
        internal static void ExpectFinished(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            Hkdf hkdf = provider.Hkdf;
            hkdf.LoadPrk(m, HandshakeContext.ClientHandshakeSecret);
            hkdf.ExpandLabel(HkdfLabel.Finished, m, 0, 0, scratch, 0, 32);
            Mac(provider, scratch, 0, h, HandshakeContext.Scratch, m, HandshakeContext.ClientFinished);
            Array.Clear(scratch, 0, 64);
            Array.Clear(h, HandshakeContext.Scratch, 32);
            hkdf.Wipe();
        }

        /// <summary>
        /// The resumption secret, over the Finished that the client must send. It takes the place of the master secret, from which nothing else is derived
        /// any more.
        /// </summary>
        internal static void ResumptionSecret(CryptoProvider provider, HandshakeContext context, byte[] scratch)
        {
            byte[] h = context.HelloMemory;
            Sha256 transcript = context.Transcript;
            Hkdf hkdf = provider.Hkdf;
            BigEndian.WriteUInt32(scratch, 0, TlsConstants.FinishedHeader);
            Array.Copy(context.Memory, HandshakeContext.ClientFinished, scratch, 4, 32);
            transcript.Update(scratch, 0, 36);
            transcript.Finish(scratch, 0);
            hkdf.LoadPrk(h, HandshakeContext.Master);
            Array.Clear(h, HandshakeContext.Master, 64);
            hkdf.ExpandLabel(HkdfLabel.ResumptionMaster, scratch, 0, 32, h, HandshakeContext.Master, 32);
            hkdf.Wipe();
            Array.Clear(scratch, 0, 36);
        }

        /// <summary>The PSK of one ticket (RFC 8446 section 4.6.1), out of the resumption secret in Master, to Scratch.</summary>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="context">The handshake.</param>
        /// <param name="nonce">Array with the ticket's nonce, one byte.</param>
        /// <param name="offset">Where it lies.</param>
        internal static void TicketPsk(CryptoProvider provider, HandshakeContext context, byte[] nonce, int offset)
        {
            byte[] h = context.HelloMemory;
            Hkdf hkdf = provider.Hkdf;
            hkdf.SetPrk(h, HandshakeContext.Master);
            hkdf.ExpandLabel(HkdfLabel.Resumption, nonce, offset, 1, h, HandshakeContext.Scratch, 32);
            hkdf.Wipe();
        }

        /// <summary>Writes the hash of the transcript so far.</summary>
        internal static void Snapshot(CryptoProvider provider, HandshakeContext context, byte[] destination, int offset)
        {
            Sha256 hash = provider.Hash;
            hash.CopyFrom(context.Transcript);
            hash.Finish(destination, offset);
        }

        /// <summary>Expands the PRK that is set into the keys of one direction (RFC 8446 section 7.3, RFC 9001 section 5.1).</summary>
        internal static void ExpandKeys(Hkdf hkdf, int transport, int suite, byte[] keyBlock, int offset)
        {
            int length = CipherSuite.KeyLength(suite);
            if (transport == TlsTransport.Quic)
            {
                hkdf.ExpandLabel(HkdfLabel.QuicKey, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Key, length);
                hkdf.ExpandLabel(HkdfLabel.QuicIv, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Iv, KeyBlock.IvLength);
                hkdf.ExpandLabel(HkdfLabel.QuicHp, keyBlock, 0, 0, keyBlock, offset + KeyBlock.HeaderProtection, length);
            }
            else
            {
                hkdf.ExpandLabel(HkdfLabel.Key, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Key, length);
                hkdf.ExpandLabel(HkdfLabel.Iv, keyBlock, 0, 0, keyBlock, offset + KeyBlock.Iv, KeyBlock.IvLength);
            }

            hkdf.Wipe();
        }

        private static void Mac(CryptoProvider provider, byte[] key, int keyOffset, byte[] hash, int hashOffset, byte[] destination, int offset)
        {
            HmacSha256 hmac = provider.Hmac;
            hmac.SetKey(key, keyOffset, 32);
            hmac.Update(hash, hashOffset, 32);
            hmac.Finish(destination, offset);
            hmac.Wipe();
        }
    }
}
