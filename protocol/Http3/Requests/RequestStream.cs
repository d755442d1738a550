// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The frames of a request stream (RFC 9114 section 4.1).</summary>
    internal static class RequestStream
    {
        /// <summary>Reads what has arrived, frame by frame.</summary>
        internal static void Read(H3Context c, int stream, long now)
        {
            H3Shared shared = c.Shared;
            while (true)
            {
                int state = c.Shared.States[c.First + stream];
                if ((c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.IsClosing) != 0 || (state & StreamState.KindMask) != StreamState.Request)
                {
                    return;
                }

                int available = c.AvailableLength(stream);
                if ((state & StreamState.Ended) != 0)
                {
                    if (available > 0)
                    {
                        c.Consume(stream, available);
                    }

                    return;
                }

                if (available > 0 && !c.TakeWork(1))
                {
                    return;
                }

                if ((state & StreamState.Sifting) != 0)
                {
                    if (!Do(c, stream, RequestHead.Sift(c, stream, available, now), now))
                    {
                        return;
                    }

                    continue;
                }

                if ((state & (StreamState.InData | StreamState.InPayload)) != 0)
                {
                    if (available == 0)
                    {
                        if (c.IsReceiveComplete(stream))
                        {
                            H3Closer.Fail(c, H3Error.FrameError);
                        }

                        return;
                    }

                    if ((state & StreamState.InPayload) != 0)
                    {
                        H3FrameReader.SkipPayload(c, stream, available);
                    }
                    else if (!Do(c, stream, (state & StreamState.Tunnel) != 0 ? TunnelStream.Read(c, stream) : RequestBody.Read(c, stream, now), now))
                    {
                        return;
                    }

                    continue;
                }

                if (available == 0)
                {
                    if (c.IsReceiveComplete(stream))
                    {
                        Do(c, stream, RequestCompletion.End(c, stream), now);
                    }

                    return;
                }

                if (!H3FrameReader.ReadHeader(c, stream, available))
                {
                    if (c.IsReceiveComplete(stream))
                    {
                        H3Closer.Fail(c, H3Error.FrameError);
                    }

                    return;
                }

                int header = shared.FrameHeader;
                long length = shared.FrameLength;
                switch (shared.FrameType > 0x7FFFFFFF ? -1 : (int)shared.FrameType)
                {
                    case H3FrameType.Data:
                        if ((state & (StreamState.HeadRead | StreamState.TrailersRead)) != StreamState.HeadRead)
                        {
                            H3Closer.Fail(c, H3Error.FrameUnexpected);
                            return;
                        }

                        H3FrameReader.BeginPayload(c, stream, header, length, StreamState.InData);
                        break;

                    case H3FrameType.Headers:
                        if ((state & (StreamState.TrailersRead | StreamState.Tunnel)) != 0)
                        {
                            H3Closer.Fail(c, H3Error.FrameUnexpected);
                            return;
                        }

                        // Decoding takes long, and a handler may be called.
                        shared.Work -= 16;
                        bool trailers = (state & StreamState.HeadRead) != 0;
                        if (length > shared.Service.Profile.HeadLimit)
                        {
                            if (trailers)
                            {
                                H3Closer.Abort(c, stream, H3Error.ExcessiveLoad);
                            }
                            else
                            {
                                ResponseSender.Refuse(c, stream, 431, now);
                            }

                            return;
                        }

                        if (length > shared.Profile.MaxHead || (!trailers && available < header + (int)length && RequestHead.UnreadLength(c) > shared.Profile.Unread))
                        {
                            if (trailers ? !RequestTrailers.Skip(c, stream, header, length) : !Do(c, stream, RequestHead.BeginSifting(c, stream, header, length, now), now))
                            {
                                return;
                            }

                            break;
                        }

                        if (available < header + (int)length)
                        {
                            if (c.IsReceiveComplete(stream))
                            {
                                H3Closer.Fail(c, H3Error.FrameError);
                            }

                            return;
                        }

                        if (trailers ? !RequestTrailers.Read(c, stream, header, (int)length) : !Do(c, stream, RequestHead.Read(c, stream, header, (int)length, now), now))
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
                        H3Closer.Fail(c, H3Error.FrameUnexpected);
                        return;

                    default:
                        H3FrameReader.BeginPayload(c, stream, header, length, StreamState.InPayload);
                        break;
                }
            }
        }

        /// <summary>Does what a part of the request asks for (<see cref="RequestStep"/>). Returns false if nothing more can be read now.</summary>
        private static bool Do(H3Context c, int stream, int step, long now)
        {
            if (step == RequestStep.Open)
            {
                step = TunnelStream.Open(c, stream);
            }
            else if (step == RequestStep.Handle)
            {
                H3Shared shared = c.Shared;
                HttpService service = shared.Service;
                int number = shared.States[c.First + stream] >> StreamState.NumberShift;
                service.Handle(RequestMemory.Route(c, number), (shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf] >> RequestLayout.AllowedShift) & 0xFF);
                if (service.Response.LacksBuffer && service.Response.Status == 503 && shared.HeadTotal > 0 && service.Request.Method <= HttpMethod.Head
                    && RequestHead.MustWait(c, stream, 1, false, now))
                {
                    // A safe method may be handled twice.
                    service.Withdraw();
                    return false;
                }

                if (shared.HeadTotal > 0)
                {
                    RequestHead.Take(c, stream, shared.HeadTotal);
                }

                shared.States[c.First + stream] |= StreamState.Ended;
                step = RequestStep.Respond;
            }

            if (step == RequestStep.Respond)
            {
                ResponseSender.Respond(c, stream, now);
                if ((c.Shared.States[c.First + stream] & StreamState.Tunnel) != 0)
                {
                    return true;
                }

                ResponseSender.End(c, stream);
            }
            else if (step < 0)
            {
                ResponseSender.Refuse(c, stream, -step, now);
            }

            return step == RequestStep.Continue;
        }
    }
}
