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

        private readonly HmacSha256 _hmac = new HmacSha256();
        private readonly byte[] _info = new byte[22];
        private readonly byte[] _block = new byte[HmacSha256.MacLength];

        /// <summary>HKDF-Extract: writes the 32-byte PRK. An empty salt stands for 32 zero bytes, as RFC 5869 says.</summary>
        public void Extract(byte[] salt, int saltOffset, int saltLength, byte[] ikm, int ikmOffset, int ikmLength, byte[] prk, int prkOffset)
        {
            _hmac.SetKey(salt, saltOffset, saltLength);
            _hmac.Update(ikm, ikmOffset, ikmLength);
            _hmac.Finish(prk, prkOffset);
        }

        /// <summary>HKDF-Extract with a salt of <see cref="HkdfSalt"/>: two compressions instead of four.</summary>
        public void Extract(int salt, byte[] ikm, int ikmOffset, int ikmLength, byte[] prk, int prkOffset)
        {
            _hmac.SetKey(salt);
            _hmac.Update(ikm, ikmOffset, ikmLength);
            _hmac.Finish(prk, prkOffset);
        }

        /// <summary>Takes the 32-byte PRK that the expansions after this call start from.</summary>
        public void SetPrk(byte[] prk, int offset)
        {
            _hmac.SetKey(prk, offset, HmacSha256.MacLength);
        }

        /// <summary>Writes the PRK set before as <see cref="HmacSha256.SaveKey(byte[], int)"/> does (64 bytes), for expansions at another time.</summary>
        public void SavePrk(byte[] saved, int offset)
        {
            _hmac.SaveKey(saved, offset);
        }

        /// <summary>Takes up a PRK that <see cref="SavePrk"/> wrote.</summary>
        public void LoadPrk(byte[] saved, int offset)
        {
            _hmac.LoadKey(saved, offset);
        }

        /// <summary>HKDF-Expand from the PRK set before; at most 255 blocks of 32 bytes.</summary>
        public void Expand(byte[] info, int infoOffset, int infoLength, byte[] okm, int offset, int length)
        {
            ExpandParts(0, info, infoOffset, infoLength, okm, offset, length);
        }

        /// <summary>HKDF-Expand-Label with a label of <see cref="HkdfLabel"/>.</summary>
        public void ExpandLabel(int label, byte[] context, int contextOffset, int contextLength, byte[] okm, int offset, int length)
        {
            byte[] info = _info;
            int written = HkdfLabel.Write(label, info, 2) + 2;
            info[0] = (byte)(length >> 8);
            info[1] = (byte)length;
            if (contextLength < 0 || contextLength > MaxContextLength)
            {
                throw new ArgumentException();
            }

            info[written] = (byte)contextLength;
            ExpandParts(written + 1, context, contextOffset, contextLength, okm, offset, length);
        }

        /// <summary>HKDF-Expand-Label with any label (of at most 12 bytes, without "tls13 "), for labels that have no number.</summary>
        public void ExpandLabel(byte[] label, byte[] context, int contextOffset, int contextLength, byte[] okm, int offset, int length)
        {
            byte[] info = _info;
            if (contextLength < 0 || contextLength > MaxContextLength || label.Length > 12)
            {
                throw new ArgumentException();
            }

            HkdfLabel.Write(HkdfLabel.Iv, info, 2);
            info[0] = (byte)(length >> 8);
            info[1] = (byte)length;
            info[2] = (byte)(label.Length + 6);
            Array.Copy(label, 0, info, 9, label.Length);
            info[9 + label.Length] = (byte)contextLength;
            ExpandParts(10 + label.Length, context, contextOffset, contextLength, okm, offset, length);
        }

        /// <summary>Erases the PRK and everything derived from it.</summary>
        public void Wipe()
        {
            _hmac.Wipe();
            Array.Clear(_block, 0, HmacSha256.MacLength);
        }

        /// <summary>The info is the first <paramref name="headLength"/> bytes of _info, followed by the caller's part, so that nothing is copied together.</summary>
        private void ExpandParts(int headLength, byte[] tail, int tailOffset, int tailLength, byte[] okm, int offset, int length)
        {
            if (length < 0 || length > 255 * HmacSha256.MacLength)
            {
                throw new ArgumentException();
            }

            HmacSha256 hmac = _hmac;
            byte[] block = _block;
            int counter = 1;
            while (length > 0)
            {
                hmac.Start();
                if (counter > 1)
                {
                    hmac.Update(block, 0, HmacSha256.MacLength);
                }

                hmac.Update(_info, 0, headLength);
                hmac.Update(tail, tailOffset, tailLength);
                block[0] = (byte)counter;
                hmac.Update(block, 0, 1);
                hmac.Finish(block, 0);
                int take = length < HmacSha256.MacLength ? length : HmacSha256.MacLength;
                Array.Copy(block, 0, okm, offset, take);
                offset += take;
                length -= take;
                counter++;
            }

            Array.Clear(block, 0, HmacSha256.MacLength);
        }
    }
}
