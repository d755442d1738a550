// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Host.Http3;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>Requests over HTTP/3 without QUIC below: head decoded, routed, answered, response read, stream given back.</summary>
    public sealed class Http3Scenario : ICostScenario
    {
        private const string Browser =
            ":method: GET|:authority: localhost:8443|:scheme: https|:path: /bytes/200|sec-ch-ua: \"Not:A-Brand\";v=\"8\", \"Chromium\";v=\"156\"|"
            + "sec-ch-ua-mobile: ?0|sec-ch-ua-platform: \"Linux\"|upgrade-insecure-requests: 1|"
            + "user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36|"
            + "accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/jxl,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7|"
            + "sec-fetch-site: none|sec-fetch-mode: navigate|sec-fetch-user: ?1|sec-fetch-dest: document|"
            + "accept-encoding: gzip, deflate, br, zstd|accept-language: en-US,en;q=0.9|priority: u=0, i";

        private const string Short = ":method: GET|:scheme: https|:authority: localhost:8443|:path: /bytes/200|user-agent: nghttp3/ngtcp2 client";

        public string Name => "Http3";

        public void Run(CostRun run)
        {
            var router = new Router();
            var service = new HttpService(new HttpProfile(), router);
            router.Add(HttpMethod.Get, "/bytes/*", new Page());
            service.SetTime(784111777);
            var transport = new FakeTransport();
            var connection = new FakeConnection(new H3Shared(new H3Profile(), service, 1, FakeTransport.Slots, 1) { Gather = new byte[1472] }, transport);
            transport.Raise(QuicEvent.Established, 0);
            connection.HandleEvents(0);
            Get(run, null, 0, transport, connection, Short, 0);
            Get(run, "GetSmall", 10000, transport, connection, Short, 4);
            Get(run, "BrowserGetSmall", 0, transport, connection, Browser, 8);

            byte[] text = Encoding.ASCII.GetBytes("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36");
            var encoded = new byte[128];
            run.Start("HuffmanEncodePerByte");
            int length = Huffman.Encode(text, 0, text.Length, encoded, 0, encoded.Length);
            run.Stop(text.Length, 0);
            run.Start("HuffmanDecodePerByte");
            Huffman.Decode(encoded, 0, length, new byte[128], 0, 128);
            run.Stop(text.Length, 0);
        }

        private static void Get(CostRun run, string name, long goal, FakeTransport transport, H3Connection connection, string fields, long id)
        {
            int slot = transport.Add(id);
            byte[] section = Section(fields.Split('|'));
            var frame = new byte[section.Length + 3];
            frame[0] = 1;
            frame[1] = (byte)(0x40 | section.Length >> 8);
            frame[2] = (byte)section.Length;
            section.CopyTo(frame, 3);
            transport.Receive(slot, frame, true);
            var buffer = new byte[1200];
            if (name != null)
            {
                run.Start(name);
            }

            connection.HandleEvents(1000);
            connection.PumpBodies(0);
            int limit = (int)transport.Streams[slot].Limit;
            if (connection.Read(slot, 0, buffer, 0, limit) != limit || limit < 200)
            {
                throw new InvalidOperationException("no response");
            }

            transport.Raise(QuicEvent.StreamSendDone, slot);
            connection.HandleEvents(2000);
            if (name != null)
            {
                run.Stop(1, goal);
            }
        }

        /// <summary>A page that costs nothing, as it is not the device's.</summary>
        private sealed class Page : HttpHandler
        {
            private readonly Zeros _zeros = new();

            public override void Handle(HttpRequest request, HttpResponse response)
            {
                response.Add(HeaderField.ContentTypeApplicationOctetStream);
                response.Add(HeaderField.CacheControlNoStore);
                response.SetBody(_zeros, 0, request.ParameterNumber);
            }
        }

        private sealed class Zeros : BodySource
        {
            public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
            {
                return count;
            }
        }

        /// <summary>What clients send: whole static entries where there are such, static names, and Huffman strings.</summary>
        private static byte[] Section(string[] fields)
        {
            var section = new MemoryStream();
            section.Write(new byte[2]);
            var scratch = new byte[512];
            foreach (string field in fields)
            {
                int colon = field.IndexOf(": ", 1, StringComparison.Ordinal);
                byte[] name = Encoding.ASCII.GetBytes(field.Substring(0, colon));
                byte[] value = Encoding.ASCII.GetBytes(field.Substring(colon + 2));
                int id = HeaderTable.Find(name, 0, name.Length);
                int whole = -1;
                int named = -1;
                for (int i = HeaderTable.QpackCount - 1; i >= 0; i--)
                {
                    if (id != HeaderId.Other && HeaderTable.NameId(i) == id)
                    {
                        named = i;
                        whole = HeaderTable.ValueEquals(i, value, 0, value.Length) ? i : whole;
                    }
                }

                int end = 0;
                if (whole >= 0)
                {
                    end = FieldSectionWriter.WriteEntry(scratch, 0, scratch.Length, whole);
                }
                else if (named >= 0)
                {
                    end = FieldSectionWriter.WriteField(scratch, 0, scratch.Length, named, value, 0, value.Length);
                }
                else
                {
                    int length = Huffman.Encode(name, 0, name.Length, scratch, 2, scratch.Length);
                    scratch[0] = 0x2F;
                    scratch[1] = length < 7 ? (byte)(0x28 | length) : (byte)(length - 7);
                    section.Write(scratch, length < 7 ? 1 : 0, (length < 7 ? 1 : 2) + length);
                    length = Huffman.Encode(value, 0, value.Length, scratch, 1, scratch.Length);
                    scratch[0] = (byte)(0x80 | length);
                    end = 1 + length;
                }

                section.Write(scratch, 0, end);
            }

            return section.ToArray();
        }
    }
}
