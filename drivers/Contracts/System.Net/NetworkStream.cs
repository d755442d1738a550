// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.Sockets
{
    public class NetworkStream : System.IO.Stream
    {
        protected int _socketType;

        protected System.Net.EndPoint _remoteEndPoint;

        protected bool _disposed;

        public NetworkStream(Socket socket) => throw null;

        public NetworkStream(Socket socket, bool ownsSocket) => throw null;

        public override bool CanRead { get => throw null; }

        public override bool CanSeek { get => throw null; }

        public override bool CanTimeout { get => throw null; }

        public override bool CanWrite { get => throw null; }

        public override int ReadTimeout { get => throw null; set => throw null; }

        public override int WriteTimeout { get => throw null; set => throw null; }

        public override long Length { get => throw null; }

        public override long Position { get => throw null; set => throw null; }

        public virtual bool DataAvailable { get => throw null; }

        public void Close(int timeout) => throw null;

        protected override void Dispose(bool disposing) => throw null;

        public override void Flush() => throw null;

        public override int Read(byte[] buffer, int offset, int count) => throw null;

        public override long Seek(long offset, System.IO.SeekOrigin origin) => throw null;

        public override void SetLength(long value) => throw null;

        public override void Write(byte[] buffer, int offset, int count) => throw null;

        public override int Read(SpanByte buffer) => throw null;
    }
}
