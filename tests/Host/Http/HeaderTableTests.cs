// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Text;
using MilliHttp.Nano.Http;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http
{
    public class HeaderTableTests
    {
        private static string Name(int index)
        {
            byte[] text = new byte[64];
            return Encoding.ASCII.GetString(text, 0, HeaderTable.CopyName(index, text, 0));
        }

        private static string Value(int index)
        {
            byte[] text = new byte[64];
            return Encoding.ASCII.GetString(text, 0, HeaderTable.CopyValue(index, text, 0));
        }

        [Theory]
        [InlineData(0, ":authority", "")]
        [InlineData(1, ":path", "/")]
        [InlineData(14, "set-cookie", "")]
        [InlineData(17, ":method", "GET")]
        [InlineData(25, ":status", "200")]
        [InlineData(31, "accept-encoding", "gzip, deflate, br")]
        [InlineData(41, "cache-control", "public, max-age=31536000")]
        [InlineData(52, "content-type", "text/html; charset=utf-8")]
        [InlineData(58, "strict-transport-security", "max-age=31536000; includesubdomains; preload")]
        [InlineData(71, ":status", "500")]
        [InlineData(74, "access-control-allow-credentials", "TRUE")]
        [InlineData(85, "content-security-policy", "script-src 'none'; object-src 'none'; base-uri 'none'")]
        [InlineData(90, "origin", "")]
        [InlineData(98, "x-frame-options", "sameorigin")]
        public void QpackStaticTableIsAtItsIndexes(int index, string name, string value)
        {
            Assert.Equal(name, Name(index));
            Assert.Equal(value, Value(index));
        }

        [Fact]
        public void EveryNameIsFoundByItsBytesAndByNothingElse()
        {
            for (int i = 0; i < HeaderTable.Count; i++)
            {
                string name = Name(i);
                Assert.Equal(name.Length, HeaderTable.NameLength(i));
                Assert.Equal(Value(i).Length, HeaderTable.ValueLength(i));
                if (name.Length == 0)
                {
                    continue;
                }

                byte[] padded = Encoding.ASCII.GetBytes("xyz" + name + "tail tail");
                byte[] tight = Encoding.ASCII.GetBytes("xyz" + name);
                int id = HeaderTable.NameId(i);
                Assert.Equal(name, Name(id));
                Assert.Equal(id, HeaderTable.Find(padded, 3, name.Length));
                Assert.Equal(id, HeaderTable.Find(tight, 3, name.Length));
                for (int j = 3; j < tight.Length; j++)
                {
                    byte kept = tight[j];
                    for (int bit = 0; bit < 8; bit++)
                    {
                        tight[j] = (byte)(kept ^ (1 << bit));
                        Assert.NotEqual(id, HeaderTable.Find(tight, 3, name.Length));
                    }

                    tight[j] = kept;
                }
            }

            Assert.Equal(HeaderId.Other, HeaderTable.Find(new byte[40], 0, 40));
            Assert.Equal(HeaderId.Other, HeaderTable.Find(new byte[40], 0, 0));
        }

        [Fact]
        public void ValuesAreComparedWhole()
        {
            byte[] text = Encoding.ASCII.GetBytes("text/html; charset=utf-8");
            Assert.True(HeaderTable.ValueEquals(52, text, 0, text.Length));
            Assert.False(HeaderTable.ValueEquals(52, text, 0, text.Length - 1));
            text[20] ^= 1;
            Assert.False(HeaderTable.ValueEquals(52, text, 0, text.Length));
        }

        [Theory]
        [InlineData(784111777L, "Sun, 06 Nov 1994 08:49:37 GMT")]
        [InlineData(0L, "Thu, 01 Jan 1970 00:00:00 GMT")]
        [InlineData(951782400L, "Tue, 29 Feb 2000 00:00:00 GMT")]
        public void DatesAreWritten(long time, string expected)
        {
            byte[] text = new byte[HttpDate.Length];
            HttpDate.Write(time, text, 0);
            Assert.Equal(expected, Encoding.ASCII.GetString(text));
        }

        [Fact]
        public void DatesAgreeWithTheRuntime()
        {
            byte[] text = new byte[HttpDate.Length];
            for (long time = 1; time < 253402300800L; time += 86399L * 97)
            {
                HttpDate.Write(time, text, 0);
                Assert.Equal(System.DateTimeOffset.FromUnixTimeSeconds(time).ToString("r"), Encoding.ASCII.GetString(text));
            }
        }
    }
}
