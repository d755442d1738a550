// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Statements on numbers of nine limbs of 29 bits that lie in locals (name0 .. name8). Every column is one expression, begun
    /// with the carry of the column before: the compiler then leaves the carry on the evaluation stack (a dup in place of a store and two loads).
    /// </summary>
    public static class LimbEmitter
    {
        public const int Limbs = 9;
        public const int Bits = 29;

        private static int s_block;

        public delegate string Column(int k);

        public static void Reset()
        {
            s_block = 0;
        }

        public static Column Product(string a, string b)
        {
            return k =>
            {
                List<string> terms = new List<string>();
                for (int i = 0; i < Limbs; i++)
                {
                    if (k - i >= 0 && k - i < Limbs)
                    {
                        terms.Add(a + i + " * " + b + (k - i));
                    }
                }

                return string.Join(" + ", terms);
            };
        }

        public static Column Square(string a)
        {
            return k =>
            {
                List<string> terms = new List<string>();
                for (int i = 0; i < k - i; i++)
                {
                    if (k - i < Limbs)
                    {
                        terms.Add(a + i + " * " + a + (k - i));
                    }
                }

                string text = terms.Count == 0 ? string.Empty : "((" + string.Join(" + ", terms) + ") << 1)";
                if ((k & 1) == 0)
                {
                    text += (text.Length == 0 ? string.Empty : " + ") + a + (k / 2) + " * " + a + (k / 2);
                }

                return text;
            };
        }

        /// <summary>The products of a square, subtracted: used as the tail of another column.</summary>
        public static string Each(Func<int, string> statement)
        {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < Limbs; i++)
            {
                text.Append(i == 0 ? string.Empty : " ").Append(statement(i));
            }

            return text.ToString();
        }

        public static void ForEach(SourceWriter w, Func<int, string> statement)
        {
            for (int i = 0; i < Limbs; i++)
            {
                w.Line(statement(i));
            }
        }

        public static string Declare(params string[] names)
        {
            List<string> all = new List<string>();
            foreach (string name in names)
            {
                for (int i = 0; i < Limbs; i++)
                {
                    all.Add(name + i);
                }
            }

            return "long " + string.Join(", ", all) + ";";
        }

        /// <summary>
        /// target = columns mod 2^255 - 19. Needs locals mask (2^29 - 1), top (2^23 - 1), fold (1216), small (19), high. A wide square has a column 7 up to 2^63.2.
        /// </summary>
        public static void Reduce25519(SourceWriter w, string target, Column column, bool wide = false)
        {
            string t = "t" + s_block++ + "_";
            w.Open(string.Empty.PadRight(0) + "// " + target);
            StringBuilder names = new StringBuilder("long ");
            for (int k = 0; k < Limbs; k++)
            {
                names.Append(t).Append(k).Append(", ");
            }

            w.Line(names.Append(t).Append("f;").ToString());
            for (int k = 0; k < Limbs; k++)
            {
                string carry = k == 0 ? string.Empty : "(" + t + (k - 1) + " >> 29) + ";
                string high = k == 0 ? "((high = " + column(9) + ") & mask) * fold"
                    : k < 8 ? "((high = (high >> 29) + " + column(k + 9) + ") & mask) * fold"
                    : "(high >> 29) * fold";
                string extra = wide && k == 7 ? " - 0x4000000000000000L" : wide && k == 8 ? " + 0x200000000L" : string.Empty;
                w.Line(target + k + " = (" + t + k + " = " + carry + high + " + " + column(k) + extra + ") & " + (k == 8 ? "top" : "mask") + ";");
            }

            w.Line(target + "0 = (" + t + "f = (" + t + "8 >> 23) * small + " + target + "0) & mask;");
            w.Line(target + "1 = (" + t + "f >> 29) + " + target + "1;");
            w.Close();
        }

        /// <summary>
        /// target = columns / 2^261 mod p256 (Montgomery; p = -1 mod 2^29), plus a term per output limb. Needs locals mask and q0 .. q8.
        /// The target may be an operand: limb i is written with column 9 + i, and later columns begin at limb i + 2.
        /// </summary>
        public static void ReduceP256(SourceWriter w, string target, Column column, Func<int, string> output = null)
        {
            string t = "t" + s_block++ + "_";
            w.Open("// " + target);
            StringBuilder names = new StringBuilder("long ");
            for (int k = 0; k < 17; k++)
            {
                names.Append(k == 0 ? string.Empty : ", ").Append(t).Append(k);
            }

            w.Line(names.Append(';').ToString());
            for (int k = 0; k <= 17; k++)
            {
                string text = k == 0 ? column(0) : "(" + t + (k - 1) + " >> 29)" + (k < 17 ? " + " + column(k) : string.Empty);
                text += Quotient(k - 3, " + ", 9) + Quotient(k - 6, " + ", 18) + Quotient(k - 7, " - ", 21) + Quotient(k - 8, " + ", 24);
                if (k >= 9 && output != null)
                {
                    text += output(k - 9);
                }

                string result = k < 9 ? "q" + k : target + (k - 9);
                w.Line(k == 17 ? result + " = " + text + ";" : result + " = (" + t + k + " = " + text + ") & mask;");
            }

            w.Close();
        }

        private static string Quotient(int index, string sign, int shift)
        {
            return index < 0 || index > 8 ? string.Empty : sign + "(q" + index + " << " + shift + ")";
        }

        /// <summary>
        /// target = columns / 2^261 mod an odd modulus given as nine limbs in immediates. Needs locals mask, negative (-1 / modulus mod 2^29), q0 .. q8.
        /// </summary>
        public static void ReduceGeneric(SourceWriter w, string target, Column column, BigInteger modulus)
        {
            string t = "t" + s_block++ + "_";
            w.Open("// " + target);
            StringBuilder names = new StringBuilder("long ");
            for (int k = 0; k < 17; k++)
            {
                names.Append(t).Append(k).Append(", ");
            }

            w.Line(names.Append(t).Append("x;").ToString());
            for (int k = 0; k <= 17; k++)
            {
                string text = k == 0 ? column(0) : "(" + t + (k - 1) + " >> 29)" + (k < 17 ? " + " + column(k) : string.Empty);
                for (int i = 0; i < Limbs; i++)
                {
                    if (k - i > 0 && k - i < Limbs && (k > 8 || i < k))
                    {
                        text += " + q" + i + " * m" + (k - i);
                    }
                }

                if (k < 9)
                {
                    w.Line("q" + k + " = ((" + t + "x = " + text + ") * negative) & mask;");
                    w.Line(t + k + " = " + t + "x + q" + k + " * m0;");
                }
                else
                {
                    w.Line(k == 17 ? target + "8 = " + text + ";" : target + (k - 9) + " = (" + t + k + " = " + text + ") & mask;");
                }
            }

            w.Close();
        }

        public static long Limb(BigInteger value, int index)
        {
            return (long)((value >> (Bits * index)) & 0x1FFFFFFF);
        }

        public static string Word(BigInteger value, int index)
        {
            long word = unchecked((long)(ulong)((value >> (64 * index)) & ulong.MaxValue));
            if (word == long.MinValue)
            {
                return "long.MinValue";
            }

            string sign = word < 0 ? "-" : string.Empty;
            return sign + "0x" + Math.Abs(word).ToString("X", CultureInfo.InvariantCulture) + "L";
        }

        /// <summary>Nine limbs from four words named name0 .. name3.</summary>
        public static void Unpack(SourceWriter w, string target, string words, string suffix = "")
        {
            for (int i = 0; i < Limbs; i++)
            {
                int at = Bits * i;
                int word = at >> 6;
                int shift = at & 63;
                string low = shift == 0 ? words + word : "(long)((ulong)" + words + word + " >> " + shift + ")";
                string text = shift + Bits > 64 && word < 3 ? "(" + low + " | " + words + (word + 1) + " << " + (64 - shift) + ") & mask"
                    : i == 8 ? low : low + " & mask";
                w.Line(target + i + " = " + text + ";");
            }
        }

        /// <summary>
        /// A selection among constants by mask bits, without branch or index: f = c0 ^ (bit and (difference)), nested.
        /// </summary>
        public static string Select(BigInteger[] values, int word, string[] bits)
        {
            ulong[] form = new ulong[values.Length];
            for (int i = 0; i < form.Length; i++)
            {
                form[i] = (ulong)((values[i] >> (64 * word)) & ulong.MaxValue);
            }

            // Algebraic normal form: the coefficient of a product of bits is the exclusive or over its subsets.
            for (int bit = 1; bit < form.Length; bit <<= 1)
            {
                for (int i = 0; i < form.Length; i++)
                {
                    if ((i & bit) != 0)
                    {
                        form[i] ^= form[i ^ bit];
                    }
                }
            }

            return Horner(form, 0, bits.Length - 1, bits);
        }

        private static string Horner(ulong[] form, int from, int level, string[] bits)
        {
            if (level < 0)
            {
                return Word(form[from], 0);
            }

            return "(" + Horner(form, from, level - 1, bits) + " ^ " + bits[level] + " & " + Horner(form, from + (1 << level), level - 1, bits) + ")";
        }
    }
}
