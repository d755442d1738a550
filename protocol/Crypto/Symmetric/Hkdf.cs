// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// HKDF with SHA-256 (RFC 5869) and the HKDF-Expand-Label of TLS 1.3 (RFC 8446 section 7.1). The pad midstates of a PRK are kept by
    /// <see cref="SetPrk"/>, so that several secrets expanded from it cost two compressions each.
    /// Constant-time as SHA-256 is: only labels and lengths, which are public, steer the flow.
    /// </summary>
    public sealed class Hkdf
    {
        /// <summary>Longest context of <see cref="ExpandLabel(int, byte[], int, int, byte[], int, int)"/> in bytes.</summary>
        public const int MaxContextLength = 255;

        private const int NoLabel = -1;

        private readonly Sha256 _hash;

        // The PRK as a key of HmacSha256.
        private readonly uint[] _key = new uint[16];

        /// <summary>Makes a key derivation with a hash of its own.</summary>
        public Hkdf()
            : this(new Sha256())
        {
        }

        /// <summary>Makes a key derivation that works with a hash others use between its calls.</summary>
        internal Hkdf(Sha256 hash)
        {
            _hash = hash;
        }

        /// <summary>HKDF-Extract: writes the 32-byte PRK. An empty salt stands for 32 zero bytes, as RFC 5869 says.</summary>
        public void Extract(byte[] salt, int saltOffset, int saltLength, byte[] ikm, int ikmOffset, int ikmLength, byte[] prk, int prkOffset)
        {
            Sha256 hash = _hash;
            HmacSha256.SetKey(hash, _key, salt, saltOffset, saltLength);
            hash.Update(ikm, ikmOffset, ikmLength);
            hash.Finish(_key, prk, prkOffset, HmacSha256.MacLength);
        }

        /// <summary>HKDF-Extract with a salt of <see cref="HkdfSalt"/>: two compressions instead of four.</summary>
        public void Extract(int salt, byte[] ikm, int ikmOffset, int ikmLength, byte[] prk, int prkOffset)
        {
            Sha256 hash = _hash;
            hash.LoadSalt(salt, _key);
            hash.StartMac(_key);
            hash.Update(ikm, ikmOffset, ikmLength);
            hash.Finish(_key, prk, prkOffset, HmacSha256.MacLength);
        }

        /// <summary>Takes the 32-byte PRK that the expansions after this call start from.</summary>
        public void SetPrk(byte[] prk, int offset)
        {
            HmacSha256.SetKey(_hash, _key, prk, offset, HmacSha256.MacLength);
        }

        /// <summary>Writes the PRK set before as <see cref="HmacSha256.SaveKey"/> does (64 bytes), for expansions at another time.</summary>
        public void SavePrk(byte[] saved, int offset)
        {
            HmacSha256.SaveKey(_key, saved, offset);
        }

        /// <summary>Takes up a PRK that <see cref="SavePrk"/> wrote.</summary>
        public void LoadPrk(byte[] saved, int offset)
        {
            HmacSha256.LoadKey(_key, saved, offset);
        }

        /// <summary>HKDF-Expand from the PRK set before; at most 255 blocks of 32 bytes.</summary>
        public void Expand(byte[] info, int infoOffset, int infoLength, byte[] okm, int offset, int length)
        {
            Expand(NoLabel, null, info, infoOffset, infoLength, okm, offset, length);
        }

        /// <summary>HKDF-Expand-Label with a label of <see cref="HkdfLabel"/>.</summary>
        public void ExpandLabel(int label, byte[] context, int contextOffset, int contextLength, byte[] okm, int offset, int length)
        {
            if (contextLength < 0 || contextLength > MaxContextLength)
            {
                throw new ArgumentException();
            }

            Expand(label, null, context, contextOffset, contextLength, okm, offset, length);
        }

        /// <summary>HKDF-Expand-Label with any label (of at most 12 bytes, without "tls13 "), for labels that have no number.</summary>
        public void ExpandLabel(byte[] label, byte[] context, int contextOffset, int contextLength, byte[] okm, int offset, int length)
        {
            if (contextLength < 0 || contextLength > MaxContextLength || label.Length > 12)
            {
                throw new ArgumentException();
            }

            Expand(HkdfLabel.Iv, label, context, contextOffset, contextLength, okm, offset, length);
        }

        /// <summary>Erases the PRK and everything derived from it.</summary>
        public void Wipe()
        {
            _hash.Wipe();
            Array.Clear(_key, 0, 16);
        }

        /// <summary>
        /// What is hashed is written where it is hashed: the length and the label into the hash's own block, in which they always have room.
        /// </summary>
        private void Expand(int label, byte[] name, byte[] context, int contextOffset, int contextLength, byte[] okm, int offset, int length)
        {
            if (length < 0 || length > 255 * HmacSha256.MacLength)
            {
                throw new ArgumentException();
            }

            Sha256 hash = _hash;
            uint[] key = _key;
            int left = length;
            int at = 0;
            for (int counter = 1; left > 0; counter++)
            {
                hash.StartMac(key);
                if (counter > 1)
                {
                    // The block before is whole, since it was not the last.
                    hash.Update(okm, offset - HmacSha256.MacLength, HmacSha256.MacLength);
                    at = HmacSha256.MacLength;
                }

                if (label != NoLabel)
                {
                    byte[] block = hash.Block;
                    block[at] = (byte)(length >> 8);
                    block[at + 1] = (byte)length;
                    int written = HkdfLabel.Write(label, block, at + 2) + 2;
                    if (name != null)
                    {
                        written = name.Length + 9;
                        block[at + 2] = (byte)(name.Length + 6);
                        Array.Copy(name, 0, block, at + 9, name.Length);
                    }

                    block[at + written] = (byte)contextLength;
                    hash.Skip(written + 1);
                }

                hash.Update(context, contextOffset, contextLength);
                hash.Update((byte)counter);
                int take = left < HmacSha256.MacLength ? left : HmacSha256.MacLength;
                hash.Finish(key, okm, offset, take);
                offset += take;
                left -= take;
            }
        }
    }
}
