// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The body of a request: handed to a streaming handler run by run, or collected in a buffer of the pool.</summary>
    internal static class RequestBody
    {
        /// <summary>Reads one run of a DATA frame's payload. Returns false if it stays in the receive pool.</summary>
        internal static int Read(H3Context c, int stream, long now)
        {
            HttpService service = c.Shared.Service;
            long[] longs = c.Shared.Longs;
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            int at = number * RequestLayout.LongsPerRequest;
            long left = longs[at + RequestLayout.PayloadLeft];
            int count = c.ReadableLength(stream);
            if (count > left)
            {
                count = (int)left;
            }

            long sum = longs[at + RequestLayout.ReceivedCount] + count;
            if (longs[at + RequestLayout.AnnouncedLength] >= 0 && sum > longs[at + RequestLayout.AnnouncedLength])
            {
                H3Closer.Abort(c, stream, H3Error.MessageError);
                return RequestStep.Stop;
            }

            if ((state & StreamState.Streaming) != 0)
            {
                RequestMemory.Restore(c, number);
                try
                {
                    service.Router.Handler(RequestMemory.Route(c, number)).Body(service.Request, c.ReadBuffer, c.ReadOffset(stream), count);
                }
                catch (Exception)
                {
                    return -500;
                }
            }
            else
            {
                BodyPool pool = service.Pool;
                int place = c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace];
                int body = (place >> RequestLayout.BufferShift) & 0xFF;
                if (sum > pool.Size)
                {
                    return -413;
                }

                if (((place >> RequestLayout.HeadBufferShift) & 0xFF) == body && sum + (place & 0xFFFF) > pool.Size)
                {
                    int step = MoveHead(c, stream, now);
                    if (step != RequestStep.Continue)
                    {
                        return step;
                    }
                }

                pool.Append(body, c.ReadBuffer, c.ReadOffset(stream), count);
            }

            longs[at + RequestLayout.ReceivedCount] = sum;
            long deadline = longs[at + RequestLayout.Deadline] + ((long)count * service.Profile.MicrosecondsPerByte);
            long latest = now + c.Shared.Profile.BodyTimeout;
            longs[at + RequestLayout.Deadline] = deadline < latest ? deadline : latest;
            H3FrameReader.ConsumePayload(c, stream, count);
            return RequestStep.Continue;
        }

        /// <summary>A body of unknown length has grown up to its head: moves the head to a buffer of its own. Returns false if none is free.</summary>
        private static int MoveHead(H3Context c, int stream, long now)
        {
            if (RequestHead.MustWait(c, stream, 1, true, now))
            {
                return RequestStep.Stop;
            }

            BodyPool pool = c.Shared.Service.Pool;
            int head = RequestMemory.CanClaim(c, 1) ? pool.Claim() : -1;
            if (head < 0)
            {
                return -503;
            }

            int number = c.Shared.States[c.First + stream] >> StreamState.NumberShift;
            int at = (number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace;
            int place = c.Shared.Ints[at];
            int body = (place >> RequestLayout.BufferShift) & 0xFF;
            int length = place & 0xFFFF;
            Array.Copy(pool.Memory, pool.Offset(body + 1) - length, pool.Memory, pool.Offset(head + 1) - length, length);
            c.Shared.Ints[at] = (body << RequestLayout.BufferShift) | (head << RequestLayout.HeadBufferShift) | length;
            if ((c.Shared.States[c.First + stream] & StreamState.Waiting) != 0)
            {
                c.Shared.States[c.First + stream] &= ~StreamState.Waiting;
                c.SetDeadline(number, now + c.Shared.Profile.BodyTimeout);
            }

            return RequestStep.Continue;
        }

        /// <summary>Calls the handler's BeginBody; an exception counts as 500.</summary>
        internal static int Begin(H3Context c, int route)
        {
            try
            {
                return c.Shared.Service.Router.Handler(route).BeginBody(c.Shared.Service.Request);
            }
            catch (Exception)
            {
                return 500;
            }
        }
    }
}
