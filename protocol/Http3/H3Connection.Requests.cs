// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <content>What the client sends on request streams.</content>
    public sealed partial class H3Connection
    {
        private void ReadRequest(int stream, long now)
        {
            H3Shared shared = _shared;
            H3Transport transport = _transport;
            while (true)
            {
                int state = _ints[stream];
                if ((_state & IsClosing) != 0 || (state & KindMask) != Request)
                {
                    return;
                }

                int available = transport.AvailableLength(stream);
                if ((state & Ended) != 0)
                {
                    if (available > 0)
                    {
                        transport.Consume(stream, available);
                    }

                    return;
                }

                if ((state & (InData | InPayload)) != 0)
                {
                    if (available == 0)
                    {
                        if (transport.IsReceiveComplete(stream))
                        {
                            Fail(H3Error.FrameError);
                        }

                        return;
                    }

                    if ((state & InPayload) != 0)
                    {
                        Skip(stream, available);
                    }
                    else
                    {
                        ReadBody(stream, now);
                    }

                    continue;
                }

                if (available == 0)
                {
                    if (transport.IsReceiveComplete(stream))
                    {
                        EndRequest(stream, now);
                    }

                    return;
                }

                if (!ReadFrameHeader(stream, available))
                {
                    if (transport.IsReceiveComplete(stream))
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

                        transport.Consume(stream, header);
                        _longs[stream] = length;
                        if (length > 0)
                        {
                            _ints[stream] |= InData;
                        }

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
                            if (transport.IsReceiveComplete(stream))
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
                        BeginSkip(stream, header, length);
                        break;
                }
            }
        }

        /// <summary>Finds a whole section in one run, or puts it together; Section of the shared part says where.</summary>
        private int LoadSection(int stream, int skip, int length)
        {
            if (_transport.ReadableLength(stream) >= skip + length)
            {
                _shared.Section = _transport.ReadBuffer;
                return _transport.ReadOffset(stream) + skip;
            }

            // At the end of the buffer, whose beginning takes what is decoded. A caller's buffer that is too short shows in its tests: the copy fails.
            byte[] gather = _shared.Gather;
            _shared.Section = gather;
            _transport.Peek(stream, skip, gather, gather.Length - length, length);
            return gather.Length - length;
        }

        /// <summary>The head of a request has come. False if it is left where it is, or the stream is not to be read further.</summary>
        private bool ReadHead(int stream, int header, int length, int available, long now)
        {
            H3Shared shared = _shared;
            HttpService service = shared.Service;
            HttpRequest request = service.Request;
            int state = _ints[stream];
            int number = state >> RequestShift;
            int total = header + length;
            bool complete = _transport.IsReceiveComplete(stream);
            if ((state & HeadChecked) != 0 && !complete && available <= total)
            {
                return false;
            }

            // An answer may need a buffer of the pool; a body with its head needs two. Better late than refused.
            if ((state & (Waiting | HeadChecked)) == Waiting && MustWait(stream, 1, now))
            {
                return false;
            }

            if (_feedback != null && !FeedbackHasRoom())
            {
                _ints[stream] |= Waiting;
                _state |= IsWaiting;
                return false;
            }

            int offset = LoadSection(stream, header, length);
            int status = shared.Reader.ReadHead(request, _firstSlot + number, shared.Section, offset, length, _table);
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
            _ints[_streamCount + (number * IntsPerRequest) + RouteOf] = (route & 0xFFFF) | (request.Method << 16) | (service.AllowedMethods << 20);
            if (!hasBody)
            {
                if (!service.WantsBody(route))
                {
                    if (MustWait(stream, 1, now))
                    {
                        return false;
                    }

                    TakeHead(stream, total);
                    _ints[stream] |= Ended;
                    Answer(stream, route, now);
                    return false;
                }
            }
            else if (route < 0)
            {
                // Wrong whatever the body is.
                TakeHead(stream, total);
                Answer(stream, route, now);
                return false;
            }

            if (service.WantsBody(route))
            {
                if (MustWait(stream, 1, now))
                {
                    return false;
                }

                int refusal = BeginBody(route);
                if (refusal != 0)
                {
                    Refuse(stream, refusal, now);
                    return false;
                }

                _ints[stream] |= Streaming;
                _ints[_streamCount + (number * IntsPerRequest) + Handle] = request.ParameterNumber;
                TakeHead(stream, total);
            }
            else
            {
                if (announced > service.Pool.Size)
                {
                    Refuse(stream, 413, now);
                    return false;
                }

                if (!complete && available <= total && UnreadLength() <= shared.Profile.Unread)
                {
                    // Often only the FIN is missing, and then no buffer is needed.
                    _ints[stream] |= HeadChecked;
                    Continue(stream);
                    return false;
                }

                if (MustWait(stream, 2, now))
                {
                    return false;
                }

                // Head and body in two buffers, until the body is complete.
                int head = service.Pool.HasFree(2) && length <= service.Pool.Size ? service.Pool.Claim() : -1;
                if (head < 0)
                {
                    Refuse(stream, length <= service.Pool.Size ? 503 : 431, now);
                    return false;
                }

                int body = service.Pool.Claim();

                // Decoding may have written over a section that had been put together.
                offset = LoadSection(stream, header, length);
                service.Pool.Append(head, shared.Section, offset, length);
                _ints[_streamCount + (number * IntsPerRequest) + Buffers] = head | (body << 8);
                _ints[stream] |= Buffered;
                TakeHead(stream, total);
            }

            _longs[_streamCount + (number * LongsPerRequest) + Length] = announced;
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
            for (int number = 0; number < _sources.Length; number++)
            {
                if (_ints[_streamCount + (number * IntsPerRequest) + Owner] >= 0)
                {
                    sum += _transport.AvailableLength(_ints[_streamCount + (number * IntsPerRequest) + Owner]);
                }
            }

            return sum;
        }

        /// <summary>Whether a request is to wait for buffers of the pool; not for ever.</summary>
        private bool MustWait(int stream, int buffers, long now)
        {
            int state = _ints[stream];
            int number = state >> RequestShift;
            if (_shared.Service.Pool.HasFree(buffers))
            {
                _ints[stream] = state & ~Waiting;
                return false;
            }

            if ((state & Waiting) == 0)
            {
                _longs[_streamCount + (number * LongsPerRequest) + Length] = now + _shared.Profile.PoolTimeout;
                _ints[stream] = state | Waiting;
                SetDeadline(number, _longs[_streamCount + (number * LongsPerRequest) + Length]);
            }
            else if (now >= _longs[_streamCount + (number * LongsPerRequest) + Length])
            {
                return false;
            }

            _state |= IsWaiting;
            return true;
        }

        /// <summary>Consumes a head that was read, and tells the client's encoder so, unless it will be read again.</summary>
        private void TakeHead(int stream, int total)
        {
            _transport.Consume(stream, total);
            int state = (_ints[stream] | HeadRead) & ~(HeadChecked | Waiting);
            _ints[stream] = state;
            if ((state & Buffered) == 0)
            {
                AcknowledgeSection(stream);
            }
        }

        private void AcknowledgeSection(int stream)
        {
            int required = _shared.Reader.RequiredInsertCount;
            if (required != 0 && _feedback.Stream >= 0)
            {
                _feedback.Acknowledge(_transport.StreamId(stream), required);
                _transport.SetSendLimit(_feedback.Stream, _feedback.End, false);
            }
        }

        private bool ReadTrailers(int stream, int header, int length)
        {
            if (_feedback != null && !FeedbackHasRoom())
            {
                _ints[stream] |= Waiting;
                _state |= IsWaiting;
                return false;
            }

            int offset = LoadSection(stream, header, length);
            switch (_shared.Reader.ReadTrailers(_shared.Section, offset, length, _table))
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

            _transport.Consume(stream, header + length);
            _ints[stream] = (_ints[stream] | TrailersRead) & ~Waiting;
            AcknowledgeSection(stream);
            return true;
        }

        /// <summary>One run of a DATA frame's payload.</summary>
        private void ReadBody(int stream, long now)
        {
            HttpService service = _shared.Service;
            int state = _ints[stream];
            int number = state >> RequestShift;
            long remaining = _longs[stream];
            int count = _transport.ReadableLength(stream);
            if (count > remaining)
            {
                count = (int)remaining;
            }

            long sum = _longs[_streamCount + (number * LongsPerRequest) + Count] + count;
            _longs[_streamCount + (number * LongsPerRequest) + Count] = sum;
            if (_longs[_streamCount + (number * LongsPerRequest) + Length] >= 0 && sum > _longs[_streamCount + (number * LongsPerRequest) + Length])
            {
                Abort(stream, H3Error.MessageError);
                return;
            }

            if ((state & Streaming) != 0)
            {
                RestoreRequest(number);
                try
                {
                    service.Router.Handler(Route(number)).Body(service.Request, _transport.ReadBuffer, _transport.ReadOffset(stream), count);
                }
                catch (Exception)
                {
                    Refuse(stream, 500, now);
                    return;
                }
            }
            else if (!service.Pool.Append(_ints[_streamCount + (number * IntsPerRequest) + Buffers] >> 8, _transport.ReadBuffer, _transport.ReadOffset(stream), count))
            {
                Refuse(stream, 413, now);
                return;
            }

            _transport.Consume(stream, count);
            _longs[_streamCount + (number * LongsPerRequest) + Deadline] += (long)count * service.Profile.MicrosecondsPerByte;
            remaining -= count;
            _longs[stream] = remaining;
            if (remaining == 0)
            {
                _ints[stream] &= ~InData;
            }
        }

        /// <summary>The FIN, with everything before it consumed.</summary>
        private void EndRequest(int stream, long now)
        {
            HttpService service = _shared.Service;
            int state = _ints[stream];
            int number = state >> RequestShift;
            if ((state & HeadRead) == 0)
            {
                Abort(stream, H3Error.RequestIncomplete);
                return;
            }

            if (_longs[_streamCount + (number * LongsPerRequest) + Length] >= 0 && _longs[_streamCount + (number * LongsPerRequest) + Count] != _longs[_streamCount + (number * LongsPerRequest) + Length])
            {
                Abort(stream, H3Error.MessageError);
                return;
            }

            _ints[stream] = (state | Ended) & ~Streaming;
            if ((state & Streaming) != 0)
            {
                RestoreRequest(number);
                Answer(stream, Route(number), now);
                return;
            }

            // The head again, from its buffer. It was good before, and still is: the client's encoder evicts nothing that a section
            // refers to which is not acknowledged (RFC 9204 section 2.1.1).
            int buffers = _ints[_streamCount + (number * IntsPerRequest) + Buffers];
            int head = buffers & 0xFF;
            int body = buffers >> 8;
            HttpRequest request = service.Request;
            int status = _shared.Reader.ReadHead(request, _firstSlot + number, service.Pool.Memory, service.Pool.Offset(head), service.Pool.Length(head), _table);
            service.Pool.Release(head);
            _ints[_streamCount + (number * IntsPerRequest) + Buffers] = NoBuffer | (NoBuffer << 8);
            _ints[stream] &= ~Buffered;
            AcknowledgeSection(stream);
            int route = service.Route();
            if (status != RequestReader.Good)
            {
                route = -500;
            }

            request.BodyBuffer = service.Pool.Memory;
            request.BodyOffset = service.Pool.Offset(body);
            request.BodyLength = service.Pool.Length(body);
            request.BodyIndex = body;
            Answer(stream, route, now);
        }

        private int Route(int number)
        {
            return (short)_ints[_streamCount + (number * IntsPerRequest) + RouteOf];
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
            request.Reset(_shared.Reader.Output, _firstSlot + number, HttpProtocol.Http3);
            request.Method = (_ints[_streamCount + (number * IntsPerRequest) + RouteOf] >> 16) & 0xF;
            request.ParameterNumber = _ints[_streamCount + (number * IntsPerRequest) + Handle];
            request.ContentLength = _longs[_streamCount + (number * LongsPerRequest) + Length];
        }

        private void RequestTimeout(int number, long now)
        {
            int stream = _ints[_streamCount + (number * IntsPerRequest) + Owner];
            int state = _ints[stream];
            if ((state & Waiting) != 0)
            {
                // For a buffer: ReadHead decides, and refuses what waited too long.
                _longs[_streamCount + (number * LongsPerRequest) + Deadline] = now + _shared.Profile.RequestTimeout;
                ReadRequest(stream, now);
                return;
            }

            if ((state & Responded) == 0)
            {
                _shared.TimedOut++;
                Refuse(stream, 408, now);
                return;
            }

            long acknowledged = _transport.SendAcknowledged(stream);
            if (acknowledged != _longs[_streamCount + (number * LongsPerRequest) + Count] || ((state & Unending) != 0 && acknowledged >= StreamedEnd(stream)))
            {
                _longs[_streamCount + (number * LongsPerRequest) + Count] = acknowledged;
                _longs[_streamCount + (number * LongsPerRequest) + Deadline] = now + _shared.Profile.ResponseTimeout;
                return;
            }

            _shared.TimedOut++;
            Abort(stream, H3Error.RequestCancelled);
        }
    }
}
