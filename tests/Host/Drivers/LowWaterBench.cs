// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Firmware.Loop;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Tests.Host.Tls;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Drivers
{
    /// <summary>The TCP half of the loop over the device's own driver, whose sockets are a <see cref="LowWaterStack"/>; the stream is the client's side.</summary>
    internal sealed class LowWaterBench : Stream
    {
        private const long LongestRest = 200000;

        /// <summary>A board takes this long or longer to seal a record: the acknowledgement of the one before is there by then.</summary>
        private const long TurnTime = 5000;

        private readonly SocketListener _listener = new SocketListener(new IPEndPoint(IPAddress.Any, 443), 4);
        private readonly SocketWait _wait;
        private readonly StreamPump _pump;

        public LowWaterBench(TlsProfile profile)
        {
            TlsServer tls = new TlsServer(profile);
            tls.Connection.Reset();
            Router router = new Router();
            HttpService service = new HttpService(new HttpProfile(), router);
            _ = new PageSet(router, new HttpsBench.FigureSource(), 1, 1, 1, new byte[1200]);
            _wait = new SocketWait(null, _listener);
            _pump = new StreamPump(_listener, new Https1Server(service, new[] { tls.Connection }), 256);
        }

        public LowWaterStack Stack { get; } = new LowWaterStack();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public SslStream Connect()
        {
            SslStream client = new SslStream(this, true, (_, _, _, _) => true);
            client.AuthenticateAsClient(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ApplicationProtocols = new List<SslApplicationProtocol> { SslApplicationProtocol.Http11 },
            });
            return client;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            long end = Stack.Now + 20000000;
            while (Stack.Waiting == 0)
            {
                if (Stack.Now > end)
                {
                    throw new IOException("the server sends nothing");
                }

                bool worked = _pump.Turn(40, true, Stack.Now);
                Stack.Now += TurnTime;
                if (!worked)
                {
                    _wait.Wait(LongestRest);
                }
            }

            return Stack.Read(buffer, offset, count);
        }

        public override void Write(byte[] buffer, int offset, int count) => Stack.Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
