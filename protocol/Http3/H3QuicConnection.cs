// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The HTTP/3 side of a connection slot of an endpoint.</summary>
    public sealed class H3QuicConnection : H3Connection
    {
        private readonly Connection _connection;

        /// <summary>Makes it.</summary>
        /// <param name="shared">What all connections share.</param>
        /// <param name="connection">The slot's object, which is the same for life.</param>
        public H3QuicConnection(H3Shared shared, Connection connection)
            : base(shared, connection.SlotIndex, connection.StreamLimit)
        {
            _connection = connection;
            connection.Source = this;
        }

        /// <inheritdoc/>
        protected override int EventStream
        {
            get { return _connection.EventStream; }
        }

        /// <inheritdoc/>
        protected override byte[] ReadBuffer
        {
            get { return _connection.ReadBuffer; }
        }

        /// <inheritdoc/>
        protected override int PollEvent()
        {
            return _connection.PollEvent();
        }

        /// <inheritdoc/>
        protected override long StreamId(int stream)
        {
            return _connection.StreamId(stream);
        }

        /// <inheritdoc/>
        protected override int ReadOffset(int stream)
        {
            return _connection.ReadOffset(stream);
        }

        /// <inheritdoc/>
        protected override int ReadableLength(int stream)
        {
            return _connection.ReadableLength(stream);
        }

        /// <inheritdoc/>
        protected override int AvailableLength(int stream)
        {
            return _connection.AvailableLength(stream);
        }

        /// <inheritdoc/>
        protected override bool IsReceiveComplete(int stream)
        {
            return _connection.IsReceiveComplete(stream);
        }

        /// <inheritdoc/>
        protected override void Peek(int stream, int skip, byte[] destination, int offset, int count)
        {
            _connection.Peek(stream, skip, destination, offset, count);
        }

        /// <inheritdoc/>
        protected override void Consume(int stream, int count)
        {
            while (count > 0)
            {
                int run = _connection.ReadableLength(stream);
                if (run <= 0)
                {
                    return;
                }

                if (run > count)
                {
                    run = count;
                }

                _connection.Consume(stream, run);
                count -= run;
            }
        }

        /// <inheritdoc/>
        protected override void SetSendLimit(int stream, long end, bool fin)
        {
            _connection.SetSendLimit(stream, end, fin);
        }

        /// <inheritdoc/>
        protected override long SendAcknowledged(int stream)
        {
            return _connection.SendAcknowledged(stream);
        }

        /// <inheritdoc/>
        protected override int OpenUnidirectionalStream()
        {
            return _connection.OpenUnidirectionalStream();
        }

        /// <inheritdoc/>
        protected override void ResetStream(int stream, long code)
        {
            _connection.ResetStream(stream, code);
        }

        /// <inheritdoc/>
        protected override void StopSending(int stream, long code)
        {
            _connection.StopSending(stream, code);
        }

        /// <inheritdoc/>
        protected override void ReleaseStream(int stream)
        {
            _connection.ReleaseStream(stream);
        }

        /// <inheritdoc/>
        protected override void CloseTransport(long code)
        {
            _connection.Close(true, code);
        }
    }
}
