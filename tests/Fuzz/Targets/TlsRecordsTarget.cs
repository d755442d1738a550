// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>
    /// TLS records: raw bytes from the first on, or (bit 7 of the first byte) after a handshake steps of a record type, padding, a length and content,
    /// sealed with the right keys; type 0 is raw bytes.
    /// </summary>
    internal sealed class TlsRecordsTarget : FuzzTarget
    {
        public override string Name => "tls-records";

        public override IEnumerable<byte[]> Seeds()
        {
            TlsBed bed = new TlsBed();
            TlsClientConnection client = bed.Client();
            client.Open(bed.Now);
            byte[] hello = client.OutputBuffer.AsSpan(client.OutputOffset, client.OutputLength).ToArray();
            yield return FuzzInput.Join(new byte[] { 0x7F }, hello);
            yield return FuzzInput.Join(new byte[] { 3 }, hello, new byte[] { 20, 3, 3, 0, 1, 1, 21, 3, 3, 0, 2, 2, 40 });
            yield return FuzzInput.Join(new byte[] { 0x20 }, Encoding.ASCII.GetBytes("GET / HTTP/1.0\r\n\r\n"));
            yield return FuzzInput.Join(new byte[] { 0x20 }, new byte[] { 20, 3, 3, 0, 1, 1 }, hello, new byte[] { 23, 3, 3, 0, 40 }, new byte[40]);
            byte[] get = Encoding.ASCII.GetBytes("GET /status.json HTTP/1.1\r\nHost: localhost\r\n\r\n");
            byte[] post = Encoding.ASCII.GetBytes("POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000\r\n\r\n");
            byte[] events = Encoding.ASCII.GetBytes("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            yield return FuzzInput.Join(new byte[] { 0xFF }, Step(23, 0, get), Step(23, 9, get), Step(21, 0, new byte[] { 1, 0 }));
            yield return FuzzInput.Join(new byte[] { 0xA0 }, Step(23, 0, FuzzInput.Join(post, new byte[2000])), Step(23, 255, new byte[1000]), Step(22, 0, new byte[] { 24, 0, 0, 1, 1 }));
            yield return FuzzInput.Join(new byte[] { 0xFF }, Step(22, 0, new byte[] { 24, 0 }), Step(22, 0, new byte[] { 0, 1, 0 }), Step(23, 0, events), Step(0, 0, new byte[] { 20, 3, 3, 0, 1, 1 }), Step(23, 0, Array.Empty<byte>()));
        }

        private static byte[] Step(int type, int padding, byte[] content)
        {
            return FuzzInput.Join(new[] { (byte)type, (byte)padding }, FuzzInput.Block(content));
        }

        public override void Run(byte[] input)
        {
            FuzzInput read = new FuzzInput(input);
            int mode = read.Byte();
            int piece = 1 + ((mode & 0x7F) << 3);
            TlsBed bed = new TlsBed();
            bed.Connection.Open(bed.Now);
            if (mode < 128)
            {
                bed.Feed(read.Bytes(int.MaxValue), piece);
            }
            else
            {
                TlsClientConnection client = bed.Client();
                client.Open(bed.Now);
                bed.Run(client);
                Check(client.IsEstablished, "no handshake");
                for (int i = 0; read.Left > 0 && i < 30; i++)
                {
                    int type = read.Byte();
                    client.Padding = read.Byte() * 4;
                    byte[] content = read.Block(16384 - 1100);
                    byte[] data = content;
                    if (type != 0)
                    {
                        client.WriteRecord(type, content, 0, content.Length);
                        data = client.OutputBuffer.AsSpan(client.OutputOffset, client.OutputLength).ToArray();
                        client.OutputSent(data.Length);
                    }

                    bed.Feed(data, piece);
                    bed.Now += 1000;
                }
            }

            bed.End(IsDeep(input));
        }
    }
}
