// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tests.Host.Http;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>Requests over a plain channel, in pieces, with and without verification of what was read.</summary>
    internal sealed class Http1Target : FuzzTarget
    {
        private const int MostOutput = 100000;

        public override string Name => "http1";

        public override IEnumerable<byte[]> Seeds()
        {
            string[] texts =
            {
                "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n",
                "GET /status.json HTTP/1.1\r\nHost: localhost\r\n\r\nGET /bytes/3000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nhello worldGET /favicon.ico HTTP/1.1\r\nHost: b\r\n\r\n",
                "POST /upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nX: y\r\n\r\n",
                "HEAD /bytes/77 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nOPTIONS * HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n",
                "GET /events HTTP/1.1\r\nHost: localhost\r\nUser-Agent: something long enough to be a browser (X11; Linux x86_64)\r\n\r\n",
                "GET https://localhost:8443/bytes/5?x=y%20z#f HTTP/1.1\r\nHost: localhost:8443\r\nIf-None-Match: \"a\", W/\"b\"\r\nAccept-Encoding: gzip, br\r\n\r\n",
                "\r\n\r\nPOST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n01234567890123456789",
            };
            foreach (string text in texts)
            {
                for (int mode = 0; mode < 4; mode++)
                {
                    yield return FuzzInput.Join(new[] { (byte)mode, (byte)(mode == 3 ? 1 : 200) }, Encoding.Latin1.GetBytes(text));
                }
            }
        }

        public override void Run(byte[] input)
        {
            FuzzInput read = new FuzzInput(input);
            int mode = read.Byte();
            int piece = 1 + read.Byte();
            byte[] data = read.Bytes(int.MaxValue);
            FuzzPages pages = new FuzzPages();
            MemoryChannel channel = new MemoryChannel((mode & 4) != 0 ? 600 : 2304, (mode & 8) != 0 ? 256 : 1024);
            Http1Connection connection = new Http1Connection(channel, pages.Service, 0);
            connection.SetAltSvc(8443);
            channel.HoldOutput = (mode & 64) != 0;
            long now = 1000;
            connection.Open(now);
            int at = 0;
            int output = 0;
            int turns = 0;
            while (at < data.Length && !connection.IsClosed && output < MostOutput)
            {
                // Bit 0: nothing is verified until it has all come; bit 1: every other piece.
                channel.Verified = (mode & 3) == 0 || at + piece >= data.Length || ((mode & 2) != 0 && (turns & 1) == 0);
                int taken = channel.Feed(data, at, Math.Min(piece, data.Length - at));
                at += taken;
                bool moved = connection.Process(now, taken == 0);
                for (int i = 0; i < 200 && connection.HasWork && output < MostOutput; i++)
                {
                    moved |= connection.Process(now, false);
                    output += channel.TakeOutput().Length;
                }

                output += channel.TakeOutput().Length;
                if (taken == 0 && !moved && !channel.Verified)
                {
                    // The record must always be consumed.
                    Check(connection.IsClosed, "does not go on consuming what is unverified");
                }

                Check(++turns < 100000, "spins");
                if (taken == 0 && !moved)
                {
                    break;
                }
            }

            // The client sends nothing more and takes nothing more.
            channel.Verified = true;
            if ((mode & 48) != 0)
            {
                // It ends, or its last record turns out to be forged.
                channel.PeerClosed = (mode & 16) != 0;
                channel.Failed = (mode & 32) != 0;
                connection.Process(now, false);
            }

            for (int i = 0; i < 400 && !connection.IsClosed && output < MostOutput; i++)
            {
                now = Math.Max(now + 500000, Math.Min(now + 5000000, connection.NextTimeout));
                connection.HandleTimeout(now);
                connection.Process(now, false);
                output += channel.TakeOutput().Length;
                if (connection.IsStreaming)
                {
                    // Without an end unless its client goes.
                    channel.PeerClosed = true;
                }
            }

            Check(connection.IsClosed || output >= MostOutput || channel.HoldOutput, "not closed by time");
            connection.Abort();
            string held = pages.Held();
            Check(held == null, held);
            if (IsDeep(input))
            {
                // Two uploads and two snapshots: what the case held there would show.
                string good = "POST /upload HTTP/1.1\r\nHost: l\r\nContent-Length: 5\r\n\r\nhello";
                MemoryChannel fresh = new MemoryChannel(2304, 1024);
                Http1Connection second = new Http1Connection(fresh, pages.Service, 0);
                second.Open(now);
                foreach (string request in new[] { good, good, good, "GET /status.json HTTP/1.1\r\nHost: l\r\n\r\n", "GET /bytes/10 HTTP/1.1\r\nHost: l\r\n\r\n" })
                {
                    byte[] bytes = Encoding.ASCII.GetBytes(request);
                    fresh.Feed(bytes, 0, bytes.Length);
                    StringBuilder answer = new StringBuilder();
                    for (int i = 0; i < 50; i++)
                    {
                        second.Process(now, false);
                        answer.Append(Encoding.Latin1.GetString(fresh.TakeOutput()));
                    }

                    Check(answer.ToString().StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), "a good client is not served: " + answer);
                }
            }
        }
    }
}
