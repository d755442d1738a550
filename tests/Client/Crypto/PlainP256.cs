// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// P-256 in Jacobian coordinates, one bit at a time.
    /// </summary>
    internal sealed class PlainP256
    {
        public readonly PlainModulus P = new PlainModulus(0xFFFFFFFF00000001, 0, 0x00000000FFFFFFFF, 0xFFFFFFFFFFFFFFFF);
        public readonly PlainModulus N = new PlainModulus(0xFFFFFFFF00000000, 0xFFFFFFFFFFFFFFFF, 0xBCE6FAADA7179E84, 0xF3B9CAC2FC632551);

        private readonly uint[] _b = new uint[8];
        private readonly uint[] _a = new uint[8];
        private readonly uint[] _c = new uint[8];
        private readonly uint[] _d = new uint[8];
        private readonly uint[] _e = new uint[8];
        private readonly uint[] _f = new uint[8];

        public PlainP256()
        {
            byte[] b =
            {
                0x5A, 0xC6, 0x35, 0xD8, 0xAA, 0x3A, 0x93, 0xE7, 0xB3, 0xEB, 0xBD, 0x55, 0x76, 0x98, 0x86, 0xBC,
                0x65, 0x1D, 0x06, 0xB0, 0xCC, 0x53, 0xB0, 0xF6, 0x3B, 0xCE, 0x3C, 0x3E, 0x27, 0xD2, 0x60, 0x4B,
            };
            P.Load(_b, b, 0, false);
            P.ToMontgomery(_b, _b);
        }

        /// <summary>The base point as x || y.</summary>
        public static byte[] Base()
        {
            return new byte[]
            {
                0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC, 0xE6, 0xE5, 0x63, 0xA4, 0x40, 0xF2,
                0x77, 0x03, 0x7D, 0x81, 0x2D, 0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2, 0x96,
                0x4F, 0xE3, 0x42, 0xE2, 0xFE, 0x1A, 0x7F, 0x9B, 0x8E, 0xE7, 0xEB, 0x4A, 0x7C, 0x0F, 0x9E, 0x16,
                0x2B, 0xCE, 0x33, 0x57, 0x6B, 0x31, 0x5E, 0xCE, 0xCB, 0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5,
            };
        }

        /// <summary>Reads x || y, in Montgomery form; false if it is not a point of the curve.</summary>
        public bool LoadPoint(uint[] x, uint[] y, byte[] point, int offset)
        {
            P.Load(x, point, offset, false);
            P.Load(y, point, offset + 32, false);
            if (!P.IsBelow(x) || !P.IsBelow(y))
            {
                return false;
            }

            P.ToMontgomery(x, x);
            P.ToMontgomery(y, y);
            P.Mul(_c, x, x);
            P.Mul(_c, _c, x);
            P.Sub(_c, _c, x);
            P.Sub(_c, _c, x);
            P.Sub(_c, _c, x);
            P.Add(_c, _c, _b);
            P.Mul(_d, y, y);
            P.Sub(_c, _c, _d);
            return PlainModulus.IsZero(_c);
        }

        /// <summary>(x, y, z) = 2 (x, y, z)</summary>
        public void Double(uint[] x, uint[] y, uint[] z)
        {
            P.Mul(_a, z, z);
            P.Mul(_c, y, y);
            P.Mul(_d, x, _c);
            P.Sub(_e, x, _a);
            P.Add(_f, x, _a);
            P.Mul(_e, _e, _f);
            P.Add(_f, _e, _e);
            P.Add(_e, _e, _f);
            P.Mul(z, y, z);
            P.Add(z, z, z);
            P.Add(_d, _d, _d);
            P.Add(_d, _d, _d);
            P.Mul(x, _e, _e);
            P.Sub(x, x, _d);
            P.Sub(x, x, _d);
            P.Sub(_d, _d, x);
            P.Mul(y, _e, _d);
            P.Mul(_c, _c, _c);
            P.Add(_c, _c, _c);
            P.Add(_c, _c, _c);
            P.Add(_c, _c, _c);
            P.Sub(y, y, _c);
        }

        /// <summary>(x, y, z) = (x, y, z) + (px, py, 1); z = 0 is the point at infinity.</summary>
        public void Add(uint[] x, uint[] y, uint[] z, uint[] px, uint[] py)
        {
            if (PlainModulus.IsZero(z))
            {
                System.Array.Copy(px, x, 8);
                System.Array.Copy(py, y, 8);
                System.Array.Copy(P.One, z, 8);
                return;
            }

            P.Mul(_a, z, z);
            P.Mul(_c, px, _a);
            P.Sub(_c, _c, x);
            P.Mul(_a, _a, z);
            P.Mul(_d, py, _a);
            P.Sub(_d, _d, y);
            if (PlainModulus.IsZero(_c) && PlainModulus.IsZero(_d))
            {
                Double(x, y, z);
                return;
            }

            P.Mul(z, z, _c);
            P.Mul(_a, _c, _c);
            P.Mul(_e, x, _a);
            P.Mul(_a, _a, _c);
            P.Mul(x, _d, _d);
            P.Sub(x, x, _a);
            P.Sub(x, x, _e);
            P.Sub(x, x, _e);
            P.Sub(_e, _e, x);
            P.Mul(_e, _d, _e);
            P.Mul(_a, y, _a);
            P.Sub(y, _e, _a);
        }

        /// <summary>Writes x || y of the scalar multiple; false if that is the point at infinity.</summary>
        public bool Multiply(uint[] scalar, uint[] px, uint[] py, byte[] result, int offset)
        {
            uint[] x = new uint[8];
            uint[] y = new uint[8];
            uint[] z = new uint[8];
            for (int i = 255; i >= 0; i--)
            {
                Double(x, y, z);
                if (((scalar[i >> 5] >> (i & 31)) & 1) != 0)
                {
                    Add(x, y, z, px, py);
                }
            }

            return StorePoint(x, y, z, result, offset);
        }

        /// <summary>Writes x || y; false for the point at infinity.</summary>
        public bool StorePoint(uint[] x, uint[] y, uint[] z, byte[] result, int offset)
        {
            if (PlainModulus.IsZero(z))
            {
                return false;
            }

            P.Invert(z, z);
            P.Mul(_a, z, z);
            P.Mul(x, x, _a);
            P.Mul(_a, _a, z);
            P.Mul(y, y, _a);
            P.FromMontgomery(x, x);
            P.FromMontgomery(y, y);
            P.Store(x, result, offset, false);
            P.Store(y, result, offset + 32, false);
            return true;
        }
    }
}
