// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>Changes inputs, by a seed.</summary>
    internal sealed class Mutator
    {
        private const int Longest = 20000;
        private readonly Random _random;
        private readonly List<byte[]> _corpus;

        public Mutator(Random random, List<byte[]> corpus)
        {
            _random = random;
            _corpus = corpus;
        }

        public byte[] Next()
        {
            byte[] input = Pick();
            if (_random.Next(50) == 0)
            {
                input = new byte[_random.Next(300)];
                _random.NextBytes(input);
                return input;
            }

            int count = _random.Next(4) == 0 ? _random.Next(20) : 1 + _random.Next(3);
            for (int i = 0; i < count; i++)
            {
                input = Change(input);
            }

            return input;
        }

        private byte[] Pick()
        {
            return (byte[])_corpus[_random.Next(_corpus.Count)].Clone();
        }

        private byte[] Change(byte[] input)
        {
            if (input.Length == 0)
            {
                return new[] { (byte)_random.Next(256) };
            }

            int at = _random.Next(4) == 0 ? _random.Next(Math.Min(input.Length, 40)) : _random.Next(input.Length);
            int count = Math.Min(input.Length - at, 1 + _random.Next(_random.Next(3) == 0 ? 400 : 12));
            switch (_random.Next(11))
            {
                case 0:
                    input[at] ^= (byte)(1 << _random.Next(8));
                    return input;
                case 1:
                    input[at] = Interesting();
                    return input;
                case 2:
                    input[at] += (byte)(_random.Next(9) - 4);
                    return input;
                case 3:
                    for (int i = at; i < at + Math.Min(count, 8); i++)
                    {
                        input[i] = Interesting();
                    }

                    return input;
                case 4:
                    return Splice(input, at, count, Array.Empty<byte>());
                case 5:
                    return Splice(input, at, 0, input.AsSpan(at, count).ToArray());
                case 6:
                    byte[] fresh = new byte[_random.Next(1, 16)];
                    _random.NextBytes(fresh);
                    return Splice(input, at, _random.Next(2) * Math.Min(count, fresh.Length), fresh);
                case 7:
                    byte[] other = Pick();
                    int from = _random.Next(other.Length + 1);
                    return Splice(input, at, _random.Next(2) == 0 ? 0 : count, other.AsSpan(from, _random.Next(other.Length - from + 1)).ToArray());
                case 8:
                    return _random.Next(3) == 0 ? input.AsSpan(0, at).ToArray() : input;
                case 9:
                    int to = _random.Next(input.Length - count + 1);
                    Array.Copy(input, at, input, to, count);
                    return input;
                default:
                    // A number of 1, 2, 4 or 8 bytes as QUIC writes them.
                    byte[] number = new byte[1 << _random.Next(4)];
                    _random.NextBytes(number);
                    if (_random.Next(2) == 0)
                    {
                        Array.Fill(number, (byte)(_random.Next(2) * 255));
                    }

                    number[0] = (byte)((number[0] & 0x3F) | (number.Length == 1 ? 0 : number.Length == 2 ? 0x40 : number.Length == 4 ? 0x80 : 0xC0));
                    return Splice(input, at, _random.Next(2) * Math.Min(count, number.Length), number);
            }
        }

        private byte Interesting()
        {
            switch (_random.Next(6))
            {
                case 0:
                    return 0;
                case 1:
                    return 255;
                case 2:
                    return (byte)(1 << _random.Next(8));
                case 3:
                    return (byte)((1 << _random.Next(8)) - 1);
                case 4:
                    return (byte)"\r\n :;,0123456789GPHTE"[_random.Next(21)];
                default:
                    return (byte)_random.Next(256);
            }
        }

        private static byte[] Splice(byte[] input, int at, int removed, byte[] added)
        {
            byte[] result = FuzzInput.Join(input.AsSpan(0, at).ToArray(), added, input.AsSpan(at + removed).ToArray());
            return result.Length > Longest ? result.AsSpan(0, Longest).ToArray() : result;
        }
    }
}
