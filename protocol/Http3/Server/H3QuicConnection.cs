// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The HTTP/3 side of a connection slot of an endpoint.</summary>
    public sealed class H3QuicConnection : H3Connection
    {
        private readonly Connection _connection;

        /// <summary>Makes the HTTP/3 side of a slot and sets itself as the source of the slot's streams.</summary>
        /// <param name="shared">What all connections share.</param>
        /// <param name="connection">The slot's QUIC connection; the object never changes.</param>
        public H3QuicConnection(H3Shared shared, Connection connection)
            : base(shared, connection.SlotIndex)
        {
            _connection = connection;
            connection.Source = this;
        }

        /// <inheritdoc/>
        protected internal override int EventStream
        {
            get { return _connection.EventStream; }
        }

        /// <inheritdoc/>
        protected internal override byte[] ReadBuffer
        {
            get { return _connection.ReadBuffer; }
        }

        /// <inheritdoc/>
        protected internal override int PollEvent()
        {
            return _connection.PollEvent();
        }

        /// <inheritdoc/>
        protected internal override long StreamId(int stream)
        {
            return _connection.StreamId(stream);
        }

        /// <inheritdoc/>
        protected internal override int ReadOffset(int stream)
        {
            return _connection.ReadOffset(stream);
        }

        /// <inheritdoc/>
        protected internal override int ReadableLength(int stream)
        {
            return _connection.ReadableLength(stream);
        }

        /// <inheritdoc/>
        protected internal override int AvailableLength(int stream)
        {
            return _connection.AvailableLength(stream);
        }

        /// <inheritdoc/>
        protected internal override bool IsReceiveComplete(int stream)
        {
            return _connection.IsReceiveComplete(stream);
        }

        /// <inheritdoc/>
        protected internal override void Peek(int stream, int skip, byte[] destination, int offset, int count)
        {
            _connection.Peek(stream, skip, destination, offset, count);
        }

        /// <inheritdoc/>
        protected internal override void Consume(int stream, int count)
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
        protected internal override void SetSendLimit(int stream, long end, bool fin)
        {
            _connection.SetSendLimit(stream, end, fin);
        }

        /// <inheritdoc/>
        protected internal override long SendAcknowledged(int stream)
        {
            return _connection.SendAcknowledged(stream);
        }

        /// <inheritdoc/>
        protected internal override int OpenUnidirectionalStream()
        {
            return _connection.OpenUnidirectionalStream();
        }

        /// <inheritdoc/>
        protected internal override void ResetStream(int stream, long code)
        {
            _connection.ResetStream(stream, code);
        }

        /// <inheritdoc/>
        protected internal override void StopSending(int stream, long code)
        {
            _connection.StopSending(stream, code);
        }

        /// <inheritdoc/>
        protected internal override void ReleaseStream(int stream)
        {
            _connection.ReleaseStream(stream);
        }

        /// <inheritdoc/>
        protected internal override void CloseTransport(long code)
        {
            _connection.Close(true, code);
        }
    }
}
