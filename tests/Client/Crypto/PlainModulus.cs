// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// Arithmetic modulo an odd number of 256 bits, eight words of 32 bits in Montgomery form.
    /// </summary>
    internal sealed class PlainModulus
    {
        private readonly uint[] _m = new uint[8];
        private readonly uint[] _square = new uint[8];
        private readonly ulong[] _t = new ulong[18];
        private readonly uint _inverse;

        public readonly uint[] One = new uint[8];

        public PlainModulus(ulong w3, ulong w2, ulong w1, ulong w0)
        {
            _m[0] = (uint)w0;
            _m[1] = (uint)(w0 >> 32);
            _m[2] = (uint)w1;
            _m[3] = (uint)(w1 >> 32);
            _m[4] = (uint)w2;
            _m[5] = (uint)(w2 >> 32);
            _m[6] = (uint)w3;
            _m[7] = (uint)(w3 >> 32);
            uint x = 1;
            for (int i = 0; i < 5; i++)
            {
                x *= 2 - _m[0] * x;
            }

            _inverse = 0 - x;
            uint[] r = new uint[8];
            r[0] = 1;
            for (int i = 0; i < 512; i++)
            {
                if (i == 256)
                {
                    System.Array.Copy(r, One, 8);
                }

                Add(r, r, r);
            }

            System.Array.Copy(r, _square, 8);
        }

        public void Load(uint[] r, byte[] bytes, int offset, bool littleEndian)
        {
            for (int i = 0; i < 8; i++)
            {
                int o = littleEndian ? offset + 4 * i : offset + 28 - 4 * i;
                r[i] = littleEndian
                    ? (uint)(bytes[o] | bytes[o + 1] << 8 | bytes[o + 2] << 16 | bytes[o + 3] << 24)
                    : (uint)(bytes[o + 3] | bytes[o + 2] << 8 | bytes[o + 1] << 16 | bytes[o] << 24);
            }
        }

        public void Store(uint[] a, byte[] bytes, int offset, bool littleEndian)
        {
            for (int i = 0; i < 32; i++)
            {
                bytes[littleEndian ? offset + i : offset + 31 - i] = (byte)(a[i >> 2] >> (8 * (i & 3)));
            }
        }

        public bool IsBelow(uint[] a)
        {
            for (int i = 7; i >= 0; i--)
            {
                if (a[i] != _m[i])
                {
                    return a[i] < _m[i];
                }
            }

            return false;
        }

        public static bool IsZero(uint[] a)
        {
            uint x = 0;
            for (int i = 0; i < 8; i++)
            {
                x |= a[i];
            }

            return x == 0;
        }

        public void ToMontgomery(uint[] r, uint[] a)
        {
            Mul(r, a, _square);
        }

        public void FromMontgomery(uint[] r, uint[] a)
        {
            uint[] one = new uint[8];
            one[0] = 1;
            Mul(r, a, one);
        }

        public void Add(uint[] r, uint[] a, uint[] b)
        {
            ulong c = 0;
            for (int i = 0; i < 8; i++)
            {
                c += (ulong)a[i] + b[i];
                _t[i] = c & 0xFFFFFFFF;
                c >>= 32;
            }

            _t[8] = c;
            Reduce(r, 0);
        }

        public void Sub(uint[] r, uint[] a, uint[] b)
        {
            long c = 0;
            for (int i = 0; i < 8; i++)
            {
                c += (long)a[i] - b[i];
                _t[i] = (ulong)c & 0xFFFFFFFF;
                c >>= 32;
            }

            ulong mask = (ulong)c;
            ulong d = 0;
            for (int i = 0; i < 8; i++)
            {
                d += _t[i] + (_m[i] & mask);
                r[i] = (uint)d;
                d >>= 32;
            }
        }

        public void Mul(uint[] r, uint[] a, uint[] b)
        {
            System.Array.Clear(_t, 0, 18);
            for (int i = 0; i < 8; i++)
            {
                ulong c = 0;
                ulong x = a[i];
                for (int j = 0; j < 8; j++)
                {
                    c += _t[i + j] + x * b[j];
                    _t[i + j] = c & 0xFFFFFFFF;
                    c >>= 32;
                }

                _t[i + 8] = c;
            }

            for (int i = 0; i < 8; i++)
            {
                ulong c = 0;
                ulong x = (uint)_t[i] * _inverse;
                for (int j = 0; j < 8; j++)
                {
                    c += _t[i + j] + x * _m[j];
                    _t[i + j] = c & 0xFFFFFFFF;
                    c >>= 32;
                }

                for (int j = i + 8; j < 17; j++)
                {
                    c += _t[j];
                    _t[j] = c & 0xFFFFFFFF;
                    c >>= 32;
                }
            }

            Reduce(r, 8);
        }

        /// <summary>Fermat: a to the power m - 2.</summary>
        public void Invert(uint[] r, uint[] a)
        {
            uint[] x = new uint[8];
            System.Array.Copy(One, x, 8);
            for (int i = 255; i >= 0; i--)
            {
                Mul(x, x, x);
                uint word = _m[i >> 5];
                if ((i >> 5) == 0)
                {
                    word -= 2;
                }

                if (((word >> (i & 31)) & 1) != 0)
                {
                    Mul(x, x, a);
                }
            }

            System.Array.Copy(x, r, 8);
        }

        private void Reduce(uint[] r, int offset)
        {
            long c = 0;
            for (int i = 0; i < 8; i++)
            {
                c += (long)_t[offset + i] - _m[i];
                r[i] = (uint)c;
                c >>= 32;
            }

            c += (long)_t[offset + 8];
            ulong mask = (ulong)(c >> 63);
            ulong d = 0;
            for (int i = 0; i < 8; i++)
            {
                d += r[i] + (_m[i] & mask);
                r[i] = (uint)d;
                d >>= 32;
            }
        }
    }
}
