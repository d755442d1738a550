// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Http
{
    /// <summary>A TLS connection as the channel of HTTP/1.1.</summary>
    public sealed class TlsChannel : Http1Channel
    {
        private readonly TlsConnection _tls;

        /// <summary>Makes the channel.</summary>
        /// <param name="tls">The connection.</param>
        public TlsChannel(TlsConnection tls)
        {
            _tls = tls;
        }

        /// <inheritdoc/>
        public override bool IsOpen
        {
            get { return _tls.State == TlsConnectionState.Established; }
        }

        /// <inheritdoc/>
        public override bool HasFailed
        {
            get { return _tls.State == TlsConnectionState.Failed; }
        }

        /// <inheritdoc/>
        public override bool IsPeerClosed
        {
            get { return _tls.IsPeerClosed; }
        }

        /// <inheritdoc/>
        public override bool IsVerified
        {
            get { return _tls.IsVerified; }
        }

        /// <inheritdoc/>
        public override byte[] ReadBuffer
        {
            get { return _tls.ReadBuffer; }
        }

        /// <inheritdoc/>
        public override int ReadOffset
        {
            get { return _tls.ReadOffset; }
        }

        /// <inheritdoc/>
        public override int ReadLength
        {
            get { return _tls.ReadLength; }
        }

        /// <inheritdoc/>
        public override bool IsDrained
        {
            get { return _tls.PollOutput() == 0; }
        }

        /// <inheritdoc/>
        public override byte[] WriteBuffer
        {
            get { return _tls.WriteBuffer; }
        }

        /// <inheritdoc/>
        public override int WriteCapacity
        {
            get { return _tls.WriteCapacity; }
        }

        /// <inheritdoc/>
        public override int WriteOffset
        {
            get { return _tls.WriteOffset; }
        }

        /// <inheritdoc/>
        public override void Consume(int count)
        {
            _tls.Consume(count);
        }

        /// <inheritdoc/>
        public override void Retain(int count)
        {
            _tls.Retain(count);
        }

        /// <inheritdoc/>
        public override void ReleaseRetained()
        {
            _tls.ReleaseRetained();
        }

        /// <inheritdoc/>
        public override int Reserve()
        {
            return _tls.Reserve();
        }

        /// <inheritdoc/>
        public override void Commit(int count)
        {
            _tls.Commit(count);
        }

        /// <inheritdoc/>
        public override void Close()
        {
            _tls.Close();
        }
    }
}
