// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http3;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>An H3Connection on a <see cref="FakeTransport"/>.</summary>
    internal sealed class FakeConnection : H3Connection
    {
        private readonly FakeTransport _transport;

        public FakeConnection(H3Shared shared, FakeTransport transport)
            : base(shared, 0, transport.StreamLimit)
        {
            _transport = transport;
            transport.SetSource(this);
        }

        protected override int EventStream => _transport.EventStream;

        protected override byte[] ReadBuffer => _transport.ReadBuffer;

        protected override int PollEvent() => _transport.PollEvent();

        protected override long StreamId(int stream) => _transport.StreamId(stream);

        protected override int ReadOffset(int stream) => _transport.ReadOffset(stream);

        protected override int ReadableLength(int stream) => _transport.ReadableLength(stream);

        protected override int AvailableLength(int stream) => _transport.AvailableLength(stream);

        protected override bool IsReceiveComplete(int stream) => _transport.IsReceiveComplete(stream);

        protected override void Peek(int stream, int skip, byte[] destination, int offset, int count) => _transport.Peek(stream, skip, destination, offset, count);

        protected override void Consume(int stream, int count) => _transport.Consume(stream, count);

        protected override void SetSendLimit(int stream, long end, bool fin) => _transport.SetSendLimit(stream, end, fin);

        protected override long SendAcknowledged(int stream) => _transport.SendAcknowledged(stream);

        protected override int OpenUnidirectionalStream() => _transport.OpenUnidirectionalStream();

        protected override void ResetStream(int stream, long code) => _transport.ResetStream(stream, code);

        protected override void StopSending(int stream, long code) => _transport.StopSending(stream, code);

        protected override void ReleaseStream(int stream) => _transport.ReleaseStream(stream);

        protected override void CloseTransport(long code) => _transport.Close(code);
    }
}
