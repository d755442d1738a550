// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>Field sections and encoder instructions, with and without a dynamic table (RFC 9204).</summary>
    internal sealed class QpackTarget : FuzzTarget
    {
        public override string Name => "qpack";

        public override IEnumerable<byte[]> Seeds()
        {
            // GET https localhost /, all static; literals, plain and Huffman; dynamic: capacity, insert, then a section that refers to it.
            byte[] indexed = { 0, 0, 0xD1, 0xD7, 0xC1, 0x50, 9, (byte)'l', (byte)'o', (byte)'c', (byte)'a', (byte)'l', (byte)'h', (byte)'o', (byte)'s', (byte)'t' };
            byte[] huffman = Convert.FromHexString("0000D1D7" + "518560D5485F2B" + "508CF1E3C2E5F23A6BA0AB90F4FF");
            yield return FuzzInput.Join(new byte[] { 0 }, FuzzInput.Block(Array.Empty<byte>()), indexed);
            yield return FuzzInput.Join(new byte[] { 0 }, FuzzInput.Block(Array.Empty<byte>()), huffman);
            yield return FuzzInput.Join(new byte[] { 0 }, FuzzInput.Block(Array.Empty<byte>()), new byte[] { 0, 0, 0x2F, 0x01 }, Encoding.ASCII.GetBytes("x-name-literally"), new byte[] { 3, 1, 2, 3 });
            byte[] instructions = FuzzInput.Join(new byte[] { 0x3F, 0xE1, 0x01, 0xC0, 9 }, Encoding.ASCII.GetBytes("localhost"), new byte[] { 0x43, (byte)'a', (byte)'b', (byte)'c', 2, 1, 2, 0x00, 0x81, 1, 65 });
            yield return FuzzInput.Join(new byte[] { 1 }, FuzzInput.Block(instructions), new byte[] { 5, 0, 0xD1, 0xD7, 0xC1, 0x83, 0x80, 0x10, 0x41, 1, 65 });
        }

        public override void Run(byte[] input)
        {
            FuzzInput read = new FuzzInput(input);
            DynamicTable table = (read.Byte() & 1) != 0 ? new DynamicTable(256) : null;
            byte[] instructions = read.Block();
            byte[] output = new byte[600];
            int at = 0;
            while (at < instructions.Length)
            {
                // In pieces, as they come.
                byte[] piece = instructions.AsSpan(0, Math.Min(instructions.Length, at + 40)).ToArray();
                int n = EncoderInstructions.Process(piece, at, piece.Length - at, table, output, 0, output.Length);
                Check(n <= piece.Length - at, "consumed too much");
                if (n <= 0)
                {
                    break;
                }

                at += n;
            }

            byte[] section = FuzzInput.Join(new byte[3], read.Bytes(int.MaxValue));
            FieldSectionReader reader = new FieldSectionReader(output);
            int status = reader.Begin(section, 3, section.Length - 3, table, 100, 400);
            for (int i = 0; status == FieldSectionReader.Field || i == 0; i++)
            {
                Check(i <= section.Length, "more fields than bytes");
                if (status < 0)
                {
                    break;
                }

                status = reader.Next();
                if (status == FieldSectionReader.Field)
                {
                    Check(reader.NameEntry >= 0 || (reader.NameOffset >= 100 && reader.NameLength >= 0 && reader.NameOffset + reader.NameLength <= 400), "name outside");
                    Check(reader.ValueEntry >= 0 || (reader.ValueOffset >= 100 && reader.ValueLength >= 0 && reader.ValueOffset + reader.ValueLength <= 400), "value outside");
                    if ((i & 3) == 3)
                    {
                        reader.Rewind(100);
                    }
                }
            }

            for (int i = 0; i < 100; i++)
            {
                Check(output[i] == 0 || at > 0 || instructions.Length > 0, "wrote in front");
            }

            RequestReader heads = new RequestReader(600, 16384, 16) { Output = new byte[600] };
            HttpRequest request = new HttpRequest(16, null, null);
            heads.ReadHead(request, 1, section, 3, section.Length - 3, table);
            heads.ReadTrailers(section, 3, section.Length - 3, table, input.Length % 40);
        }
    }
}
