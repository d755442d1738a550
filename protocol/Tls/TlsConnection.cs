#pragma warning disable CS0649 // filled by the implementation that follows
// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// A server's TLS 1.3 connection over TCP, sans-IO: records in, records out, application data in between. One receive arena serves the
    /// ClientHello, then the records being decrypted and the plaintext not yet consumed.
    /// </summary>
    /// <remarks>
    /// <para><b>The loop around it.</b></para>
    /// <code>
    /// tls.Open(now);                                        // a client was accepted
    /// ...
    /// consumed = tls.FeedData(chunk, offset, length, now);  // bytes of the socket; those not consumed are given again later
    /// if (tls.NeedsStep) tls.Step(budget, now);             // in every turn; handshake work in pieces
    /// ... the application reads and writes, see below ...
    /// while ((n = tls.PollOutput()) > 0)                    // n bytes at tls.OutputBuffer[tls.OutputOffset]
    ///     { sent = socket.Send(...); tls.OutputSent(sent); if (sent is short) break; }
    /// if (tls.IsFinished) { close the socket; tls.Reset(); }
    /// if (now >= tls.NextTimeout) tls.HandleTimeout(now);
    /// </code>
    /// <para>When the peer's end of stream was seen on the socket: <see cref="FeedEnd"/>. When the socket died: <see cref="Reset"/>.</para>
    /// <para><b>Reading.</b> <see cref="ReadLength"/> bytes lie at ReadBuffer[ReadOffset]; <see cref="Consume"/> takes bytes off the front. FeedData,
    /// Step, Consume and Retain may move them: keep offsets relative to ReadOffset, and none across such calls. A request head whose slices must stay
    /// put while the body runs through the same buffer is taken off with <see cref="Retain"/>: it then lies at ReadBuffer[0], and stays there until
    /// <see cref="ReleaseRetained"/>.</para>
    /// <para><b>Unverified bytes.</b> A record that does not fit the free arena is decrypted as it arrives, and its bytes are handed out before its tag was
    /// seen. While <see cref="IsVerified"/> is false, nothing observable may depend on bytes handed out: no answer, no close, no stored state, and not
    /// whether the next bytes are taken either. So the reader must go on consuming until IsVerified is true again, also when its parser has
    /// refused the request already or a request is complete: it holds the verdict back, stages what it gets and drops what it cannot hold. If the record was
    /// forged, <see cref="State"/> becomes <see cref="TlsConnectionState.Failed"/> (the peer gets bad_record_mac), and everything
    /// consumed since IsVerified was last true is void.</para>
    /// <para>FeedData taking nothing while ReadLength > 0 is backpressure: consume first.</para>
    /// <para><b>Writing.</b> <see cref="Reserve"/> gives the room for one record's content at WriteBuffer[WriteOffset]; the response is composed there,
    /// and <see cref="Commit"/> seals it in place. No other call of this class in between, but for PollOutput and OutputSent. Several records may wait in the buffer; Reserve gives 0 while there is no
    /// room: send first.</para>
    /// <para><b>Closing.</b> <see cref="Close"/> queues close_notify behind what was committed. <see cref="IsPeerClosed"/>: the peer has sent its own.</para>
    /// </remarks>
    public sealed class TlsConnection
    {
        private readonly TlsEngine _engine;
        private readonly byte[] _arena;
        private readonly byte[] _output;
        private int _state;
        private int _readOffset;
        private int _readEnd;
        private int _outputOffset;
        private int _alert;

        /// <summary>Makes the connection with all its memory.</summary>
        /// <param name="engine">The shared handshake engine.</param>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="profile">Sizes and timeouts.</param>
        public TlsConnection(TlsEngine engine, CryptoProvider provider, TlsProfile profile)
        {
            _engine = engine;
            _arena = new byte[profile.ReceiveLength];
            _output = new byte[profile.SendLength];
        }

        /// <summary><see cref="TlsConnectionState"/>.</summary>
        public int State => _state;

        /// <summary>The fatal alert sent, or 256 + the one received; <see cref="TlsAlert.None"/> if neither.</summary>
        public int Alert => _alert;

        /// <summary>True when the peer has sent close_notify, or its end of stream was fed.</summary>
        public bool IsPeerClosed => false;

        /// <summary>True when the state is Closed or Failed and all output was sent: close the socket.</summary>
        public bool IsFinished => false;

        /// <summary>True when a byte of the client has arrived since <see cref="Open"/> (a silent preconnect has none).</summary>
        public bool HasReceived => false;

        /// <summary>True while <see cref="Step"/> has work.</summary>
        public bool NeedsStep => false;

        /// <summary>When <see cref="HandleTimeout"/> wants to be called, in microseconds; long.MaxValue: never.</summary>
        public long NextTimeout => long.MaxValue;

        /// <summary>The arena.</summary>
        public byte[] ReadBuffer => _arena;

        /// <summary>Where the readable bytes begin.</summary>
        public int ReadOffset => _readOffset;

        /// <summary>The number of readable bytes.</summary>
        public int ReadLength => _readEnd - _readOffset;

        /// <summary>True when every byte handed out so far, consumed or readable, belongs to a verified record.</summary>
        public bool IsVerified => true;

        /// <summary>Bytes held at the front of the arena by <see cref="Retain"/>.</summary>
        public int RetainedLength => 0;

        /// <summary>The record buffer.</summary>
        public byte[] WriteBuffer => _output;

        /// <summary>Where the reserved room begins; valid after <see cref="Reserve"/>.</summary>
        public int WriteOffset => 0;

        /// <summary>The record buffer again.</summary>
        public byte[] OutputBuffer => _output;

        /// <summary>Where the bytes to send begin; valid after <see cref="PollOutput"/>.</summary>
        public int OutputOffset => _outputOffset;

        /// <summary>Begins with a new client.</summary>
        /// <param name="now">Microseconds.</param>
        public void Open(long now)
        {
        }

        /// <summary>Takes bytes of the TCP stream.</summary>
        /// <param name="buffer">Holds them; not kept.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="length">How many.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>How many were taken; the others must be given again. All are taken in states Closed and Failed.</returns>
        public int FeedData(byte[] buffer, int offset, int length, long now)
        {
            return 0;
        }

        /// <summary>Tells that the peer's stream has ended.</summary>
        /// <param name="now">Microseconds.</param>
        public void FeedEnd(long now)
        {
        }

        /// <summary>Goes on with the handshake.</summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <param name="now">Microseconds.</param>
        public void Step(int budget, long now)
        {
        }

        /// <summary>Takes bytes off the front of the readable ones.</summary>
        /// <param name="count">At most <see cref="ReadLength"/>.</param>
        public void Consume(int count)
        {
        }

        /// <summary>Takes the first readable bytes off and keeps them at ReadBuffer[0]. They add to what is retained already.</summary>
        /// <param name="count">At most <see cref="ReadLength"/>.</param>
        public void Retain(int count)
        {
        }

        /// <summary>Gives the retained bytes' room back.</summary>
        public void ReleaseRetained()
        {
        }

        /// <summary>Asks for room for one record's content.</summary>
        /// <returns>Bytes at <see cref="WriteOffset"/>; 0: no room now, or not <see cref="TlsConnectionState.Established"/>.</returns>
        public int Reserve()
        {
            return 0;
        }

        /// <summary>Seals the first bytes of the reserved room as a record; 0 gives the room back.</summary>
        /// <param name="count">At most what <see cref="Reserve"/> gave.</param>
        public void Commit(int count)
        {
        }

        /// <summary>The bytes to be sent now, of which the oldest lie at <see cref="OutputOffset"/>.</summary>
        /// <returns>How many; 0: none.</returns>
        public int PollOutput()
        {
            return 0;
        }

        /// <summary>Tells that bytes were sent.</summary>
        /// <param name="count">At most what <see cref="PollOutput"/> gave.</param>
        public void OutputSent(int count)
        {
        }

        /// <summary>Closes in order: close_notify follows what was committed.</summary>
        public void Close()
        {
        }

        /// <summary>Lets the handshake time out.</summary>
        /// <param name="now">Microseconds.</param>
        public void HandleTimeout(long now)
        {
        }

        /// <summary>Wipes everything; ready for <see cref="Open"/>.</summary>
        public void Reset()
        {
        }
    }
}
