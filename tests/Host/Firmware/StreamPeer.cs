// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>An HTTPS/1.1 client at the other end of a <see cref="QueuedStream"/>, which keeps its connection.</summary>
    internal sealed class StreamPeer
    {
        private readonly TlsClientConnection _tls;
        private readonly MemoryStream _received = new MemoryStream();
        private byte[] _rest = Array.Empty<byte>();
        private long _now;

        public StreamPeer(long now, int recordLength = 900)
        {
            CryptoProvider provider = new CryptoProvider();
            HmacDrbg drbg = new HmacDrbg(provider);
            drbg.Instantiate(RandomNumberGenerator.GetBytes(48), 0, 48);
            byte[] protocol = Encoding.ASCII.GetBytes("\u0008http/1.1");
            TlsClient handshake = new TlsClient(provider, new AsymmetricJobs(provider), drbg, 8192)
            {
                ServerName = Encoding.ASCII.GetBytes("localhost"),
                Protocols = protocol,
                VerifiesSignature = false,
            };
            _tls = new TlsClientConnection(handshake, provider, 40000) { RecordLength = recordLength };
            _now = now;
            _tls.Open(now);
            Flush();
        }

        public Queue<byte> ToServer { get; } = new Queue<byte>();

        public Queue<byte> ToClient { get; } = new Queue<byte>();

        /// <summary>Bytes that the network takes before the client reads.</summary>
        public int Window { get; set; } = 6000;

        public bool IsAccepted { get; set; }

        public bool IsClosed { get; set; }

        /// <summary>A client that does not read leaves everything in the network.</summary>
        public bool Reads { get; set; } = true;

        public bool IsEstablished => _tls.IsEstablished;

        /// <summary>Plain bytes received since the last question.</summary>
        public long Received => _received.Length;

        public string Text => Encoding.Latin1.GetString(_received.ToArray());

        /// <summary>Body of the answer.</summary>
        public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

        public void Ask(string request, byte[] body = null)
        {
            _received.SetLength(0);
            Write(Encoding.Latin1.GetBytes(request + " HTTP/1.1\r\nHost: localhost\r\n" + (body == null ? "" : "Content-Length: " + body.Length + "\r\n") + "\r\n"));
            if (body != null)
            {
                Write(body);
            }
        }

        private void Write(byte[] data)
        {
            _tls.Write(data, 0, data.Length);
            Flush();
        }

        /// <summary>Reads what the network has.</summary>
        public void Run(long now)
        {
            _now = now;
            if (!Reads || ToClient.Count == 0)
            {
                return;
            }

            byte[] data = new byte[_rest.Length + ToClient.Count];
            _rest.CopyTo(data, 0);
            ToClient.CopyTo(data, _rest.Length);
            ToClient.Clear();
            int at = 0;
            int taken = 1;
            while (at < data.Length && taken > 0 && !_tls.HasFailed)
            {
                taken = _tls.FeedData(data, at, data.Length - at, now);
                at += taken;
                _received.Write(_tls.ReadBuffer, _tls.ReadOffset, _tls.ReadLength);
                _tls.Consume(_tls.ReadLength);
            }

            _rest = data.AsSpan(at).ToArray();
            Flush();
        }

        private void Flush()
        {
            int count = _tls.OutputLength;
            foreach (byte b in _tls.OutputBuffer.AsSpan(_tls.OutputOffset, count))
            {
                ToServer.Enqueue(b);
            }

            _tls.OutputSent(count);
        }
    }
}
