// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The seam between the protocols and the primitives. This class is the managed reference and the default; a platform that has
    /// only AES gives that as <see cref="CryptoProfile.Accelerator"/>, one that has more derives from it. There is one instance per image: it owns the expanded keys and the scratch that everybody shares.
    /// Keys are passed raw, as a <see cref="KeyBlock"/>; nonce = iv XOR sequence (RFC 8446 section 5.3, RFC 9001 section 5.3).
    /// </summary>
    public class CryptoProvider
    {
        /// <summary>
        /// A hash for use within one call of yours; anybody else may use it afterwards. MAC, key derivation and <see cref="HmacDrbg"/> work with it too,
        /// so they cannot be used between its first byte and its <see cref="Sha256.Finish(byte[], int)"/>; the same holds the other way round.
        /// </summary>
        public readonly Sha256 Hash;

        /// <summary>A MAC for use within one call of yours.</summary>
        public readonly HmacSha256 Hmac;

        /// <summary>A key derivation for use within one call of yours. Its PRK stays while <see cref="Hmac"/> and <see cref="Hash"/> are used.</summary>
        public readonly Hkdf Hkdf;

        /// <summary>Expanded keys, the one used last in front.</summary>
        internal readonly AesContext[] Contexts;

        // The header protection keys used last; null with the S-box: there a block is cheap without an expanded key.
        private readonly AesContext[] _headerContexts;
        private readonly AeadStream _whole;
        private readonly AeadStream[] _records;

        // For one call at a time, which clears it before and after.
        private readonly byte[] _scratch = new byte[AeadStream.WholeLength];

        /// <summary>The standard provider.</summary>
        public CryptoProvider()
            : this(new CryptoProfile())
        {
        }

        /// <summary>A provider by the constants of a board.</summary>
        public CryptoProvider(CryptoProfile profile)
        {
            Hash = new Sha256(profile.HmacAccelerator);
            Hmac = new HmacSha256(Hash);
            Hkdf = new Hkdf(Hash);
            byte[] box = null;
            AcceleratedAes accelerated = profile.Accelerator == null ? null : new AcceleratedAes(profile.Accelerator);
            if (profile.UsesTables && accelerated == null)
            {
                box = new byte[Aes128.BoxLength];
                Aes128.MakeBox(box);
            }
            else
            {
                // Two, as of the AEAD keys: what comes and what goes.
                _headerContexts = new AesContext[] { new AesContext(null, accelerated, false, false), new AesContext(null, accelerated, false, false) };
            }

            Contexts = new AesContext[profile.AesContexts];
            for (int i = 0; i < Contexts.Length; i++)
            {
                Contexts[i] = new AesContext(box, accelerated, true, profile.UsesTables);
            }

            _whole = new AeadStream(this, _scratch);
            _records = new AeadStream[profile.Records];
            for (int i = 0; i < _records.Length; i++)
            {
                _records[i] = new AeadStream(this, new byte[AeadStream.RecordLength]);
            }
        }

        /// <summary>Expands an AES-128 key ahead of its use, as a piece of work of its own, where more than one expanded key is kept; else nothing.</summary>
        /// <param name="keys">Holds the key block.</param>
        /// <param name="keyBlockOffset">Where it begins.</param>
        public virtual void Expand(byte[] keys, int keyBlockOffset)
        {
            if (Contexts.Length > 1 && !FindAes(Contexts, keys, keyBlockOffset + KeyBlock.Key))
            {
                Contexts[0].Load(keys, keyBlockOffset + KeyBlock.Key, _scratch);
            }

            if (_headerContexts != null && !FindAes(_headerContexts, keys, keyBlockOffset + KeyBlock.HeaderProtection))
            {
                _headerContexts[0].Load(keys, keyBlockOffset + KeyBlock.HeaderProtection, _scratch);
            }
        }

        /// <summary>
        /// Encrypts <paramref name="length"/> bytes in place and writes the 16-byte tag after them, at offset + length.
        /// </summary>
        public virtual void Seal(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            AeadStream whole = _whole;
            if (suite == CipherSuite.Aes128GcmSha256 && !FindAes(Contexts, keys, keyBlockOffset + KeyBlock.Key))
            {
                Contexts[0].Load(keys, keyBlockOffset + KeyBlock.Key, _scratch);
            }

            whole.Begin(suite, keys, keyBlockOffset, sequence, aadLength, length);
            whole.MacWhole(aad, aadOffset, aadLength);
            whole.XorWhole(buffer, offset, length);
            whole.MacWhole(buffer, offset, length);
            whole.Finish();
            whole.WriteTag(buffer, offset + length);
            whole.Wipe();
        }

        /// <summary>
        /// Verifies the 16-byte tag at offset + length, then decrypts <paramref name="length"/> bytes in place. False for a wrong tag:
        /// the buffer is left as it was, nothing of the plain text exists.
        /// </summary>
        public virtual bool Open(int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength, byte[] buffer, int offset, int length)
        {
            byte[] scratch = _scratch;
            int tagOffset = offset + length;
            AeadStream whole = _whole;
            if (suite == CipherSuite.Aes128GcmSha256 && !FindAes(Contexts, keys, keyBlockOffset + KeyBlock.Key))
            {
                Contexts[0].Load(keys, keyBlockOffset + KeyBlock.Key, _scratch);
            }

            whole.Begin(suite, keys, keyBlockOffset, sequence, aadLength, length);
            whole.MacWhole(aad, aadOffset, aadLength);
            whole.MacWhole(buffer, offset, length);
            whole.Finish();
            bool right = whole.IsTag(buffer, tagOffset);
            if (right)
            {
                Array.Copy(buffer, tagOffset, scratch, AeadStream.MacBlock, CipherSuite.TagLength);
                whole.XorWhole(buffer, offset, length);
                Array.Copy(scratch, AeadStream.MacBlock, buffer, tagOffset, CipherSuite.TagLength);
            }

            whole.Wipe();
            return right;
        }

        /// <summary>Writes the 5 mask bytes of QUIC header protection (RFC 9001 section 5.4) for a 16-byte sample.</summary>
        public virtual void HeaderProtectionMask(int suite, byte[] keys, int keyBlockOffset, byte[] sample, int sampleOffset, byte[] mask, int maskOffset)
        {
            byte[] scratch = _scratch;
            Array.Clear(scratch, 0, 16);
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

                bool found = FindAes(_headerContexts, keys, keyBlockOffset);
                AesContext context = _headerContexts[0];
                if (!found)
                {
                    context.Load(keys, keyBlockOffset, scratch);
                }

                uint w3 = BitConverter.ToUInt32(sample, sampleOffset + 12);
                w3 = (w3 >> 24) | ((w3 >> 8) & 0xff00) | ((w3 << 8) & 0xff0000) | (w3 << 24);
                uint w0 = BitConverter.ToUInt32(sample, sampleOffset);
                uint w1 = BitConverter.ToUInt32(sample, sampleOffset + 4);
                uint w2 = BitConverter.ToUInt32(sample, sampleOffset + 8);
                context.Xor(w0, w1, w2, w3, null, 0, scratch, 0, 1);
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
            Array.Clear(scratch, 0, 64);
            ChaCha20.Xor(key, keyOffset, 0, 0, (uint)nonce, (uint)(nonce >> 32), scratch, 0, length > 32 ? 1 : length > 8 ? ChaCha20.FirstHalf : ChaCha20.FirstWord);
            Array.Copy(scratch, 0, destination, offset, length);
            Array.Clear(scratch, 0, 64);
        }

        /// <summary>Finds a place for a record that is opened as its bytes arrive.</summary>
        /// <returns>Its number, for <see cref="OpenBegin"/>; -1 if <see cref="CryptoProfile.Records"/> are under way.</returns>
        public virtual int FindRecord()
        {
            AeadStream[] records = _records;
            for (int i = 0; i < records.Length; i++)
            {
                if (!records[i].IsActive)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>
        /// Begins a record that is opened as its bytes arrive, in a place where none is under way. Others, <see cref="Seal"/> and <see cref="Open"/> may interleave.
        /// </summary>
        public virtual void OpenBegin(int record, int suite, byte[] keys, int keyBlockOffset, long sequence, byte[] aad, int aadOffset, int aadLength)
        {
            if (_records[record].IsActive)
            {
                throw new InvalidOperationException();
            }

            if (suite == CipherSuite.Aes128GcmSha256 && !FindAes(Contexts, keys, keyBlockOffset + KeyBlock.Key))
            {
                Contexts[0].Load(keys, keyBlockOffset + KeyBlock.Key, _scratch);
            }

            _records[record].Begin(suite, keys, keyBlockOffset, sequence, aadLength, 0);
            _records[record].MacWhole(aad, aadOffset, aadLength);
        }

        /// <summary>
        /// Decrypts the next bytes of the record in place, any number per call. What appears is <b>unverified</b>: nothing that can be
        /// observed may depend on it before <see cref="OpenEnd"/> says true.
        /// </summary>
        public virtual void OpenUpdate(int record, byte[] buffer, int offset, int length)
        {
            if (!_records[record].IsActive)
            {
                throw new InvalidOperationException();
            }

            _records[record].Resume(_scratch);
            _records[record].OpenPart(buffer, offset, length);
        }

        /// <summary>Ends the record; true when the 16-byte tag is right. Without that, everything decrypted is to be thrown away.</summary>
        public virtual bool OpenEnd(int record, byte[] tag, int offset)
        {
            if (!_records[record].IsActive)
            {
                throw new InvalidOperationException();
            }

            _records[record].Resume(_scratch);
            _records[record].FinishParts();
            bool right = _records[record].IsTag(tag, offset);
            _records[record].Wipe();
            return right;
        }

        /// <summary>Gives up the record under way in a place, if any.</summary>
        public virtual void OpenAbort(int record)
        {
            _records[record].Wipe();
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
                _headerContexts[1].Wipe();
            }
        }

        /// <summary>Puts the expanded form of a key in front of the others.</summary>
        /// <returns>False when it was not kept from before: that unused for longest is in front, and the caller loads the key, which is deep enough from there.</returns>
        internal static bool FindAes(AesContext[] contexts, byte[] keys, int offset)
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
                    for (; i > 0; i--)
                    {
                        contexts[i] = contexts[i - 1];
                    }

                    contexts[0] = context;
                    return found;
                }
            }
        }
    }
}
