// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The seam between the protocols and the primitives. This class is the managed reference and the default; an accelerator of a
    /// platform derives from it. There is one instance per image: it owns the expanded keys and the scratch that everybody shares.
    /// Keys are passed raw, as a <see cref="KeyBlock"/>; nonce = iv XOR sequence (RFC 8446 section 5.3, RFC 9001 section 5.3).
    /// </summary>
    public class CryptoProvider
    {
        /// <summary>
        /// A hash for use within one call of yours; anybody else may use it afterwards. MAC and key derivation work with it too, so they cannot be used
        /// between its first byte and its <see cref="Sha256.Finish(byte[], int)"/>; the same holds the other way round.
        /// </summary>
        public readonly Sha256 Hash = new Sha256();

        /// <summary>A MAC for use within one call of yours. <see cref="HmacDrbg"/> uses it too.</summary>
        public readonly HmacSha256 Hmac;

        /// <summary>A key derivation for use within one call of yours. Its PRK stays while <see cref="Hmac"/> and <see cref="Hash"/> are used.</summary>
        public readonly Hkdf Hkdf;

        /// <summary>Expanded keys, the one used last in front.</summary>
        internal readonly AesContext[] Contexts;

        // Header protection keys; null with tables: there a block is cheap without an expanded key.
        private readonly AesContext[] _headerContexts;
        private readonly AeadStream _whole;
        private readonly AeadStream _record;
        private readonly byte[] _scratch = new byte[AeadStream.WholeLength];

        /// <summary>The standard provider.</summary>
        public CryptoProvider()
            : this(new CryptoProfile())
        {
        }

        /// <summary>A provider by the constants of a board.</summary>
        public CryptoProvider(CryptoProfile profile)
        {
            Hmac = new HmacSha256(Hash);
            Hkdf = new Hkdf(Hash);
            byte[] box = null;
            if (profile.UsesTables)
            {
                box = new byte[Aes128.BoxLength];
                Aes128.MakeBox(box);
            }
            else
            {
                _headerContexts = MakeContexts(null, 1, false);
            }

            Contexts = MakeContexts(box, profile.AesContexts, true);
            _whole = new AeadStream(this, _scratch);
            _record = new AeadStream(this, new byte[AeadStream.RecordLength]);
        }

        /// <summary>
        /// Encrypts <paramref name="length"/> bytes in place and writes the 16-byte tag behind them, at offset + length.
        /// </summary>
        public virtual void Seal(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            _whole.Begin(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength);
            _whole.SealWhole(buffer, offset, length);
            _whole.Finish(buffer, offset + length);
            _whole.Wipe();
        }

        /// <summary>
        /// Verifies the 16-byte tag at offset + length, then decrypts <paramref name="length"/> bytes in place. False for a wrong tag:
        /// the buffer is left as it was, nothing of the plain text exists.
        /// </summary>
        public virtual bool Open(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            byte[] scratch = _scratch;
            int tagOffset = offset + length;
            _whole.Begin(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength);
            _whole.AuthenticateWhole(buffer, offset, length);
            _whole.Finish(scratch, AeadStream.MacBlock);
            ulong difference = (BitConverter.ToUInt64(scratch, AeadStream.MacBlock) ^ BitConverter.ToUInt64(buffer, tagOffset))
                | (BitConverter.ToUInt64(scratch, AeadStream.MacBlock + 8) ^ BitConverter.ToUInt64(buffer, tagOffset + 8));
            if (difference == 0)
            {
                _whole.DecryptWhole(buffer, offset, length);
                Array.Copy(scratch, AeadStream.MacBlock, buffer, tagOffset, CipherSuite.TagLength);
            }

            _whole.Wipe();
            return difference == 0;
        }

        /// <summary>Writes the 5 mask bytes of QUIC header protection (RFC 9001 section 5.4) for a 16-byte sample.</summary>
        public virtual void HeaderProtectionMask(int suite, byte[] keys, int keyBlockOffset, byte[] sample, int sampleOffset, byte[] mask, int maskOffset)
        {
            byte[] scratch = _scratch;
            keyBlockOffset += KeyBlock.HeaderProtection;
            if (suite == CipherSuite.Aes128GcmSha256)
            {
                byte[] box = Contexts[0].Box;
                if (box != null)
                {
                    ulong bytes = Aes128.FirstBytes(box, keys, keyBlockOffset, BitConverter.ToUInt64(sample, sampleOffset), BitConverter.ToUInt64(sample, sampleOffset + 8));
                    mask[maskOffset] = (byte)bytes;
                    mask[maskOffset + 1] = (byte)(bytes >> 8);
                    mask[maskOffset + 2] = (byte)(bytes >> 16);
                    mask[maskOffset + 3] = (byte)(bytes >> 24);
                    mask[maskOffset + 4] = (byte)(bytes >> 32);
                    return;
                }

                AesContext context = FindAes(_headerContexts, keys, keyBlockOffset);
                uint w3 = BitConverter.ToUInt32(sample, sampleOffset + 12);
                w3 = (w3 >> 24) | ((w3 >> 8) & 0xff00) | ((w3 << 8) & 0xff0000) | (w3 << 24);
                context.Xor(
                    BitConverter.ToUInt32(sample, sampleOffset), BitConverter.ToUInt32(sample, sampleOffset + 4), BitConverter.ToUInt32(sample, sampleOffset + 8), w3,
                    null, 0, scratch, 0, 1);
            }
            else if (suite == CipherSuite.ChaCha20Poly1305Sha256)
            {
                // The first word of the sample is the counter, the rest the nonce (RFC 9001 section 5.4.4).
                ChaCha20.Xor(
                    keys, keyBlockOffset, BitConverter.ToUInt32(sample, sampleOffset),
                    BitConverter.ToUInt32(sample, sampleOffset + 4), BitConverter.ToUInt32(sample, sampleOffset + 8), BitConverter.ToUInt32(sample, sampleOffset + 12),
                    scratch, 0, ChaCha20.FirstWord);
            }
            else
            {
                throw new ArgumentException();
            }

            Array.Copy(scratch, 0, mask, maskOffset, 5);
            Array.Clear(scratch, 0, 16);
        }

        /// <summary>
        /// Writes the first bytes of the ChaCha20 key stream of a key that is used for nothing else: a pseudo-random function of
        /// <paramref name="nonce"/> at less than half the price of an HMAC.
        /// </summary>
        /// <param name="key">Key, 32 bytes.</param>
        /// <param name="keyOffset">Where it begins.</param>
        /// <param name="nonce">What the function is asked for.</param>
        /// <param name="destination">Where to.</param>
        /// <param name="offset">Offset there.</param>
        /// <param name="length">At most 64 bytes.</param>
        public virtual void KeyStream(byte[] key, int keyOffset, long nonce, byte[] destination, int offset, int length)
        {
            byte[] scratch = _scratch;
            ChaCha20.Xor(key, keyOffset, 0, 0, (uint)nonce, (uint)(nonce >> 32), scratch, 0, length > 32 ? 1 : length > 8 ? ChaCha20.FirstHalf : ChaCha20.FirstWord);
            Array.Copy(scratch, 0, destination, offset, length);
            Array.Clear(scratch, 0, 64);
        }

        /// <summary>
        /// Begins a record that is opened as its bytes arrive. One at a time; <see cref="Seal"/> and <see cref="Open"/> may interleave.
        /// </summary>
        public virtual void OpenBegin(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength)
        {
            if (_record.IsActive)
            {
                throw new InvalidOperationException();
            }

            _record.Begin(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength);
        }

        /// <summary>
        /// Decrypts the next bytes of the record in place, any number per call. What appears is <b>unverified</b>: nothing that can be
        /// observed may depend on it before <see cref="OpenEnd"/> says true.
        /// </summary>
        public virtual void OpenUpdate(byte[] buffer, int offset, int length)
        {
            if (!_record.IsActive)
            {
                throw new InvalidOperationException();
            }

            _record.OpenPart(buffer, offset, length);
        }

        /// <summary>Ends the record; true when the 16-byte tag is right. Without that, everything decrypted is to be thrown away.</summary>
        public virtual bool OpenEnd(byte[] tag, int offset)
        {
            if (!_record.IsActive)
            {
                throw new InvalidOperationException();
            }

            _record.FinishParts(_scratch, 0);
            bool right = ConstantTime.Equals(_scratch, 0, tag, offset, 16);
            Array.Clear(_scratch, 0, CipherSuite.TagLength);
            return right;
        }

        /// <summary>Gives up the record under way, if any.</summary>
        public virtual void OpenAbort()
        {
            _record.Wipe();
        }

        /// <summary>Erases all expanded keys; they are expanded again when used.</summary>
        public virtual void Wipe()
        {
            for (int i = 0; i < Contexts.Length; i++)
            {
                Contexts[i].Wipe();
            }

            if (_headerContexts != null)
            {
                _headerContexts[0].Wipe();
            }
        }

        /// <summary>The expanded form of a key, in front of the others: kept from before, or made in the place of the one unused for longest.</summary>
        internal AesContext FindAes(AesContext[] contexts, byte[] keys, int offset)
        {
            ulong first = BitConverter.ToUInt64(keys, offset);
            ulong second = BitConverter.ToUInt64(keys, offset + 8);
            int last = contexts.Length - 1;
            for (int i = 0; ; i++)
            {
                AesContext context = contexts[i];
                bool found = context.Is(first, second);
                if (found || i == last)
                {
                    if (!found)
                    {
                        context.Load(keys, offset, _scratch);
                    }

                    for (; i > 0; i--)
                    {
                        contexts[i] = contexts[i - 1];
                    }

                    contexts[0] = context;
                    return context;
                }
            }
        }

        private static AesContext[] MakeContexts(byte[] box, int count, bool withHash)
        {
            AesContext[] contexts = new AesContext[count];
            for (int i = 0; i < count; i++)
            {
                contexts[i] = new AesContext(box, withHash);
            }

            return contexts;
        }
    }
}
