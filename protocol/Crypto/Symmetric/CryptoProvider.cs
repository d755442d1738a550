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
        /// <summary>A hash for use within one call of yours; anybody else may use it afterwards.</summary>
        public readonly Sha256 Hash = new Sha256();

        /// <summary>A MAC for use within one call of yours. <see cref="HmacDrbg"/> uses it too.</summary>
        public readonly HmacSha256 Hmac = new HmacSha256();

        /// <summary>A key derivation for use within one call of yours.</summary>
        public readonly Hkdf Hkdf = new Hkdf();

        private readonly AesContext[] _contexts;
        private readonly AesContext[] _headerContexts;
        private readonly AeadStream _whole;
        private readonly AeadStream _record;
        private readonly byte[] _scratch = new byte[64];
        private readonly ulong[] _y = new ulong[2];
        private int _uses;

        /// <summary>The standard provider.</summary>
        public CryptoProvider()
            : this(new CryptoProfile())
        {
        }

        /// <summary>A provider by the constants of a board.</summary>
        public CryptoProvider(CryptoProfile profile)
        {
            ulong[] table = null;
            if (profile.Aes == CryptoProfile.AesWithTable)
            {
                table = new ulong[256];
                Aes128.MakeTable(table);
            }

            _contexts = MakeContexts(profile, table, profile.AesContexts, true);
            _headerContexts = MakeContexts(profile, table, profile.HeaderContexts, false);
            _whole = new AeadStream(this);
            _record = new AeadStream(this);
        }

        /// <summary>
        /// Encrypts <paramref name="length"/> bytes in place and writes the 16-byte tag behind them, at offset + length.
        /// </summary>
        public virtual void Seal(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            AeadStream whole = _whole;
            whole.Begin(suite == CipherSuite.Aes128GcmSha256 ? FindAes(keys, keyBlockOffset + KeyBlock.Key, true) : null, suite, keys, keyBlockOffset, sequence, aadLength, length);
            whole.MacWhole(aad, aadOffset, aadLength);
            whole.XorWhole(buffer, offset, length);
            whole.MacWhole(buffer, offset, length);
            whole.Finish(buffer, offset + length);
            whole.Wipe();
        }

        /// <summary>
        /// Verifies the 16-byte tag at offset + length, then decrypts <paramref name="length"/> bytes in place. False for a wrong tag:
        /// the buffer is left as it was, nothing of the plain text exists.
        /// </summary>
        public virtual bool Open(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            byte[] tag = _scratch;
            int tagOffset = offset + length;
            AeadStream whole = _whole;
            whole.Begin(suite == CipherSuite.Aes128GcmSha256 ? FindAes(keys, keyBlockOffset + KeyBlock.Key, true) : null, suite, keys, keyBlockOffset, sequence, aadLength, length);
            whole.MacWhole(aad, aadOffset, aadLength);
            whole.MacWhole(buffer, offset, length);
            whole.Finish(tag, 0);
            ulong difference = (BitConverter.ToUInt64(tag, 0) ^ BitConverter.ToUInt64(buffer, tagOffset))
                | (BitConverter.ToUInt64(tag, 8) ^ BitConverter.ToUInt64(buffer, tagOffset + 8));
            if (difference == 0)
            {
                whole.XorWhole(buffer, offset, length);
                Array.Copy(tag, 0, buffer, tagOffset, CipherSuite.TagLength);
            }

            Array.Clear(tag, 0, CipherSuite.TagLength);
            whole.Wipe();
            return difference == 0;
        }

        /// <summary>Writes the 5 mask bytes of QUIC header protection (RFC 9001 section 5.4) for a 16-byte sample.</summary>
        public virtual void HeaderProtectionMask(int suite, byte[] keys, int keyBlockOffset, byte[] sample, int sampleOffset, byte[] mask, int maskOffset)
        {
            byte[] scratch = _scratch;
            uint w0 = BitConverter.ToUInt32(sample, sampleOffset);
            uint w1 = BitConverter.ToUInt32(sample, sampleOffset + 4);
            uint w2 = BitConverter.ToUInt32(sample, sampleOffset + 8);
            uint w3 = BitConverter.ToUInt32(sample, sampleOffset + 12);
            if (suite == CipherSuite.Aes128GcmSha256)
            {
                AesContext context = FindAes(keys, keyBlockOffset + KeyBlock.HeaderProtection, false);
                w3 = (w3 >> 24) | ((w3 >> 8) & 0xff00) | ((w3 << 8) & 0xff0000) | (w3 << 24);
                context.Xor(w0, w1, w2, w3, scratch, null, 0, 1);
            }
            else if (suite == CipherSuite.ChaCha20Poly1305Sha256)
            {
                // The first word of the sample is the counter, the rest the nonce (RFC 9001 section 5.4.4).
                ChaCha20.Xor(keys, keyBlockOffset + KeyBlock.HeaderProtection, w0, w1, w2, w3, scratch, 0, 1);
            }
            else
            {
                throw new ArgumentException();
            }

            Array.Copy(scratch, 0, mask, maskOffset, 5);
            Array.Clear(scratch, 0, 64);
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
            Array.Clear(scratch, 0, 64);
            ChaCha20.Xor(key, keyOffset, 0, 0, (uint)nonce, (uint)(nonce >> 32), scratch, 0, 1);
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

            _record.Begin(suite == CipherSuite.Aes128GcmSha256 ? FindAes(keys, keyBlockOffset + KeyBlock.Key, true) : null, suite, keys, keyBlockOffset, sequence, aadLength, 0);
            _record.MacWhole(aad, aadOffset, aadLength);
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
            for (int i = 0; i < _contexts.Length; i++)
            {
                _contexts[i].Wipe();
            }

            for (int i = 0; i < _headerContexts.Length; i++)
            {
                _headerContexts[i].Wipe();
            }
        }

        /// <summary>The expanded form of a key: kept from before, or made in the place of the one unused for longest.</summary>
        internal AesContext FindAes(byte[] keys, int offset, bool withHash)
        {
            ulong low = BitConverter.ToUInt64(keys, offset);
            ulong high = BitConverter.ToUInt64(keys, offset + 8);
            AesContext[] contexts = withHash || _headerContexts.Length == 0 ? _contexts : _headerContexts;
            AesContext oldest = null;
            int uses = ++_uses;
            for (int i = 0; i < contexts.Length; i++)
            {
                // Whether the whole key is the one kept is no secret; both halves are always compared.
                AesContext context = contexts[i];
                if (context.LastUse != 0 && ((context.KeyLow ^ low) | (context.KeyHigh ^ high)) == 0)
                {
                    context.LastUse = uses;
                    return context;
                }

                if (oldest == null || context.LastUse - oldest.LastUse < 0)
                {
                    oldest = context;
                }
            }

            oldest.Load(keys, offset, _scratch, _y);
            oldest.LastUse = uses;
            return oldest;
        }

        private static AesContext[] MakeContexts(CryptoProfile profile, ulong[] table, int count, bool withHash)
        {
            AesContext[] contexts = new AesContext[count];
            for (int i = 0; i < count; i++)
            {
                contexts[i] = new AesContext(profile, table, withHash);
            }

            return contexts;
        }
    }
}
