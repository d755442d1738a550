// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Text;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tests.Host.Http;

namespace MilliHttp.Nano.Tests.Host.Web
{
    /// <summary>An application in a whole image, with one HTTP/1.1 connection in memory.</summary>
    internal sealed class WebBench
    {
        private readonly MemoryChannel _channel = new MemoryChannel(4096, 2048);
        private readonly Http1Connection _connection;

        public WebBench(Application application, Profile profile = null)
        {
            Image = new Image(profile ?? Profile.Standard(), new StillPorts(), application);
            _connection = new Http1Connection(_channel, Image.Service, 7);
            _connection.Open(Now);
            _connection.Process(Now, false);
        }

        public Image Image { get; }

        public long Now { get; set; } = 1000;

        /// <summary>Sends bytes and returns all that comes back.</summary>
        public byte[] Send(byte[] data)
        {
            int at = 0;
            int idle = 0;
            using System.IO.MemoryStream output = new System.IO.MemoryStream();
            while (idle < 3 && !_connection.IsClosed)
            {
                int taken = _channel.Feed(data, at, data.Length - at);
                at += taken;
                bool moved = _connection.Process(Now, taken == 0 && at < data.Length);
                byte[] written = _channel.TakeOutput();
                output.Write(written);
                idle = taken > 0 || moved || written.Length > 0 ? 0 : idle + 1;
            }

            return output.ToArray();
        }

        /// <summary>Sends a request with fields of its own, each with its line break, and returns the one answer.</summary>
        public Http1Bench.Answer Ask(string line, string fields = "", byte[] body = null)
        {
            string head = line + " HTTP/1.1\r\nHost: device\r\n" + fields + (body == null ? string.Empty : "Content-Length: " + body.Length + "\r\n") + "\r\n";
            byte[] bytes = Encoding.UTF8.GetBytes(head);
            byte[] all = new byte[bytes.Length + (body?.Length ?? 0)];
            bytes.CopyTo(all, 0);
            body?.CopyTo(all, bytes.Length);
            return Assert(Http1Bench.Answers(Send(all), line.StartsWith("HEAD", StringComparison.Ordinal)));
        }

        public Http1Bench.Answer Get(string target, string fields = "") => Ask("GET " + target, fields);

        public void Disconnect() => _connection.Abort();

        public static string Text(Http1Bench.Answer answer) => Encoding.UTF8.GetString(answer.Body ?? Array.Empty<byte>());

        private static Http1Bench.Answer Assert(System.Collections.Generic.List<Http1Bench.Answer> answers) => Xunit.Assert.Single(answers);
    }
}
