// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// One HTTP/3 connection of the server (RFC 9114) on one slot of the endpoint; it serves the slot's clients one after another. It distributes
    /// the events of QUIC among the parts of HTTP/3.
    /// </summary>
    /// <remarks>
    /// It keeps no received byte: a field section stays in the receive pool of QUIC until it is whole, and is decoded into the one buffer of
    /// all connections for as long as a handler runs. Of what it sends it keeps only the encoded heads: bodies are read by offset.
    /// </remarks>
    public abstract class H3Connection : H3Context
    {
        // Units of about 1,000 operations that are spent on a client's frames in one call.
        private const int WorkAtOnce = 40;

        /// <summary>Makes the connection of a slot.</summary>
        /// <param name="shared">What all connections share.</param>
        /// <param name="index">Number of the slot.</param>
        protected H3Connection(H3Shared shared, int index)
            : base(shared, index)
        {
        }

        /// <summary>Requests since the connection began.</summary>
        public long RequestTotal
        {
            get { return (Shared.States[First + ConnectionFlags.Self] & ConnectionFlags.HasMemory) == 0 ? 0 : (Shared.Longs[Own + RequestLayout.LastRequest] >> 2) + 1; }
        }

        /// <summary>When <see cref="HandleTimeout"/> is to be called (microseconds), long.MaxValue for never.</summary>
        public long NextTimeout
        {
            get
            {
                long next = (Shared.States[First + ConnectionFlags.Self] & (ConnectionFlags.IsClosing | ConnectionFlags.GoAwaySent)) == ConnectionFlags.GoAwaySent ? Shared.ShutdownEnd : long.MaxValue;
                for (int stream = 0; stream < Shared.Streams; stream++)
                {
                    int state = Shared.States[First + stream];
                    if ((state & StreamState.KindMask) == StreamState.Request)
                    {
                        long deadline = Shared.Longs[((state >> StreamState.NumberShift) * RequestLayout.LongsPerRequest) + RequestLayout.Deadline];
                        if (deadline < next)
                        {
                            next = deadline;
                        }
                    }
                }

                return next;
            }
        }

        /// <summary>Handles the events of the QUIC connection and responds to requests. Call it after everything that feeds the endpoint.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleEvents(long now)
        {
            Shared.Work = WorkAtOnce;
            while (true)
            {
                int what = PollEvent();
                if (what == QuicEvent.None)
                {
                    break;
                }

                int stream = EventStream;
                switch (what)
                {
                    case QuicEvent.Established:
                        Open();
                        break;

                    case QuicEvent.StreamOpened:
                        StreamOpened(stream, now);
                        break;

                    case QuicEvent.StreamReadable:
                        ReadStream(stream, now);
                        break;

                    case QuicEvent.StreamReset:
                        StreamReset(stream);
                        break;

                    case QuicEvent.StopSending:
                        StreamStopped(stream);
                        break;

                    case QuicEvent.StreamSendDone:
                        if ((Shared.States[First + stream] & (StreamState.KindMask | StreamState.Responded)) == (StreamState.Request | StreamState.Responded))
                        {
                            if ((Shared.States[First + stream] & (StreamState.Tunnel | StreamState.Ended)) == StreamState.Tunnel)
                            {
                                StopSending(stream, H3Error.NoError);
                            }

                            H3Closer.Free(this, stream);
                        }

                        break;

                    case QuicEvent.Closed:
                        H3Closer.Reset(this);
                        break;
                }
            }

            if ((Shared.States[First + ConnectionFlags.Self] & ConnectionFlags.IsWaiting) != 0)
            {
                Shared.States[First + ConnectionFlags.Self] &= ~ConnectionFlags.IsWaiting;
                for (int stream = 0; stream < Shared.Streams; stream++)
                {
                    int state = Shared.States[First + stream];
                    if ((state & StreamState.Waiting) != 0 || ((state & StreamState.KindMask) >= StreamState.Request && (state & StreamState.KindMask) <= StreamState.QpackDecoder && AvailableLength(stream) > 0))
                    {
                        ReadStream(stream, now);
                    }
                }
            }

            if ((Shared.States[First + ConnectionFlags.Self] & (ConnectionFlags.IsOpen | ConnectionFlags.IsClosing | ConnectionFlags.GoAwaySent)) == (ConnectionFlags.IsOpen | ConnectionFlags.GoAwaySent) && RequestCount == 0
                && (now >= Shared.ShutdownEnd || SendAcknowledged(ControlStreamSlot) >= LocalControlStream.WritePreface(Shared) + LocalControlStream.GoAwayLength))
            {
                H3Closer.Close(this, H3Error.NoError);
            }
        }

        /// <summary>
        /// Sends GOAWAY (RFC 9114 section 5.2): no new requests are accepted, and the connection is closed when the open ones have ended, or when
        /// the profile's ShutdownTimeout is over, counted from the first connection of the server that is shut down.
        /// </summary>
        /// <param name="now">Time, microseconds.</param>
        public void Shutdown(long now)
        {
            if ((Shared.States[First + ConnectionFlags.Self] & (ConnectionFlags.IsOpen | ConnectionFlags.IsClosing | ConnectionFlags.GoAwaySent)) != ConnectionFlags.IsOpen)
            {
                return;
            }

            Shared.States[First + ConnectionFlags.Self] |= ConnectionFlags.GoAwaySent;
            TunnelStream.LeaveAll(this);
            SetSendLimit(ControlStreamSlot, LocalControlStream.WritePreface(Shared) + LocalControlStream.GoAwayLength, false);
            if (Shared.ShutdownEnd == long.MaxValue)
            {
                Shared.ShutdownEnd = now + Shared.Profile.ShutdownTimeout;
            }

            if (Shared.ShutdownEnd < Shared.Deadline)
            {
                Shared.Deadline = Shared.ShutdownEnd;
            }
        }

        /// <summary>Acts on time limits that have passed.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void HandleTimeout(long now)
        {
            if ((Shared.States[First + ConnectionFlags.Self] & (ConnectionFlags.IsClosing | ConnectionFlags.GoAwaySent)) == ConnectionFlags.GoAwaySent && now >= Shared.ShutdownEnd)
            {
                H3Closer.Close(this, H3Error.NoError);
                return;
            }

            Shared.Work = WorkAtOnce;
            for (int stream = 0; stream < Shared.Streams; stream++)
            {
                int state = Shared.States[First + stream];
                if ((state & StreamState.KindMask) == StreamState.Request && now >= Shared.Longs[((state >> StreamState.NumberShift) * RequestLayout.LongsPerRequest) + RequestLayout.Deadline])
                {
                    RequestCompletion.HandleTimeout(this, stream, now);
                }
            }
        }

        private void Open()
        {
            Shared.States[First + ConnectionFlags.Self] |= ConnectionFlags.IsOpen;
            if (!Shared.TryTake())
            {
                H3Closer.Close(this, H3Error.ExcessiveLoad);
                return;
            }

            Shared.States[First + ConnectionFlags.Self] |= ConnectionFlags.HasMemory;
            int own = Own;
            Shared.Longs[own + RequestLayout.LastRequest] = -4;
            Shared.Longs[own + RequestLayout.PeerGoAway] = long.MaxValue;
            Shared.Longs[own + RequestLayout.MaxPush] = -1;
            int stream = OpenUnidirectionalStream();
            if (stream < 0)
            {
                // RFC 9114 section 6.2: a client must allow at least three.
                H3Closer.Fail(this, H3Error.GeneralProtocolError);
                return;
            }

            Shared.States[First + ConnectionFlags.Self] = (Shared.States[First + ConnectionFlags.Self] & ~ConnectionFlags.NoStream) | (stream << ConnectionFlags.ControlShift);
            Shared.States[First + stream] = StreamState.LocalControl;
            SetSendLimit(stream, LocalControlStream.WritePreface(Shared), false);
            DecoderFeedback feedback = Feedback;
            if (feedback != null)
            {
                feedback.Reset();
                stream = OpenUnidirectionalStream();
                feedback.Stream = stream;
                if (stream >= 0)
                {
                    Shared.States[First + stream] = StreamState.LocalDecoder;
                    SetSendLimit(stream, 1, false);
                }
            }
        }

        private void StreamOpened(int stream, long now)
        {
            long id = StreamId(stream);
            if ((id & 2) != 0)
            {
                Shared.States[First + stream] = StreamState.Opening;
                return;
            }

            H3Shared shared = Shared;
            int[] ints = shared.Ints;
            long[] longs = shared.Longs;
            int requests = shared.Profile.Requests;
            int first = (Shared.States[First + ConnectionFlags.Self] >> ConnectionFlags.IndexShift) * requests;
            int number = first + requests - 1;
            while (number >= first && ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf] != 0)
            {
                number--;
            }

            int own = Own;
            long last = longs[own + RequestLayout.LastRequest];
            if (number < first || ((Shared.States[First + ConnectionFlags.Self] & ConnectionFlags.GoAwaySent) != 0 && id > last))
            {
                // H3_REQUEST_REJECTED: not processed, so the client may send it again.
                shared.StreamErrors++;
                ResetStream(stream, H3Error.RequestRejected);
                StopSending(stream, H3Error.RequestRejected);
                ReleaseStream(stream);
                return;
            }

            if (id > last)
            {
                longs[own + RequestLayout.LastRequest] = id;
            }

            Shared.States[First + stream] = StreamState.Request | (number << StreamState.NumberShift);
            int at = number * RequestLayout.IntsPerRequest;
            ints[at + RequestLayout.RouteOf] = RequestLayout.InUse;
            ints[at + RequestLayout.Parameter] = -1;
            ints[at + RequestLayout.RequestPlace] = RequestLayout.NoBuffers;
            at = number * RequestLayout.LongsPerRequest;
            longs[at + RequestLayout.AnnouncedLength] = -1;
            longs[at + RequestLayout.ReceivedCount] = 0;
            SetDeadline(number, now + shared.Profile.RequestTimeout);
        }

        private void ReadStream(int stream, long now)
        {
            while ((Shared.States[First + ConnectionFlags.Self] & ConnectionFlags.IsClosing) == 0)
            {
                switch (Shared.States[First + stream] & StreamState.KindMask)
                {
                    case StreamState.Request:
                        RequestStream.Read(this, stream, now);
                        return;

                    case StreamState.Opening:
                        if (UnidirectionalStream.ReadType(this, stream))
                        {
                            continue;
                        }

                        return;

                    case StreamState.Control:
                        ControlStream.Read(this, stream);
                        return;

                    case StreamState.QpackEncoder:
                        QpackStreams.ReadEncoder(this, stream);
                        return;

                    case StreamState.QpackDecoder:
                        QpackStreams.ReadDecoder(this, stream);
                        return;

                    default:
                        return;
                }
            }
        }

        private void StreamReset(int stream)
        {
            int state = Shared.States[First + stream];
            switch (state & StreamState.KindMask)
            {
                case StreamState.Control:
                case StreamState.QpackEncoder:
                case StreamState.QpackDecoder:
                    H3Closer.Fail(this, H3Error.ClosedCriticalStream);
                    break;

                case StreamState.Opening:
                    Shared.States[First + stream] = StreamState.Unused;
                    ReleaseStream(stream);
                    break;

                case StreamState.Request:
                    if ((state & StreamState.Ended) == 0)
                    {
                        Shared.Cancelled++;
                        ResetStream(stream, H3Error.RequestCancelled);
                        H3Closer.Free(this, stream);
                    }

                    break;
            }
        }

        private void StreamStopped(int stream)
        {
            int state = Shared.States[First + stream];
            switch (state & StreamState.KindMask)
            {
                case StreamState.LocalControl:
                case StreamState.LocalDecoder:
                    H3Closer.Fail(this, H3Error.ClosedCriticalStream);
                    break;

                case StreamState.Request:
                    Shared.Cancelled++;
                    if ((state & StreamState.Ended) == 0)
                    {
                        StopSending(stream, H3Error.RequestCancelled);
                    }

                    H3Closer.Free(this, stream);
                    break;
            }
        }

        /// <summary>Makes DATA frames of what event streams have written, and resets streams whose body was lost. Call it before the endpoint is polled for output.</summary>
        /// <param name="now">Time, microseconds.</param>
        public void PumpBodies(long now)
        {
            ResponsePump.PumpAll(this);
            Shared.Work = WorkAtOnce;
            if ((Shared.States[First + ConnectionFlags.Self] & ConnectionFlags.HasStreamed) != 0)
            {
                // Handlers of tunnels may have room for what waits.
                for (int stream = 0; stream < Shared.Streams; stream++)
                {
                    if ((Shared.States[First + stream] & (StreamState.KindMask | StreamState.Tunnel)) == (StreamState.Request | StreamState.Tunnel) && AvailableLength(stream) > 0)
                    {
                        RequestStream.Read(this, stream, now);
                    }
                }
            }
        }

        /// <inheritdoc/>
        public override bool MayEnd
        {
            get
            {
                for (int stream = 0; stream < Shared.Streams; stream++)
                {
                    int state = Shared.States[First + stream];
                    if ((state & StreamState.KindMask) == StreamState.Request && (state & StreamState.Unending) == 0)
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        /// <inheritdoc/>
        public override int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
        {
            int state = Shared.States[First + streamIndex];
            if ((state & StreamState.KindMask) != StreamState.Request)
            {
                return (state & StreamState.KindMask) == StreamState.LocalControl
                    ? LocalControlStream.Read(this, (int)offset, destination, destinationOffset, count)
                    : (state & StreamState.KindMask) == StreamState.LocalDecoder ? Feedback.Read(offset, destination, destinationOffset, count) : 0;
            }

            H3Shared shared = Shared;
            int number = state >> StreamState.NumberShift;
            int written = 0;
            int head = (state & StreamState.Responded) != 0 ? shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.ResponsePlace] & 0xFFFF : (state & StreamState.Continued) != 0 ? ResponseHead.InterimLength : 0;
            if (offset < head)
            {
                written = ResponseHead.Copy(this, number, (state & StreamState.Responded) != 0, head, (int)offset, destination, destinationOffset, count);
                if (written == count)
                {
                    return written;
                }

                offset += written;
            }

            BodySource source = shared.Sources[number];
            if (source == null)
            {
                return written;
            }

            int handle = shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.BodyHandle];
            int got = (state & StreamState.Framed) != 0
                ? shared.Streamed.Read(shared.Streamed.Find(number), source, handle, offset, destination, destinationOffset + written, count - written)
                : source.Read(handle, offset - head, destination, destinationOffset + written, count - written);

            if (got < 0)
            {
                // Called while a packet is composed: PumpAll resets the stream later.
                Shared.States[First + streamIndex] |= StreamState.Lost;
                Shared.States[First + ConnectionFlags.Self] |= ConnectionFlags.HasLost;
                Shared.PumpDue = true;
                return written;
            }

            return written + got;
        }
    }
}
