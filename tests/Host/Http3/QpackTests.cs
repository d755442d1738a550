// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    public class QpackTests
    {
        // RFC 9204 appendix A, typed in a second time, as a check of the flash table.
        private static readonly string[] s_static =
        {
            ":authority|", ":path|/", "age|0", "content-disposition|", "content-length|0", "cookie|", "date|", "etag|", "if-modified-since|",
            "if-none-match|", "last-modified|", "link|", "location|", "referer|", "set-cookie|", ":method|CONNECT", ":method|DELETE",
            ":method|GET", ":method|HEAD", ":method|OPTIONS", ":method|POST", ":method|PUT", ":scheme|http", ":scheme|https", ":status|103",
            ":status|200", ":status|304", ":status|404", ":status|503", "accept|*/*", "accept|application/dns-message",
            "accept-encoding|gzip, deflate, br", "accept-ranges|bytes", "access-control-allow-headers|cache-control",
            "access-control-allow-headers|content-type", "access-control-allow-origin|*", "cache-control|max-age=0",
            "cache-control|max-age=2592000", "cache-control|max-age=604800", "cache-control|no-cache", "cache-control|no-store",
            "cache-control|public, max-age=31536000", "content-encoding|br", "content-encoding|gzip",
            "content-type|application/dns-message", "content-type|application/javascript", "content-type|application/json",
            "content-type|application/x-www-form-urlencoded", "content-type|image/gif", "content-type|image/jpeg", "content-type|image/png",
            "content-type|text/css", "content-type|text/html; charset=utf-8", "content-type|text/plain",
            "content-type|text/plain;charset=utf-8", "range|bytes=0-", "strict-transport-security|max-age=31536000",
            "strict-transport-security|max-age=31536000; includesubdomains",
            "strict-transport-security|max-age=31536000; includesubdomains; preload", "vary|accept-encoding", "vary|origin",
            "x-content-type-options|nosniff", "x-xss-protection|1; mode=block", ":status|100", ":status|204", ":status|206", ":status|302",
            ":status|400", ":status|403", ":status|421", ":status|425", ":status|500", "accept-language|",
            "access-control-allow-credentials|FALSE", "access-control-allow-credentials|TRUE", "access-control-allow-headers|*",
            "access-control-allow-methods|get", "access-control-allow-methods|get, post, options", "access-control-allow-methods|options",
            "access-control-expose-headers|content-length", "access-control-request-headers|content-type",
            "access-control-request-method|get", "access-control-request-method|post", "alt-svc|clear", "authorization|",
            "content-security-policy|script-src 'none'; object-src 'none'; base-uri 'none'", "early-data|1", "expect-ct|", "forwarded|",
            "if-range|", "origin|", "purpose|prefetch", "server|", "timing-allow-origin|*", "upgrade-insecure-requests|1", "user-agent|",
            "x-forwarded-for|", "x-frame-options|deny", "x-frame-options|sameorigin",
        };

        private readonly byte[] _output = new byte[2048];

        private string Read(string hex, DynamicTable table, out int status)
        {
            return Read(Convert.FromHexString(hex.Replace(" ", "")), table, out status, out _);
        }

        private string Read(byte[] section, DynamicTable table, out int status, out bool malformed)
        {
            // Not at the beginning of its buffer, and with other bytes behind it.
            var buffer = new byte[section.Length + 7];
            Array.Fill(buffer, (byte)0xFF);
            section.CopyTo(buffer, 3);
            var reader = new FieldSectionReader(_output);
            var text = new StringBuilder();
            status = reader.Begin(buffer, 3, section.Length, table, 5, _output.Length);
            while (status == FieldSectionReader.Field)
            {
                status = reader.Next();
                if (status == FieldSectionReader.Field)
                {
                    text.Append(Text(reader.NameEntry, true, reader.NameOffset, reader.NameLength)).Append('|');
                    text.Append(Text(reader.ValueEntry, false, reader.ValueOffset, reader.ValueLength)).Append('\n');
                }
            }

            malformed = reader.IsMalformed;
            return text.ToString();
        }

        private string Text(int entry, bool name, int offset, int length)
        {
            if (entry < 0)
            {
                return Encoding.Latin1.GetString(_output, offset, length);
            }

            var buffer = new byte[80];
            int count = name ? HeaderTable.CopyName(entry, buffer, 0) : HeaderTable.CopyValue(entry, buffer, 0);
            return Encoding.ASCII.GetString(buffer, 0, count);
        }

        private static int Process(string hex, DynamicTable table)
        {
            byte[] bytes = Convert.FromHexString(hex.Replace(" ", ""));
            return EncoderInstructions.Process(bytes, 0, bytes.Length, table, new byte[1024], 0, 1024);
        }

        [Fact]
        public void AppendixB()
        {
            Assert.Equal(":path|/index.html\n", Read("0000 510b 2f69 6e64 6578 2e68 746d 6c", null, out int status));
            Assert.Equal(FieldSectionReader.End, status);

            var table = new DynamicTable(220);
            Assert.Equal(34, Process("3fbd01 c00f 7777772e6578616d706c652e636f6d c10c 2f73616d706c652f70617468", table));
            Assert.Equal(2, table.InsertCount);
            Assert.Equal(":authority|www.example.com\n:path|/sample/path\n", Read("0381 10 11", table, out status));
            Assert.Equal(FieldSectionReader.End, status);

            Assert.Equal(24, Process("4a 637573746f6d2d6b6579 0c 637573746f6d2d76616c7565", table));
            Assert.Equal(1, Process("02", table));
            Assert.Equal(":authority|www.example.com\n:path|/\ncustom-key|custom-value\n", Read("0500 80 c1 81", table, out status));
            Assert.Equal(FieldSectionReader.End, status);

            // The insertion evicts entry 0; what refers to it fails from now on.
            Assert.Equal(15, Process("81 0d 637573746f6d2d76616c756532", table));
            Assert.Equal(5, table.InsertCount);
            Assert.Equal(4, table.Count);
            Assert.Equal("custom-key|custom-value2\n", Read("0600 80", table, out status));
            Assert.Equal("", Read("0600 84", table, out status));
            Assert.Equal(FieldSectionReader.Failed, status);
        }

        [Fact]
        public void EveryStaticEntryByIndexAndByName()
        {
            for (int i = 0; i < 99; i++)
            {
                string index = i < 63 ? (0xC0 | i).ToString("x2") : "ff" + (i - 63).ToString("x2");
                Assert.Equal(s_static[i] + "\n", Read("0000" + index, null, out int status));
                Assert.Equal(FieldSectionReader.End, status);

                string name = i < 15 ? (0x50 | i).ToString("x2") : "5f" + (i - 15).ToString("x2");
                Assert.Equal(s_static[i].Split('|')[0] + "|x\n", Read("0000" + name + "0178", null, out status));
                Assert.Equal(FieldSectionReader.End, status);
            }
        }

        [Theory]
        [InlineData("0000 ff24", "static index 99")]
        [InlineData("0000 ffffffff7f", "static index of 28 bits")]
        [InlineData("0000 5f54 0178", "static name 99")]
        [InlineData("0000 80", "dynamic index")]
        [InlineData("0000 10", "post-base index")]
        [InlineData("0000 00 0178", "post-base name")]
        [InlineData("0000 40 0178", "dynamic name")]
        [InlineData("0100 c1", "Required Insert Count 1 with no table")]
        [InlineData("0080 c1", "negative Base")]
        [InlineData("00", "no Base")]
        [InlineData("", "no prefix")]
        [InlineData("0000 51", "no value")]
        [InlineData("0000 5102 2f", "value cut off")]
        [InlineData("0000 23 6162", "name cut off")]
        [InlineData("0000 27ffffffffff7f", "name length of more than 28 bits")]
        [InlineData("0000 ff80808080808000", "integer of padding")]
        [InlineData("0000 5181 ff", "Huffman padding")]
        [InlineData("0000 2981 00 ff", "Huffman name padding")]
        [InlineData("0000 5184 fffffffc", "Huffman EOS")]
        public void Trap35_FailsTheConnection(string hex, string why)
        {
            Read(hex, null, out int status);
            Assert.True(status == FieldSectionReader.Failed, why);
            Read(hex, new DynamicTable(0), out status);
            Assert.True(status == FieldSectionReader.Failed, why);
            Read(hex, new DynamicTable(256), out status);
            Assert.True(status == FieldSectionReader.Failed, why);
        }

        [Theory]
        [InlineData("ce", false)]
        [InlineData("24 58 2d 61 62 01 31", true)]  // X-ab
        [InlineData("24 78 2d 61 62 01 31", false)]
        [InlineData("24 78 20 61 62 01 31", true)]
        [InlineData("24 78 7f 61 62 01 31", true)]
        [InlineData("24 78 3a 61 62 01 31", true)]
        [InlineData("24 3a 78 61 62 01 31", false)] // pseudo-headers are judged by name later
        [InlineData("24 5f 21 7e 7c 01 31", false)]
        [InlineData("20 01 31", true)]
        [InlineData("21 61 01 0a", true)]
        [InlineData("21 61 01 00", true)]
        [InlineData("21 61 01 09", false)]
        [InlineData("21 61 01 7f", true)]
        [InlineData("21 61 01 80", false)]
        [InlineData("21 61 84 ffffffc7", false)]    // char 0 below
        public void ForbiddenOctetsMakeAMessageMalformed(string hex, bool expected)
        {
            if (hex.EndsWith("ffffffc7"))
            {
                byte[] zero = HuffmanTests.Encode(new byte[] { 0 });
                hex = "21 61 " + (0x80 | zero.Length).ToString("x2") + Convert.ToHexString(zero);
                expected = true;
            }

            Read(Convert.FromHexString("0000" + hex.Replace(" ", "")), null, out int status, out bool malformed);
            Assert.Equal(FieldSectionReader.End, status);
            Assert.Equal(expected, malformed);
        }

        [Fact]
        public void EncoderStreamWithoutTable()
        {
            Assert.Equal(1, Process("20", null));
            Assert.Equal(EncoderInstructions.Failed, Process("21", null));
            Assert.Equal(EncoderInstructions.Failed, Process("c00178", null));
            Assert.Equal(EncoderInstructions.Failed, Process("41610178", null));
            Assert.Equal(EncoderInstructions.Failed, Process("00", null));
        }

        [Theory]
        [InlineData("3fe101", "capacity 256 of 255")]
        [InlineData("ff24 0178", "static name 99")]
        [InlineData("80 0178", "dynamic name of an empty table")]
        [InlineData("00", "duplicate in an empty table")]
        [InlineData("3f45 c0 7f28", "value longer than could ever fit")]
        [InlineData("20 c0 0178", "insert with capacity 0")]
        [InlineData("3f02 c0 0178", "entry larger than capacity 33")]
        [InlineData("3fe001 41 61 81 00", "Huffman padding")]
        [InlineData("3fffffffff7f", "integer")]
        public void EncoderErrorsAreCaught(string hex, string why)
        {
            if (why.StartsWith("value longer"))
            {
                hex = "3f45 c0 7fffffff03";
            }

            Assert.True(Process(hex, new DynamicTable(255)) == EncoderInstructions.Failed, why);
        }

        [Fact]
        public void Trap6_EncoderInstructionsAtEveryBoundary()
        {
            byte[] all = Convert.FromHexString("3fbd01c00f7777772e6578616d706c652e636f6dc10c2f73616d706c652f706174684a637573746f6d2d6b65790c637573746f6d2d76616c756502810d637573746f6d2d76616c756532");
            for (int cut = 0; cut <= all.Length; cut++)
            {
                var table = new DynamicTable(220);
                int first = EncoderInstructions.Process(all, 0, cut, table, new byte[256], 0, 256);
                Assert.InRange(first, 0, cut);
                Assert.Equal(all.Length - first, EncoderInstructions.Process(all, first, all.Length - first, table, new byte[256], 0, 256));
                Assert.Equal(5, table.InsertCount);
                Assert.Equal(":path|/sample/path\ncustom-key|custom-value2\n", Read("0600 83 80", table, out int status));
                Assert.Equal(FieldSectionReader.End, status);
            }
        }

        [Fact]
        public void DynamicTableAgainstAModel()
        {
            var random = new Random(5);
            foreach (int capacity in new[] { 33, 64, 100, 256, 511, 1024 })
            {
                var table = new DynamicTable(capacity);
                var model = new List<(string Name, string Value)>();
                int inserted = 0;
                int limit = 0;
                var buffer = new byte[2048];
                for (int step = 0; step < 3000; step++)
                {
                    if (random.Next(20) == 0 || step == 0)
                    {
                        limit = step == 0 ? capacity : random.Next(capacity + 1);
                        Assert.True(table.SetCapacity(limit));
                        Assert.False(table.SetCapacity(capacity + 1));
                    }
                    else
                    {
                        string name = new string((char)('a' + random.Next(26)), random.Next(40));
                        string value = new string((char)('A' + random.Next(26)), random.Next(random.Next(4) == 0 ? capacity : 40));
                        Encoding.ASCII.GetBytes(value + name, 0, value.Length + name.Length, buffer, 9);
                        bool fits = name.Length + value.Length + 32 <= limit;
                        Assert.Equal(fits, table.Insert(buffer, 9 + value.Length, name.Length, 9, value.Length));
                        if (fits)
                        {
                            model.Add((name, value));
                            inserted++;
                        }
                    }

                    int size = 0;
                    int keep = 0;
                    while (keep < model.Count && size + Size(model[model.Count - 1 - keep]) <= limit)
                    {
                        size += Size(model[model.Count - 1 - keep]);
                        keep++;
                    }

                    model.RemoveRange(0, model.Count - keep);
                    Assert.Equal(inserted, table.InsertCount);
                    Assert.Equal(model.Count, table.Count);
                    Assert.False(table.Contains(inserted));
                    Assert.False(table.Contains(inserted - model.Count - 1));
                    for (int i = 0; i < model.Count; i++)
                    {
                        int index = inserted - model.Count + i;
                        Assert.True(table.Contains(index));
                        int length = table.NameLength(index) + table.ValueLength(index);
                        table.CopyTo(index, 0, length, buffer, 0);
                        Assert.Equal(model[i].Name + model[i].Value, Encoding.ASCII.GetString(buffer, 0, length));
                        table.CopyTo(index, table.NameLength(index), table.ValueLength(index), buffer, 0);
                        Assert.Equal(model[i].Value, Encoding.ASCII.GetString(buffer, 0, table.ValueLength(index)));
                    }
                }
            }
        }

        private static int Size((string Name, string Value) entry)
        {
            return entry.Name.Length + entry.Value.Length + 32;
        }

        [Fact]
        public void RequiredInsertCountWrapsAround()
        {
            var table = new DynamicTable(100);
            table.SetCapacity(100);
            var buffer = new byte[] { (byte)'n', (byte)'v' };
            for (int count = 1; count < 100; count++)
            {
                Assert.True(table.Insert(buffer, 0, 1, 1, 1));
                int encoded = count % 6 + 1;
                Assert.Equal("n|v\n", Read(encoded.ToString("x2") + "00" + "80", table, out int status));
                Assert.Equal(FieldSectionReader.End, status);

                // One more than there is would have to wait, which SETTINGS does not allow.
                encoded = (count + 1) % 6 + 1;
                Read(encoded.ToString("x2") + "00" + "80", table, out status);
                Assert.Equal(FieldSectionReader.Failed, status);
                Read("0700 80", table, out status);
                Assert.Equal(FieldSectionReader.Failed, status);
            }
        }

        [Fact]
        public void RandomSectionsNeverThrow()
        {
            var random = new Random(11);
            var table = new DynamicTable(256);
            table.SetCapacity(256);
            table.Insert(Encoding.ASCII.GetBytes("namevalue"), 0, 4, 4, 5);
            for (int i = 0; i < 30000; i++)
            {
                var section = new byte[random.Next(48)];
                random.NextBytes(section);
                if (section.Length > 2)
                {
                    section[0] = (byte)random.Next(3);
                    section[1] = (byte)random.Next(3);
                }

                var reader = new FieldSectionReader(_output);
                int end = random.Next(_output.Length);
                int status = reader.Begin(section, 0, section.Length, (i & 1) == 0 ? table : null, 0, end);
                int fields = 0;
                while (status == FieldSectionReader.Field)
                {
                    status = reader.Next();
                    Assert.True(++fields < 64);
                }

                Assert.InRange(status, FieldSectionReader.NoRoom, FieldSectionReader.End);
                var copy = new DynamicTable(256);
                Assert.InRange(EncoderInstructions.Process(section, 0, section.Length, copy, _output, 0, 300), -1, section.Length);
            }
        }

        [Theory]
        [InlineData("1FFFFFFFFFFFFF")]
        [InlineData("3FFFFFFFFFFFFF")]
        [InlineData("BFFFFFFFFFFFFF")]
        [InlineData("FFFFFFFFFFFFFF")]
        [InlineData("5FFFFFFFFFFFFF")]
        [InlineData("C07FFFFFFFFFFF")]
        public void EncoderIntegerWithoutAnEndIsRefusedWithoutReadingOn(string hex)
        {
            // The last bytes of the array: there is nothing behind them to be read.
            byte[] bytes = Convert.FromHexString(hex);
            Assert.Equal(EncoderInstructions.Failed, EncoderInstructions.Process(bytes, 0, bytes.Length, new DynamicTable(256), new byte[256], 0, 256));
            Assert.Equal(EncoderInstructions.Failed, EncoderInstructions.Process(bytes, 0, bytes.Length, null, new byte[256], 0, 256));
        }

        [Fact]
        public void WriterIsReadBack()
        {
            var buffer = new byte[600];
            for (int status = 100; status < 600; status++)
            {
                int at = FieldSectionWriter.WritePrefix(buffer, 0, buffer.Length);
                at = FieldSectionWriter.WriteStatus(buffer, at, buffer.Length, status);
                Assert.Equal(":status|" + status + "\n", Read(buffer.AsSpan(0, at).ToArray(), null, out int end, out _));
                Assert.Equal(FieldSectionReader.End, end);
            }

            for (int entry = 0; entry < HeaderTable.Count; entry++)
            {
                if (HeaderTable.NameLength(entry) == 0)
                {
                    continue;
                }

                int at = FieldSectionWriter.WritePrefix(buffer, 0, buffer.Length);
                at = FieldSectionWriter.WriteEntry(buffer, at, buffer.Length, entry);
                Assert.Equal(Text(entry, true, 0, 0) + "|" + Text(entry, false, 0, 0) + "\n", Read(buffer.AsSpan(0, at).ToArray(), null, out int end, out _));
                Assert.Equal(FieldSectionReader.End, end);
                Assert.Equal(-1, FieldSectionWriter.WriteEntry(buffer, 2, entry < 99 ? 3 : at - 1, entry));
            }

            var random = new Random(3);
            for (int i = 0; i < 2000; i++)
            {
                int id = HeaderTable.NameId(random.Next(120));
                if (HeaderTable.NameLength(id) == 0)
                {
                    continue;
                }

                var value = new byte[random.Next(i % 3 == 0 ? 255 : 30)];
                for (int j = 0; j < value.Length; j++)
                {
                    value[j] = (byte)(i % 5 == 0 ? random.Next(128, 256) : random.Next(32, 127));
                }

                int at = FieldSectionWriter.WritePrefix(buffer, 0, buffer.Length);
                at = FieldSectionWriter.WriteField(buffer, at, buffer.Length, id, value, 0, value.Length);
                long number = random.NextInt64() >> random.Next(63);
                at = FieldSectionWriter.WriteNumber(buffer, at, buffer.Length, HeaderId.ContentLength, number);
                string expected = Text(id, true, 0, 0) + "|" + Encoding.Latin1.GetString(value) + "\ncontent-length|" + number + "\n";
                Assert.Equal(expected, Read(buffer.AsSpan(0, at).ToArray(), null, out int end, out _));
                Assert.Equal(FieldSectionReader.End, end);
                for (int room = 0; room < at; room += 1 + random.Next(9))
                {
                    int cut = FieldSectionWriter.WritePrefix(buffer, 0, room);
                    cut = FieldSectionWriter.WriteField(buffer, cut, room, id, value, 0, value.Length);
                    cut = FieldSectionWriter.WriteNumber(buffer, cut, room, HeaderId.ContentLength, number);
                    Assert.InRange(cut, -1, room);
                }
            }
        }
    }
}
