// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// What an <see cref="Http1Connection"/> reads and writes: received bytes, some of them not yet authenticated, and records to send. The members mean
    /// what the members of <see cref="MilliHttp.Nano.Tls.TlsConnection"/> with the same names mean.
    /// </summary>
    public abstract class Http1Channel
    {
        /// <summary>Application data may flow.</summary>
        public abstract bool IsOpen { get; }

        /// <summary>The connection failed: bytes consumed since <see cref="IsVerified"/> was last true must be dropped.</summary>
        public abstract bool HasFailed { get; }

        /// <summary>The peer will send nothing more.</summary>
        public abstract bool IsPeerClosed { get; }

        /// <summary>Every byte read so far belongs to an authenticated record.</summary>
        public abstract bool IsVerified { get; }

        /// <summary>Buffer of the received bytes.</summary>
        public abstract byte[] ReadBuffer { get; }

        /// <summary>Offset of the first unread byte in <see cref="ReadBuffer"/>.</summary>
        public abstract int ReadOffset { get; }

        /// <summary>Number of unread bytes.</summary>
        public abstract int ReadLength { get; }

        /// <summary>Consumes unread bytes.</summary>
        /// <param name="count">Their number.</param>
        public abstract void Consume(int count);

        /// <summary>Consumes unread bytes and keeps them at ReadBuffer[0].</summary>
        /// <param name="count">Their number.</param>
        public abstract void Retain(int count);

        /// <summary>Releases the bytes that <see cref="Retain"/> kept.</summary>
        public abstract void ReleaseRetained();

        /// <summary>Reserves room for one record at WriteBuffer[WriteOffset].</summary>
        /// <returns>Bytes of room, 0 for none.</returns>
        public abstract int Reserve();

        /// <summary>Buffer in which a record is composed.</summary>
        public abstract byte[] WriteBuffer { get; }

        /// <summary>Bytes of <see cref="WriteBuffer"/> that are for sending.</summary>
        public abstract int WriteCapacity { get; }

        /// <summary>Where the record's content begins in <see cref="WriteBuffer"/>.</summary>
        public abstract int WriteOffset { get; }

        /// <summary>Sends what was composed.</summary>
        /// <param name="count">Its length in bytes; 0 releases the room.</param>
        public abstract void Commit(int count);

        /// <summary>All committed bytes were sent, so the room is as large as it can be.</summary>
        public abstract bool IsDrained { get; }

        /// <summary>Closes after what was committed is sent.</summary>
        public abstract void Close();
    }
}
