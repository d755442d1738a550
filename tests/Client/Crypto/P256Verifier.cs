// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// Verifies ECDSA signatures on P-256 (FIPS 186-5 section 6.4.2). Nothing here is secret, so nothing is constant-time.
    /// </summary>
    public sealed class P256Verifier
    {
        private readonly PlainP256 _curve = new PlainP256();
        private readonly byte[] _raw = new byte[64];

        /// <summary>
        /// Verifies a signature given as Ecdsa-Sig-Value (DER).
        /// </summary>
        /// <param name="point">Array with the public key, uncompressed, 65 bytes.</param>
        /// <param name="pointOffset">Where it begins.</param>
        /// <param name="hash">Array with the hash of the message, 32 bytes.</param>
        /// <param name="hashOffset">Where it begins.</param>
        /// <param name="der">Array with the signature.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">Its length; all of it is the SEQUENCE.</param>
        /// <returns>True if the signature is good.</returns>
        public bool VerifyDer(byte[] point, int pointOffset, byte[] hash, int hashOffset, byte[] der, int offset, int length)
        {
            if (length < 8 || length > 72 || der[offset] != 0x30 || der[offset + 1] != length - 2)
            {
                return false;
            }

            int end = offset + length;
            int at = ReadInteger(der, offset + 2, end, 0);
            if (at < 0)
            {
                return false;
            }

            at = ReadInteger(der, at, end, 32);
            return at == end && Verify(point, pointOffset, hash, hashOffset, _raw, 0);
        }

        /// <summary>
        /// Verifies a signature given as r and s, 32 bytes each, big-endian.
        /// </summary>
        /// <returns>True if the signature is good.</returns>
        public bool Verify(byte[] point, int pointOffset, byte[] hash, int hashOffset, byte[] rs, int offset)
        {
            PlainModulus n = _curve.N;
            uint[] r = new uint[8];
            uint[] s = new uint[8];
            uint[] qx = new uint[8];
            uint[] qy = new uint[8];
            n.Load(r, rs, offset, false);
            n.Load(s, rs, offset + 32, false);
            if (!n.IsBelow(r) || !n.IsBelow(s) || PlainModulus.IsZero(r) || PlainModulus.IsZero(s) || point[pointOffset] != 4
                || !_curve.LoadPoint(qx, qy, point, pointOffset + 1))
            {
                return false;
            }

            uint[] u1 = new uint[8];
            uint[] u2 = new uint[8];
            n.ToMontgomery(s, s);
            n.Invert(s, s);
            n.Load(u1, hash, hashOffset, false);
            n.Mul(u1, u1, s);
            n.Mul(u2, r, s);

            uint[] gx = new uint[8];
            uint[] gy = new uint[8];
            uint[] x = new uint[8];
            uint[] y = new uint[8];
            uint[] z = new uint[8];
            _curve.LoadPoint(gx, gy, PlainP256.Base(), 0);
            for (int i = 255; i >= 0; i--)
            {
                _curve.Double(x, y, z);
                if ((u1[i >> 5] >> (i & 31) & 1) != 0)
                {
                    _curve.Add(x, y, z, gx, gy);
                }

                if ((u2[i >> 5] >> (i & 31) & 1) != 0)
                {
                    _curve.Add(x, y, z, qx, qy);
                }
            }

            byte[] result = new byte[64];
            if (!_curve.StorePoint(x, y, z, result, 0))
            {
                return false;
            }

            n.Load(x, result, 0, false);
            n.ToMontgomery(x, x);
            n.FromMontgomery(x, x);
            uint difference = 0;
            for (int i = 0; i < 8; i++)
            {
                difference |= x[i] ^ r[i];
            }

            return difference == 0;
        }

        private int ReadInteger(byte[] der, int at, int end, int to)
        {
            if (at + 2 > end || der[at] != 2)
            {
                return -1;
            }

            int length = der[at + 1];
            at += 2;
            if (length == 0 || length > 33 || at + length > end || der[at] > 127)
            {
                return -1;
            }

            if (der[at] == 0 && length > 1)
            {
                if (der[at + 1] < 128)
                {
                    return -1;
                }

                at++;
                length--;
            }

            if (length > 32)
            {
                return -1;
            }

            System.Array.Clear(_raw, to, 32);
            System.Array.Copy(der, at, _raw, to + 32 - length, length);
            return at + length;
        }
    }
}
