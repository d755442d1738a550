// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// The HTTP/1.1 side of one connection, sans-IO: reads requests from a <see cref="Http1Channel"/>, calls their handlers, writes the responses.
    /// </summary>
    /// <remarks>
    /// <para>It works on one request at a time; pipelined requests wait in the channel. <see cref="HttpHandler"/> says how handlers are called. Its parts are
    /// the static classes named Http1RequestReader, Http1BodyReader, Http1RequestState and Http1ResponseWriter.</para>
    /// <para><b>Unverified plaintext.</b> While the channel is not verified, everything is consumed as it arrives and no response is sent: a
    /// refusal is held back (<see cref="Process"/> goes on consuming), a complete request waits, and time limits do not depend on what was read but only
    /// on how long the record takes. Pipelined requests that follow a complete one in a record larger than the memory cannot be kept: they are
    /// dropped, the response to the first says Connection: close, and the client sends the others again.</para>
    /// <para><b>Refused requests</b> (400, 408, 411, 413, 414, 417, 431, 501, 505, and errors of requests with a body) get their response, and then
    /// the connection is closed, because the end of such a request is unknown or far away. Input is read and dropped for two more seconds, so that no
    /// reset destroys the response (RFC 9112 section 9.6).</para>
    /// </remarks>
    public sealed class Http1Connection
    {
        /// <summary>Bytes of the longest record.</summary>
        private const long RecordBytes = 16640;

        /// <summary>Time that a head has once another client waits, microseconds.</summary>
        private const long HeadTime = 1000000;

        /// <summary>Time that a connection may take for its requests once another client waits, microseconds.</summary>
        private const long FairTime = 10000000;

        /// <summary>What the requests are read from and the responses are written to.</summary>
        internal readonly Http1Channel Channel;

        /// <summary>Routes and shared objects.</summary>
        internal readonly HttpService Service;

        /// <summary>Decoder of a chunked body.</summary>
        internal readonly ChunkedDecoder Chunks = new ChunkedDecoder();

        /// <summary><see cref="HttpRequest.Slot"/> of the connection's requests.</summary>
        internal readonly int Slot;

        /// <summary>The port that Alt-Svc announces, 0 for none.</summary>
        internal int AltSvcPort;

        /// <summary>One of <see cref="Http1State"/>.</summary>
        internal int State;

        /// <summary>Bits of <see cref="Http1Flags"/>.</summary>
        internal int Flags;

        /// <summary>Bytes of the head that were searched for its end, or kept by sifting; then its length.</summary>
        internal int HeadLength;

        /// <summary>While sifting: bytes of the head that were read (bits 0-19) and number of fields (20-30), skipped ones included.</summary>
        internal int Sifted;

        /// <summary>What the request asks for (<see cref="Http1Target"/>).</summary>
        internal int Target;

        /// <summary>Number parameter of the request's path.</summary>
        internal int ParameterNumber;

        /// <summary>Handle of the response's body.</summary>
        internal int BodyHandle;

        /// <summary>Buffer of the pool that holds the request's body, or -1.</summary>
        internal int BodyIndex;

        /// <summary>Responses of this client.</summary>
        internal int RequestTotal;

        /// <summary>Content-Length of the request, -1 if there is none.</summary>
        internal long AnnouncedLength;

        /// <summary>Bytes of the request's body still to come, if it is not chunked.</summary>
        internal long BodyLeft;

        /// <summary>Length of the response's body, -1 if it is unknown.</summary>
        internal long ResponseLength;

        /// <summary>Bytes of the response's body that were sent.</summary>
        internal long SentLength;

        /// <summary>Time limit of the current state, microseconds; long.MaxValue for none.</summary>
        internal long Deadline;

        /// <summary>Time limit of a record whose tag is outstanding, microseconds; long.MaxValue for none.</summary>
        internal long RecordDeadline;

        /// <summary>When the idle time, or the response, began.</summary>
        internal long Since;

        /// <summary>The response's body, null for none.</summary>
        internal BodySource Source;

        /// <summary>Makes the connection with all its memory.</summary>
        /// <param name="channel">What it reads and writes.</param>
        /// <param name="service">Routes and shared objects.</param>
        /// <param name="slot">Its <see cref="HttpRequest.Slot"/>.</param>
        public Http1Connection(Http1Channel channel, HttpService service, int slot)
        {
            Channel = channel;
            Service = service;
            Slot = slot;
            BodyIndex = -1;
            State = Http1State.Closed;
            Deadline = long.MaxValue;
            RecordDeadline = long.MaxValue;
        }

        /// <summary>Sizes and times.</summary>
        public HttpProfile Profile
        {
            get { return Service.Profile; }
        }

        /// <summary>Responses sent to this client.</summary>
        public int Requests
        {
            get { return RequestTotal; }
        }

        /// <summary>Nothing more is read or written.</summary>
        public bool IsClosed
        {
            get { return State == Http1State.Closed; }
        }

        /// <summary>No request has begun, and no response is being sent.</summary>
        public bool IsIdle
        {
            get { return State == Http1State.Head && (Flags & Http1Flags.Started) == 0; }
        }

        /// <summary>A response of unknown length is being sent.</summary>
        public bool IsStreaming
        {
            get { return State == Http1State.Responding && ResponseLength < 0; }
        }

        /// <summary>A complete request waits for its response, or a response for room: call <see cref="Process"/> again.</summary>
        public bool HasWork
        {
            get
            {
                if (State == Http1State.Responding)
                {
                    return ResponseLength >= 0 || SentLength < Source.End(BodyHandle) || Source.IsEnded(BodyHandle) || (Flags & Http1Flags.EndStream) != 0;
                }

                if (State == Http1State.Tunneling)
                {
                    return Http1Tunnel.HasWork(this);
                }

                if ((Flags & Http1Flags.Unfinished) != 0)
                {
                    return true;
                }

                return State == Http1State.Complete ? Channel.IsVerified : State == Http1State.Head && (Flags & Http1Flags.Started) == 0 && RequestTotal > 0 && Channel.ReadLength > 0;
            }
        }

        /// <summary>Number of the request's route, or minus a status.</summary>
        internal int Route
        {
            get { return (short)Target; }
        }

        /// <summary>The request's method, one of <see cref="HttpMethod"/>.</summary>
        internal int Method
        {
            get { return (Target >> Http1Target.MethodShift) & 15; }
        }

        /// <summary>The request's protocol, one of <see cref="HttpProtocol"/>.</summary>
        internal int Protocol
        {
            get { return (Target >> Http1Target.ProtocolShift) & 15; }
        }

        /// <summary>When <see cref="HandleTimeout"/> is to be called, microseconds; long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get { return RecordDeadline != long.MaxValue ? RecordDeadline : Deadline; }
        }

        /// <summary>Sets the port that Alt-Svc announces.</summary>
        /// <param name="port">UDP port, 0 for none.</param>
        public void SetAltSvc(int port)
        {
            AltSvcPort = port;
        }

        /// <summary>Begins with a new client.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void Open(long now)
        {
            Abort();
            State = Http1State.Head;
            Flags = 0;
            HeadLength = 0;
            RequestTotal = 0;
            Since = now;
            Deadline = long.MaxValue;
            RecordDeadline = long.MaxValue;
        }

        /// <summary>Releases everything; the client has gone.</summary>
        public void Abort()
        {
            Http1RequestState.Drop(this);
            Http1ResponseWriter.DropSource(this);
            State = Http1State.Closed;
            RequestTotal = 0;
            Deadline = long.MaxValue;
            RecordDeadline = long.MaxValue;
        }

        /// <summary>Goes on; a call begins at most one response, or writes at most one record of one.</summary>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="stalled">The channel takes no more input until something is consumed.</param>
        /// <returns>Whether anything was consumed or written.</returns>
        public bool Process(long now, bool stalled)
        {
            Http1Channel channel = Channel;
            if (State == Http1State.Closed)
            {
                int rest = channel.ReadLength;
                if (rest > 0)
                {
                    channel.Consume(rest);
                }

                return rest > 0;
            }

            if (channel.HasFailed)
            {
                Abort();
                return false;
            }

            if ((Flags & Http1Flags.Opened) == 0)
            {
                if (!channel.IsOpen)
                {
                    return false;
                }

                Flags |= Http1Flags.Opened;
                Since = now;
                Deadline = now + Service.Profile.HeaderTimeout;
            }

            // Another connection may have used the shared request since the last call.
            Flags &= ~Http1Flags.Fresh;
            bool moved = false;
            bool again = true;
            while (again)
            {
                again = false;
                switch (State)
                {
                    case Http1State.Head:
                        Flags &= ~Http1Flags.Unfinished;
                        again = Http1RequestReader.ReadHead(this, now, stalled);
                        moved |= again;
                        again &= (Flags & Http1Flags.Unfinished) == 0;
                        break;

                    case Http1State.Body:
                        Flags &= ~Http1Flags.Unfinished;
                        again = Http1BodyReader.Read(this, now);
                        moved |= again;
                        again &= (Flags & Http1Flags.Unfinished) == 0;
                        break;

                    case Http1State.Complete:
                        if ((Flags & Http1Flags.InPlace) != 0 && !channel.IsVerified)
                        {
                            Flags &= ~Http1Flags.InPlace;
                            Http1RequestReader.Keep(this);
                        }

                        if ((Flags & Http1Flags.Discard) != 0 || (stalled && !channel.IsVerified))
                        {
                            int rest = channel.ReadLength;
                            if (rest > 0)
                            {
                                channel.Consume(rest);
                                Flags |= Http1Flags.Discard | Http1Flags.CloseAsked;
                                moved = true;
                            }
                        }

                        if (channel.IsVerified && Http1ResponseWriter.Dispatch(this))
                        {
                            // Not from Dispatch: sealing the response takes the deepest calls.
                            Http1ResponseWriter.Respond(this, now);
                            moved = true;
                        }

                        break;

                    case Http1State.Responding:
                        moved |= Http1ResponseWriter.Continue(this, now);
                        break;

                    case Http1State.Tunneling:
                        moved |= Http1Tunnel.Process(this, now);
                        if (State == Http1State.Tunneling)
                        {
                            moved |= Http1ResponseWriter.Continue(this, now);
                        }

                        break;

                    default:
                        int dropped = channel.ReadLength;
                        if (dropped > 0)
                        {
                            channel.Consume(dropped);
                            moved = true;
                        }

                        if (State == Http1State.Lingering && channel.IsPeerClosed)
                        {
                            Close();
                        }

                        break;
                }
            }

            // A record whose tag is outstanding has a time limit of its own, whatever is in it. While a response is being sent, the record waits for the
            // response and not for the client.
            if (channel.IsVerified || State == Http1State.Responding)
            {
                RecordDeadline = long.MaxValue;
            }
            else if (RecordDeadline == long.MaxValue && State != Http1State.Closed)
            {
                HttpProfile profile = Service.Profile;
                RecordDeadline = now + profile.BodyTimeout + (RecordBytes * profile.MicrosecondsPerByte);
            }

            return moved;
        }

        /// <summary>Acts on time limits that have passed.</summary>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Whether one had passed.</returns>
        public bool HandleTimeout(long now)
        {
            if (now < NextTimeout || State == Http1State.Closed)
            {
                return false;
            }

            bool quiet = State == Http1State.Lingering || State == Http1State.Tunneling || IsIdle || RecordDeadline != long.MaxValue;
            Deadline = long.MaxValue;
            if (quiet)
            {
                Close();
                return true;
            }

            Http1RequestState.Refuse(this, 408);
            Process(now, false);
            return true;
        }

        /// <summary>
        /// Another client waits. An idle connection is closed (a new one after <paramref name="grace"/>, which is about what its round trips take), and an
        /// event stream is ended. A head that is not complete after a second is refused. After <paramref name="patience"/> a tunnel is asked to end, and a busy
        /// connection is closed after its next response; after its fair time it is closed at once.
        /// </summary>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="waiting">How long the other client has waited, microseconds.</param>
        /// <param name="grace">Time that a new connection has to send something, microseconds.</param>
        /// <param name="patience">Time that a busy connection has, microseconds.</param>
        /// <param name="opened">When the client was accepted, microseconds.</param>
        /// <returns>When to call it again if nothing else happens, microseconds; long.MaxValue for never.</returns>
        public long GiveWay(long now, long waiting, long grace, long patience, long opened)
        {
            long due;
            if (State == Http1State.Lingering)
            {
                Close();
                return long.MaxValue;
            }

            if (IsIdle)
            {
                due = Since + (RequestTotal > 0 ? grace / 8 : grace);
                if (now < due)
                {
                    return due;
                }

                if (Channel.IsVerified && Channel.ReadLength == 0)
                {
                    Close();
                    return long.MaxValue;
                }
            }
            else if (IsStreaming)
            {
                due = Since + grace;
                if (now < due)
                {
                    return due;
                }

                Flags |= Http1Flags.EndStream | Http1Flags.CloseAsked;
                return long.MaxValue;
            }
            else if (State == Http1State.Head)
            {
                due = Deadline - Service.Profile.HeaderTimeout + HeadTime;
                if (now < due)
                {
                    if (waiting >= patience)
                    {
                        Flags |= Http1Flags.CloseNext;
                    }

                    return due;
                }

                // Its response is composed when output is polled: sealing takes deep calls.
                Http1RequestState.Refuse(this, 408);
                return now + HeadTime;
            }

            due = now - waiting + patience;
            if (now < due)
            {
                return due;
            }

            if (State == Http1State.Tunneling)
            {
                Http1Tunnel.Leave(this, now);
                return long.MaxValue;
            }

            Flags |= Http1Flags.CloseNext;
            due = opened + FairTime;
            if (now < due)
            {
                return due;
            }

            Close();
            return long.MaxValue;
        }

        /// <summary>Closes when the current response is sent.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void Shutdown(long now)
        {
            Flags |= Http1Flags.CloseNext;
            if (State == Http1State.Tunneling)
            {
                Http1Tunnel.Leave(this, now);
                return;
            }

            if (IsIdle || State == Http1State.Lingering)
            {
                Close();
            }
            else if (IsStreaming)
            {
                Flags |= Http1Flags.EndStream | Http1Flags.CloseAsked;
            }
        }

        /// <summary>Releases everything and closes the channel after what was committed.</summary>
        internal void Close()
        {
            Abort();
            Channel.Close();
        }
    }
}
