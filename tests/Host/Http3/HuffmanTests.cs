// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Reflection;
using System.Text;
using MilliHttp.Nano.Http3;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    public class HuffmanTests
    {
        private delegate ReadOnlySpan<uint> Codes();

        private delegate ReadOnlySpan<byte> Lengths();

        private static readonly uint[] s_codes;
        private static readonly byte[] s_lengths;

        static HuffmanTests()
        {
            // The platform's own table (System.Net.Http, left-aligned codes) is the second source that ours is compared with.
            Type type = Assembly.Load("System.Net.Http").GetType("System.Net.Http.HPack.Huffman");
            const BindingFlags Flags = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
            s_codes = ((Codes)type.GetMethod("get_EncodingTableCodes", Flags).CreateDelegate(typeof(Codes)))().ToArray();
            s_lengths = ((Lengths)type.GetMethod("get_EncodingTableBitLengths", Flags).CreateDelegate(typeof(Lengths)))().ToArray();
        }

        [Fact]
        public void ControlCharactersHaveARun()
        {
            // After every other symbol, at every place in words of eight bytes.
            for (int c = 0; c < 128; c++)
            {
                if ((c >= 32 && c != 127) || c == 9)
                {
                    continue;
                }

                for (int before = 0; before < 256; before++)
                {
                    for (int length = 0; length < 24; length++)
                    {
                        byte[] text = new byte[length + 2];
                        Array.Fill(text, (byte)'0');
                        text[0] = (byte)before;
                        text[length + 1] = (byte)c;
                        byte[] encoded = Encode(text);
                        Assert.True(Huffman.HasRun(encoded, 0, encoded.Length));
                    }
                }
            }

            byte[] plain = Encode(Encoding.ASCII.GetBytes("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"));
            Assert.False(Huffman.HasRun(plain, 0, plain.Length));
            Assert.False(Huffman.HasRun(plain, 3, 5));
        }

        internal static byte[] Encode(byte[] text)
        {
            var bits = new List<byte>();
            int have = 0;
            ulong acc = 0;
            foreach (byte b in text)
            {
                int length = s_lengths[b];
                acc = (acc << length) | (s_codes[b] >> (32 - length));
                have += length;
                while (have >= 8)
                {
                    have -= 8;
                    bits.Add((byte)(acc >> have));
                }
            }

            if (have > 0)
            {
                bits.Add((byte)((acc << (8 - have)) | (0xFFu >> have)));
            }

            return bits.ToArray();
        }

        private static string Decode(byte[] encoded, out int status)
        {
            var output = new byte[encoded.Length * 2 + 8];
            status = Huffman.Decode(encoded, 0, encoded.Length, output, 0, output.Length);
            return status < 0 ? null : Encoding.Latin1.GetString(output, 0, status & ~Huffman.HasControl);
        }

        [Theory]
        [InlineData("f1e3c2e5f23a6ba0ab90f4ff", "www.example.com")]
        [InlineData("a8eb10649cbf", "no-cache")]
        [InlineData("25a849e95ba97d7f", "custom-key")]
        [InlineData("25a849e95bb8e8b4bf", "custom-value")]
        [InlineData("6402", "302")]
        [InlineData("aec3771a4b", "private")]
        [InlineData("d07abe941054d444a8200595040b8166e082a62d1bff", "Mon, 21 Oct 2013 20:13:21 GMT")]
        [InlineData("9d29ad171863c78f0b97c8e9ae82ae43d3", "https://www.example.com")]
        [InlineData("94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007", "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")]
        public void Rfc7541Examples(string hex, string text)
        {
            byte[] encoded = Convert.FromHexString(hex);
            Assert.Equal(text, Decode(encoded, out _));
            byte[] source = Encoding.ASCII.GetBytes(text);
            var buffer = new byte[encoded.Length];
            Assert.Equal(encoded.Length, Huffman.Encode(source, 0, source.Length, buffer, 0, buffer.Length));
            Assert.Equal(encoded, buffer);
            Assert.Equal(Huffman.NoRoom, Huffman.Encode(source, 0, source.Length, buffer, 0, buffer.Length - 1));
        }

        [Fact]
        public void EverySymbolAloneAndBetweenOthers()
        {
            for (int symbol = 0; symbol < 256; symbol++)
            {
                bool control = (symbol < 32 && symbol != 9) || symbol == 127;
                foreach (byte[] text in new[] { new[] { (byte)symbol }, new byte[] { 65, (byte)symbol, 48 }, new byte[] { (byte)symbol, (byte)symbol, (byte)symbol, 122 } })
                {
                    Assert.Equal(Encoding.Latin1.GetString(text), Decode(Encode(text), out int status));
                    Assert.Equal(control, (status & Huffman.HasControl) != 0);
                }

                var buffer = new byte[8];
                int length = Huffman.Encode(new[] { (byte)symbol }, 0, 1, buffer, 0, 8);
                if (symbol >= 32 && symbol < 127)
                {
                    Assert.Equal(Encode(new[] { (byte)symbol }), buffer.AsSpan(0, length).ToArray());
                }
                else
                {
                    Assert.Equal(Huffman.Malformed, length);
                }
            }
        }

        [Fact]
        public void RandomRoundTrips()
        {
            var random = new Random(1);
            for (int i = 0; i < 4000; i++)
            {
                var text = new byte[random.Next(60)];
                random.NextBytes(text);
                if ((i & 1) == 0)
                {
                    for (int j = 0; j < text.Length; j++)
                    {
                        text[j] = (byte)(32 + text[j] % 95);
                    }

                    byte[] expected = Encode(text);
                    var buffer = new byte[expected.Length];
                    Assert.Equal(expected.Length, Huffman.Encode(text, 0, text.Length, buffer, 0, buffer.Length));
                    Assert.Equal(expected, buffer);
                }

                byte[] encoded = Encode(text);
                Assert.Equal(Encoding.Latin1.GetString(text), Decode(encoded, out _));
                var tight = new byte[text.Length];
                Assert.Equal(text.Length, Huffman.Decode(encoded, 0, encoded.Length, tight, 0, tight.Length) & ~Huffman.HasControl);
                if (text.Length > 0)
                {
                    Assert.Equal(Huffman.NoRoom, Huffman.Decode(encoded, 0, encoded.Length, tight, 0, tight.Length - 1));
                }
            }
        }

        [Theory]
        [InlineData("ff", "padding of 8 bits")]
        [InlineData("1fff", "a byte of padding too many")]
        [InlineData("18", "padding of zeros")]
        [InlineData("1e", "padding 110")]
        [InlineData("3fffffff", "EOS and padding")]
        [InlineData("ffffffff", "EOS and ones")]
        [InlineData("fffffffc00", "EOS")]
        [InlineData("f8", "8-bit symbol, one padding of none is right")]
        public void Trap35_PaddingAndEosAreChecked(string hex, string why)
        {
            // 0x1f is "a" with 3 ones; 0xf8 is "&" exactly and must pass.
            Decode(Convert.FromHexString(hex), out int status);
            Assert.True(hex == "f8" ? status == 1 : status == Huffman.Malformed, why);
            Assert.Equal("a", Decode(new byte[] { 0x1F }, out _));
        }

        [Fact]
        public void RandomInputNeverReachesBeyondTheBuffer()
        {
            var random = new Random(7);
            for (int i = 0; i < 20000; i++)
            {
                var input = new byte[random.Next(40)];
                random.NextBytes(input);
                if ((i & 3) == 0)
                {
                    Array.Fill(input, (byte)0xFF, 0, input.Length / 2);
                }

                var output = new byte[64];
                int room = random.Next(64);
                int status = Huffman.Decode(input, 0, input.Length, output, 0, room);
                Assert.True(status >= Huffman.NoRoom);
                if (status >= 0)
                {
                    status &= ~Huffman.HasControl;
                    Assert.True(status <= room);
                    Assert.Equal(input, Encode(output.AsSpan(0, status).ToArray()));
                }
            }
        }
    }
}
