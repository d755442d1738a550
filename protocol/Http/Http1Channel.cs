// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// What <see cref="Http1Connection"/> stands on: bytes in, some of them not yet authenticated, and records out. The members mean what those of
    /// <see cref="MilliHttp.Nano.Tls.TlsConnection"/> mean.
    /// </summary>
    public abstract class Http1Channel
    {
        /// <summary>Application data may flow.</summary>
        public abstract bool IsOpen { get; }

        /// <summary>The connection failed: whatever was consumed since <see cref="IsVerified"/> was last true is void.</summary>
        public abstract bool HasFailed { get; }

        /// <summary>The peer will send nothing more.</summary>
        public abstract bool IsPeerClosed { get; }

        /// <summary>Every byte handed out belongs to an authenticated record.</summary>
        public abstract bool IsVerified { get; }

        /// <summary>Where the bytes lie.</summary>
        public abstract byte[] ReadBuffer { get; }

        public abstract int ReadOffset { get; }

        public abstract int ReadLength { get; }

        /// <summary>Takes bytes off the front.</summary>
        public abstract void Consume(int count);

        /// <summary>Takes bytes off the front and keeps them at ReadBuffer[0].</summary>
        public abstract void Retain(int count);

        public abstract void ReleaseRetained();

        /// <summary>Room for one record at WriteBuffer[WriteOffset], 0 for none.</summary>
        public abstract int Reserve();

        public abstract byte[] WriteBuffer { get; }

        public abstract int WriteOffset { get; }

        /// <summary>Sends what was composed; 0 gives the room back.</summary>
        public abstract void Commit(int count);

        /// <summary>Nothing that was committed waits to be sent: the room is as large as it will be.</summary>
        public abstract bool IsDrained { get; }

        /// <summary>Closes behind what was committed.</summary>
        public abstract void Close();
    }
}
