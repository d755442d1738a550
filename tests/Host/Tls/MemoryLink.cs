// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>The client's end of a wire to a <see cref="TlsServer"/>: what is written reaches the server at once.</summary>
    public sealed class MemoryLink : Stream
    {
        private readonly TlsServer _server;

        public MemoryLink(TlsServer server)
        {
            _server = server;
        }

        /// <summary>Called with the client's bytes instead of feeding them.</summary>
        public Action<byte[]> Intercept { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            _server.Run();
            int n = 0;
            while (n < count && _server.Sent.Count > 0)
            {
                buffer[offset + n++] = _server.Sent.Dequeue();
            }

            return n;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Intercept != null)
            {
                Intercept(buffer.AsSpan(offset, count).ToArray());
            }
            else
            {
                _server.Feed(buffer.AsSpan(offset, count));
            }
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            throw new NotSupportedException();
        }

        public override void SetLength(long value)
        {
            throw new NotSupportedException();
        }
    }
}
