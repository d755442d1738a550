// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <content>What the client sends on request streams.</content>
    public abstract partial class H3Connection
    {
        private void ReadRequest(int stream, long now)
        {
            H3Shared shared = _shared;
            while (true)
            {
                int state = _states[stream];
                if ((_state & IsClosing) != 0 || (state & KindMask) != Request)
                {
                    return;
                }

                int available = AvailableLength(stream);
                if ((state & Ended) != 0)
                {
                    if (available > 0)
                    {
                        Consume(stream, available);
                    }

                    return;
                }

                if ((state & (InData | InPayload)) != 0)
                {
                    if (available == 0)
                    {
                        if (IsReceiveComplete(stream))
                        {
                            Fail(H3Error.FrameError);
                        }

                        return;
                    }

                    if ((state & InPayload) != 0)
                    {
                        Skip(stream, available);
                    }
                    else if (!ReadBody(stream, now))
                    {
                        return;
                    }

                    continue;
                }

                if (available == 0)
                {
                    if (IsReceiveComplete(stream))
                    {
                        EndRequest(stream, now);
                    }

                    return;
                }

                if (!ReadFrameHeader(stream, available))
                {
                    if (IsReceiveComplete(stream))
                    {
                        Fail(H3Error.FrameError);
                    }

                    return;
                }

                int header = shared.FrameHeader;
                long length = shared.FrameLength;
                switch (shared.FrameType > 0x7FFFFFFF ? -1 : (int)shared.FrameType)
                {
                    case H3FrameType.Data:
                        if ((state & (HeadRead | TrailersRead)) != HeadRead)
                        {
                            Fail(H3Error.FrameUnexpected);
                            return;
                        }

                        BeginPayload(stream, header, length, InData);
                        break;

                    case H3FrameType.Headers:
                        if ((state & TrailersRead) != 0)
                        {
                            Fail(H3Error.FrameUnexpected);
                            return;
                        }

                        if (length > shared.Profile.MaxHead)
                        {
                            if ((state & HeadRead) != 0)
                            {
                                Abort(stream, H3Error.ExcessiveLoad);
                            }
                            else
                            {
                                Refuse(stream, 431, now);
                            }

                            return;
                        }

                        if (available < header + (int)length)
                        {
                            if (IsReceiveComplete(stream))
                            {
                                Fail(H3Error.FrameError);
                            }

                            return;
                        }

                        if ((state & HeadRead) != 0 ? !ReadTrailers(stream, header, (int)length) : !ReadHead(stream, header, (int)length, available, now))
                        {
                            return;
                        }

                        break;

                    case H3FrameType.CancelPush:
                    case H3FrameType.Settings:
                    case H3FrameType.PushPromise:
                    case H3FrameType.GoAway:
                    case H3FrameType.MaxPushId:
                    case H3FrameType.PriorityUpdateRequest:
                    case H3FrameType.PriorityUpdatePush:
                    case 0x2:
                    case 0x6:
                    case 0x8:
                    case 0x9:
                        Fail(H3Error.FrameUnexpected);
                        return;

                    default:
                        BeginPayload(stream, header, length, InPayload);
                        break;
                }
            }
        }

        /// <summary>
        /// Finds a whole section in one run, or puts it together; Section of the shared part says where. -1 if there is no room for that behind
        /// the first bytes of the buffer, which are to stay.
        /// </summary>
        private int LoadSection(int stream, int skip, int length, int keep)
        {
            if (ReadableLength(stream) >= skip + length)
            {
                _shared.Section = ReadBuffer;
                return ReadOffset(stream) + skip;
            }

            // At the end of the buffer, whose beginning takes what is decoded. A caller's buffer that is too short shows in its tests: the copy fails.
            byte[] gather = _shared.Gather;
            int offset = gather.Length - length;
            if (offset < keep)
            {
                return -1;
            }

            _shared.Section = gather;
            Peek(stream, skip, gather, offset, length);
            return offset;
        }

        /// <summary>The head of a request has come. False if it is left where it is, or the stream is not to be read further.</summary>
        private bool ReadHead(int stream, int header, int length, int available, long now)
        {
            H3Shared shared = _shared;
            HttpService service = shared.Service;
            HttpRequest request = service.Request;
            int state = _states[stream];
            int number = state >> NumberShift;
            int total = header + length;
            bool complete = IsReceiveComplete(stream);
            if ((state & HeadChecked) != 0 && !complete && UnreadLength() <= shared.Profile.Unread)
            {
                return false;
            }

            // An answer may need a buffer of the pool, and so does a body. Better late than refused.
            if ((state & Waiting) != 0 && MustWait(stream, 1, now))
            {
                return false;
            }

            DecoderFeedback feedback = Feedback;
            if (feedback != null && !FeedbackHasRoom(feedback))
            {
                _states[stream] |= Waiting;
                _state |= IsWaiting;
                return false;
            }

            int offset = LoadSection(stream, header, length, 0);
            int status = shared.Reader.ReadHead(request, shared.FirstSlot + number, shared.Section, offset, length, feedback == null ? null : feedback.Table);
            if (status != RequestReader.Good)
            {
                if (status == RequestReader.Failed)
                {
                    Fail(H3Error.QpackDecompressionFailed);
                }
                else if (status == RequestReader.Malformed)
                {
                    Abort(stream, H3Error.MessageError);
                }
                else
                {
                    Refuse(stream, 431, now);
                }

                return false;
            }

            if (shared.Reader.Expectation == 417)
            {
                Refuse(stream, 417, now);
                return false;
            }

            bool hasBody = !complete || available > total;
            long announced = request.ContentLength;
            if (!hasBody && announced > 0)
            {
                Abort(stream, H3Error.MessageError);
                return false;
            }

            int route = service.Route();
            shared.Ints[(number * IntsPerRequest) + RouteOf] = (route & 0xFFFF) | (request.Method << MethodShift) | (service.AllowedMethods << AllowedShift) | InUse;
            if (hasBody && route < 0)
            {
                // Wrong whatever the body is.
                TakeHead(stream, total);
                Answer(stream, route, now);
                return false;
            }

            bool streams = service.WantsBody(route);
            BodyPool pool = service.Pool;
            if (!streams && hasBody)
            {
                if (announced > pool.Size)
                {
                    Refuse(stream, 413, now);
                    return false;
                }

                if (!complete && UnreadLength() <= shared.Profile.Unread)
                {
                    // The rest often comes soon, and until then no buffer is needed.
                    _states[stream] = (_states[stream] & ~Waiting) | HeadChecked;
                    SetDeadline(number, now + shared.Profile.RequestTimeout);
                    Continue(stream);
                    return false;
                }
            }

            // What is all here is taken at once: then the head stays where it was decoded, and only the body needs a buffer. Otherwise both are
            // kept until the request is complete, in one buffer if it has room for both. A length that is not known may turn out to be too long.
            bool keep = !streams && !complete;
            int buffers = keep && length + announced > pool.Size ? 2 : 1;
            if (keep && length > pool.Size)
            {
                Refuse(stream, 431, now);
                return false;
            }

            if (MustWait(stream, buffers, now))
            {
                return false;
            }

            if (streams)
            {
                int refusal = BeginBody(route);
                if (refusal != 0)
                {
                    Refuse(stream, refusal, now);
                    return false;
                }

                _states[stream] |= Streaming;
                shared.Ints[(number * IntsPerRequest) + Handle] = request.ParameterNumber;
            }
            else if (!hasBody)
            {
                TakeHead(stream, total);
                _states[stream] |= Ended;
                Answer(stream, route, now);
                return false;
            }
            else
            {
                if (!pool.HasFree(buffers))
                {
                    Refuse(stream, 503, now);
                    return false;
                }

                int body = pool.Claim();
                int place = (body << BufferShift) | (NoBuffer << HeadBufferShift);
                if (keep)
                {
                    int head = buffers == 2 ? pool.Claim() : body;

                    // Decoding may have written over a section that had been put together.
                    offset = LoadSection(stream, header, length, 0);
                    Array.Copy(shared.Section, offset, pool.Memory, pool.Offset(head + 1) - length, length);
                    place = (body << BufferShift) | (head << HeadBufferShift) | length;
                    _states[stream] |= Buffered;
                }

                shared.Ints[(number * IntsPerRequest) + Place] = place;
            }

            TakeHead(stream, total);
            shared.Longs[(number * LongsPerRequest) + Length] = announced;
            SetDeadline(number, now + shared.Profile.RequestTimeout);
            if (!complete)
            {
                Continue(stream);
            }

            return true;
        }

        /// <summary>Bytes of all requests that take up the receive window.</summary>
        private int UnreadLength()
        {
            int sum = 0;
            for (int stream = 0; stream < _states.Length; stream++)
            {
                if ((_states[stream] & KindMask) == Request)
                {
                    sum += AvailableLength(stream);
                }
            }

            return sum;
        }

        /// <summary>Whether a request is to wait for buffers of the pool; not for ever.</summary>
        private bool MustWait(int stream, int buffers, long now)
        {
            int state = _states[stream];
            int number = state >> NumberShift;
            if (_shared.Service.Pool.HasFree(buffers))
            {
                return false;
            }

            if ((state & Waiting) == 0)
            {
                _states[stream] = state | Waiting;
                SetDeadline(number, now + _shared.Profile.PoolTimeout);
            }
            else if (now >= _shared.Longs[(number * LongsPerRequest) + Deadline])
            {
                return false;
            }

            _state |= IsWaiting;
            return true;
        }

        /// <summary>Consumes a head that was read, and tells the client's encoder so, unless it will be read again.</summary>
        private void TakeHead(int stream, int total)
        {
            Consume(stream, total);
            int state = (_states[stream] | HeadRead) & ~(HeadChecked | Waiting);
            _states[stream] = state;
            if ((state & Buffered) == 0)
            {
                AcknowledgeSection(stream);
            }
        }

        private void AcknowledgeSection(int stream)
        {
            int required = _shared.Reader.RequiredInsertCount;
            if (required != 0)
            {
                DecoderFeedback feedback = Feedback;
                if (feedback.Stream >= 0)
                {
                    feedback.Acknowledge(StreamId(stream), required);
                    SetSendLimit(feedback.Stream, feedback.End, false);
                }
            }
        }

        private bool ReadTrailers(int stream, int header, int length)
        {
            // Where the head stays decoded (IsInPlace) it is not written over, and there was room for two instructions when it was read.
            bool inPlace = IsInPlace(_states[stream]);
            DecoderFeedback feedback = Feedback;
            if (feedback != null && !inPlace && !FeedbackHasRoom(feedback))
            {
                _states[stream] |= Waiting;
                _state |= IsWaiting;
                return false;
            }

            int keep = inPlace ? _shared.Reader.OutputOffset : 0;
            int offset = LoadSection(stream, header, length, keep);
            switch (offset < 0 ? RequestReader.TooLarge : _shared.Reader.ReadTrailers(_shared.Section, offset, length, feedback == null ? null : feedback.Table, keep))
            {
                case RequestReader.Failed:
                    Fail(H3Error.QpackDecompressionFailed);
                    return false;

                case RequestReader.Malformed:
                    Abort(stream, H3Error.MessageError);
                    return false;

                case RequestReader.TooLarge:
                    Abort(stream, H3Error.ExcessiveLoad);
                    return false;
            }

            Consume(stream, header + length);
            _states[stream] = (_states[stream] | TrailersRead) & ~Waiting;
            AcknowledgeSection(stream);
            return true;
        }

        /// <summary>A request for an ordinary handler that is all here, with its head in the shared request until it is answered.</summary>
        private static bool IsInPlace(int state)
        {
            return (state & (HeadRead | Streaming | Buffered)) == HeadRead;
        }

        /// <summary>One run of a DATA frame's payload. False if it is left where it is.</summary>
        private bool ReadBody(int stream, long now)
        {
            HttpService service = _shared.Service;
            long[] longs = _shared.Longs;
            int state = _states[stream];
            int number = state >> NumberShift;
            int at = number * LongsPerRequest;
            long left = longs[at + Left];
            int count = ReadableLength(stream);
            if (count > left)
            {
                count = (int)left;
            }

            long sum = longs[at + Count] + count;
            if (longs[at + Length] >= 0 && sum > longs[at + Length])
            {
                Abort(stream, H3Error.MessageError);
                return false;
            }

            if ((state & Streaming) != 0)
            {
                RestoreRequest(number);
                try
                {
                    service.Router.Handler(Route(number)).Body(service.Request, ReadBuffer, ReadOffset(stream), count);
                }
                catch (Exception)
                {
                    Refuse(stream, 500, now);
                    return false;
                }
            }
            else
            {
                BodyPool pool = service.Pool;
                int place = _shared.Ints[(number * IntsPerRequest) + Place];
                int body = (place >> BufferShift) & 0xFF;
                if (sum > pool.Size)
                {
                    Refuse(stream, 413, now);
                    return false;
                }

                if (((place >> HeadBufferShift) & 0xFF) == body && sum + (place & 0xFFFF) > pool.Size && !MoveHead(stream, now))
                {
                    return false;
                }

                pool.Append(body, ReadBuffer, ReadOffset(stream), count);
            }

            longs[at + Count] = sum;
            longs[at + Deadline] += (long)count * service.Profile.MicrosecondsPerByte;
            ConsumePayload(stream, count);
            return true;
        }

        /// <summary>A body of unknown length has grown up to its head: that goes into a buffer of its own. False if none is free.</summary>
        private bool MoveHead(int stream, long now)
        {
            if (MustWait(stream, 1, now))
            {
                return false;
            }

            BodyPool pool = _shared.Service.Pool;
            int head = pool.Claim();
            if (head < 0)
            {
                Refuse(stream, 503, now);
                return false;
            }

            int number = _states[stream] >> NumberShift;
            int at = (number * IntsPerRequest) + Place;
            int place = _shared.Ints[at];
            int body = (place >> BufferShift) & 0xFF;
            int length = place & 0xFFFF;
            Array.Copy(pool.Memory, pool.Offset(body + 1) - length, pool.Memory, pool.Offset(head + 1) - length, length);
            _shared.Ints[at] = (body << BufferShift) | (head << HeadBufferShift) | length;
            if ((_states[stream] & Waiting) != 0)
            {
                _states[stream] &= ~Waiting;
                SetDeadline(number, now + _shared.Profile.RequestTimeout);
            }

            return true;
        }

        /// <summary>The FIN, with everything before it consumed.</summary>
        private void EndRequest(int stream, long now)
        {
            H3Shared shared = _shared;
            HttpService service = shared.Service;
            int state = _states[stream];
            int number = state >> NumberShift;
            if ((state & HeadRead) == 0)
            {
                Abort(stream, H3Error.RequestIncomplete);
                return;
            }

            long announced = shared.Longs[(number * LongsPerRequest) + Length];
            if (announced >= 0 && shared.Longs[(number * LongsPerRequest) + Count] != announced)
            {
                Abort(stream, H3Error.MessageError);
                return;
            }

            int route = Route(number);
            _states[stream] = (state | Ended) & ~(Streaming | Buffered);
            if ((state & Streaming) != 0)
            {
                RestoreRequest(number);
                Answer(stream, route, now);
                return;
            }

            HttpRequest request = service.Request;
            BodyPool pool = service.Pool;
            int place = shared.Ints[(number * IntsPerRequest) + Place];
            int body = (place >> BufferShift) & 0xFF;
            shared.Ints[(number * IntsPerRequest) + Place] = NoBuffers;
            if ((state & Buffered) != 0)
            {
                // The head again, from its buffer. It was good before, and still is: the client's encoder evicts nothing that a section
                // refers to which is not acknowledged (RFC 9204 section 2.1.1).
                DecoderFeedback feedback = Feedback;
                int head = (place >> HeadBufferShift) & 0xFF;
                int length = place & 0xFFFF;
                int status = shared.Reader.ReadHead(request, shared.FirstSlot + number, pool.Memory, pool.Offset(head + 1) - length, length, feedback == null ? null : feedback.Table);
                if (head != body)
                {
                    pool.Release(head);
                }

                AcknowledgeSection(stream);
                route = service.Route();
                if (status != RequestReader.Good)
                {
                    route = -500;
                }
            }

            request.BodyIndex = body;
            Answer(stream, route, now);
        }

        private int Route(int number)
        {
            return (short)_shared.Ints[(number * IntsPerRequest) + RouteOf];
        }

        private int BeginBody(int route)
        {
            try
            {
                return _shared.Service.Router.Handler(route).BeginBody(_shared.Service.Request);
            }
            catch (Exception)
            {
                return 500;
            }
        }

        private void AbortBody(int number)
        {
            RestoreRequest(number);
            try
            {
                _shared.Service.Router.Handler(Route(number)).AbortBody(_shared.Service.Request);
            }
            catch (Exception)
            {
                // The handler's memory is the handler's; ours is given back all the same.
            }
        }

        /// <summary>What is left of a request whose head is gone (HttpHandler.BeginBody says what).</summary>
        private void RestoreRequest(int number)
        {
            HttpRequest request = _shared.Service.Request;
            request.Reset(_shared.Reader.Output, _shared.FirstSlot + number, HttpProtocol.Http3);
            request.Method = (_shared.Ints[(number * IntsPerRequest) + RouteOf] >> MethodShift) & 0xF;
            request.ParameterNumber = _shared.Ints[(number * IntsPerRequest) + Handle];
            request.ContentLength = _shared.Longs[(number * LongsPerRequest) + Length];
        }

        private void RequestTimeout(int stream, long now)
        {
            int state = _states[stream];
            int number = state >> NumberShift;
            int at = (number * LongsPerRequest) + Deadline;
            if ((state & Waiting) != 0)
            {
                // For a buffer: what waited too long is refused. If it was for room to tell the client's encoder, it goes on waiting.
                ReadRequest(stream, now);
                if ((_states[stream] & Waiting) != 0 && _shared.Longs[at] <= now)
                {
                    SetDeadline(number, now + _shared.Profile.RequestTimeout);
                }

                return;
            }

            if ((state & Responded) == 0)
            {
                _shared.TimedOut++;
                Refuse(stream, 408, now);
                return;
            }

            long acknowledged = SendAcknowledged(stream);
            if (acknowledged != _shared.Longs[(number * LongsPerRequest) + Count] || ((state & Unending) != 0 && acknowledged >= _shared.Streamed.End(_shared.Streamed.Find(number))))
            {
                _shared.Longs[(number * LongsPerRequest) + Count] = acknowledged;
                _shared.Longs[at] = now + _shared.Profile.ResponseTimeout;
                return;
            }

            _shared.TimedOut++;
            Abort(stream, H3Error.RequestCancelled);
        }
    }
}
