// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The connection of an endpoint as HTTP/3 sees it.</summary>
    public sealed class QuicTransport : H3Transport
    {
        private readonly Connection _connection;

        /// <summary>Wraps a connection slot.</summary>
        /// <param name="connection">The slot's object, which is the same for life.</param>
        public QuicTransport(Connection connection)
        {
            _connection = connection;
        }

        /// <inheritdoc/>
        public override int SlotIndex
        {
            get { return _connection.SlotIndex; }
        }

        /// <inheritdoc/>
        public override int StreamLimit
        {
            get { return _connection.StreamLimit; }
        }

        /// <inheritdoc/>
        public override int EventStream
        {
            get { return _connection.EventStream; }
        }

        /// <inheritdoc/>
        public override byte[] ReadBuffer
        {
            get { return _connection.ReadBuffer; }
        }

        /// <inheritdoc/>
        public override void SetSource(StreamSource source)
        {
            _connection.Source = source;
        }

        /// <inheritdoc/>
        public override int PollEvent()
        {
            return _connection.PollEvent();
        }

        /// <inheritdoc/>
        public override long StreamId(int stream)
        {
            return _connection.StreamId(stream);
        }

        /// <inheritdoc/>
        public override int ReadOffset(int stream)
        {
            return _connection.ReadOffset(stream);
        }

        /// <inheritdoc/>
        public override int ReadableLength(int stream)
        {
            return _connection.ReadableLength(stream);
        }

        /// <inheritdoc/>
        public override int AvailableLength(int stream)
        {
            return _connection.AvailableLength(stream);
        }

        /// <inheritdoc/>
        public override bool IsReceiveComplete(int stream)
        {
            return _connection.IsReceiveComplete(stream);
        }

        /// <inheritdoc/>
        public override void Peek(int stream, int skip, byte[] destination, int offset, int count)
        {
            _connection.Peek(stream, skip, destination, offset, count);
        }

        /// <inheritdoc/>
        public override void Consume(int stream, int count)
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
        public override void SetSendLimit(int stream, long end, bool fin)
        {
            _connection.SetSendLimit(stream, end, fin);
        }

        /// <inheritdoc/>
        public override long SendAcknowledged(int stream)
        {
            return _connection.SendAcknowledged(stream);
        }

        /// <inheritdoc/>
        public override int OpenUnidirectionalStream()
        {
            return _connection.OpenUnidirectionalStream();
        }

        /// <inheritdoc/>
        public override void ResetStream(int stream, long code)
        {
            _connection.ResetStream(stream, code);
        }

        /// <inheritdoc/>
        public override void StopSending(int stream, long code)
        {
            _connection.StopSending(stream, code);
        }

        /// <inheritdoc/>
        public override void ReleaseStream(int stream)
        {
            _connection.ReleaseStream(stream);
        }

        /// <inheritdoc/>
        public override void Close(long code)
        {
            _connection.Close(true, code);
        }
    }
}
