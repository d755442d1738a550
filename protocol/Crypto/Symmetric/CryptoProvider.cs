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

        internal readonly ulong[] Table = new ulong[256];
        private readonly AesContext[] _contexts;
        private readonly AeadStream _whole;
        private readonly AeadStream _record;
        private readonly byte[] _scratch = new byte[64];
        private int _uses;

        /// <summary>The standard provider.</summary>
        public CryptoProvider()
            : this(new CryptoProfile())
        {
        }

        /// <summary>A provider by the constants of a board.</summary>
        public CryptoProvider(CryptoProfile profile)
        {
            Aes128.MakeTable(Table);
            _contexts = new AesContext[profile.AesContexts];
            for (int i = 0; i < _contexts.Length; i++)
            {
                _contexts[i] = new AesContext();
            }

            _whole = new AeadStream(this);
            _record = new AeadStream(this);
        }

        /// <summary>
        /// Encrypts <paramref name="length"/> bytes in place and writes the 16-byte tag behind them, at offset + length.
        /// </summary>
        public virtual void Seal(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            _whole.Begin(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength);
            _whole.Crypt(buffer, offset, length, false);
            _whole.Finish(buffer, offset + length);
        }

        /// <summary>
        /// Verifies the 16-byte tag at offset + length, then decrypts <paramref name="length"/> bytes in place. False for a wrong tag:
        /// the buffer is left as it was, nothing of the plain text exists.
        /// </summary>
        public virtual bool Open(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            _whole.Begin(suite, keys, keyBlockOffset, sequence, aad, aadOffset, aadLength);
            _whole.Crypt(buffer, offset, length, true);
            _whole.Finish(_scratch, 0);
            bool right = ConstantTime.Equals(_scratch, 0, buffer, offset + length, 16);
            Array.Clear(_scratch, 0, 64);
            if (!right)
            {
                Array.Clear(buffer, offset, length);
            }

            return right;
        }

        /// <summary>Writes the 5 mask bytes of QUIC header protection (RFC 9001 section 5.4) for a 16-byte sample.</summary>
        public virtual void HeaderProtectionMask(int suite, byte[] keys, int keyBlockOffset, byte[] sample, int sampleOffset, byte[] mask, int maskOffset)
        {
            byte[] scratch = _scratch;
            Array.Clear(scratch, 0, 64);
            uint w0 = BitConverter.ToUInt32(sample, sampleOffset);
            uint w1 = BitConverter.ToUInt32(sample, sampleOffset + 4);
            uint w2 = BitConverter.ToUInt32(sample, sampleOffset + 8);
            uint w3 = BitConverter.ToUInt32(sample, sampleOffset + 12);
            if (suite == CipherSuite.Aes128GcmSha256)
            {
                AesContext context = FindAes(keys, keyBlockOffset + KeyBlock.HeaderProtection);
                w3 = (w3 >> 24) | ((w3 >> 8) & 0xff00) | ((w3 << 8) & 0xff0000) | (w3 << 24);
                Aes128.Xor(Table, context.Schedule, w0, w1, w2, w3, scratch, 0, 1);
            }
            else if (suite == CipherSuite.ChaCha20Poly1305Sha256)
            {
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

            _record.Crypt(buffer, offset, length, true);
        }

        /// <summary>Ends the record; true when the 16-byte tag is right. Without that, everything decrypted is to be thrown away.</summary>
        public virtual bool OpenEnd(byte[] tag, int offset)
        {
            if (!_record.IsActive)
            {
                throw new InvalidOperationException();
            }

            _record.Finish(_scratch, 0);
            bool right = ConstantTime.Equals(_scratch, 0, tag, offset, 16);
            Array.Clear(_scratch, 0, 64);
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
        }

        /// <summary>The expanded form of a key: kept from before, or made in the place of the one unused for longest.</summary>
        internal AesContext FindAes(byte[] keys, int offset)
        {
            ulong low = BitConverter.ToUInt64(keys, offset);
            ulong high = BitConverter.ToUInt64(keys, offset + 8);
            AesContext[] contexts = _contexts;
            AesContext oldest = null;
            _uses++;
            for (int i = 0; i < contexts.Length; i++)
            {
                AesContext context = contexts[i];
                if (((context.KeyLow ^ low) | (context.KeyHigh ^ high)) == 0 && context.LastUse != 0)
                {
                    context.LastUse = _uses;
                    return context;
                }

                if (oldest == null || context.LastUse - oldest.LastUse < 0)
                {
                    oldest = context;
                }
            }

            oldest.Load(Table, keys, offset, _scratch);
            oldest.LastUse = _uses;
            return oldest;
        }
    }
}
