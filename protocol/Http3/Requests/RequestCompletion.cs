// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>How a request ends: complete, or too late.</summary>
    internal static class RequestCompletion
    {
        // A response that has gained less time than this is given up, microseconds.
        private const long LeastGain = 100000;

        /// <summary>The client's stream has ended, and everything before its end is consumed: the shared request is filled.</summary>
        /// <returns>A <see cref="RequestStep"/>, or minus a status.</returns>
        internal static int End(H3Context c, int stream)
        {
            H3Shared shared = c.Shared;
            HttpService service = shared.Service;
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            if ((state & StreamState.Tunnel) != 0)
            {
                TunnelStream.End(c, stream);
                return RequestStep.Stop;
            }

            if ((state & StreamState.HeadRead) == 0)
            {
                H3Closer.Abort(c, stream, H3Error.RequestIncomplete);
                return RequestStep.Stop;
            }

            long announced = shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.AnnouncedLength];
            if (announced >= 0 && shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.ReceivedCount] != announced)
            {
                H3Closer.Abort(c, stream, H3Error.MessageError);
                return RequestStep.Stop;
            }

            int route = RequestMemory.Route(c, number);
            shared.HeadTotal = 0;
            c.Shared.States[c.First + stream] = (state | StreamState.Ended) & ~(StreamState.Streaming | StreamState.Buffered);
            if ((state & StreamState.Streaming) != 0)
            {
                RequestMemory.Restore(c, number);
                return RequestStep.Handle;
            }

            HttpRequest request = service.Request;
            BodyPool pool = service.Pool;
            int place = shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace];
            int body = (place >> RequestLayout.BufferShift) & 0xFF;
            shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace] = RequestLayout.NoBuffers;
            if ((state & StreamState.Buffered) != 0)
            {
                // The head is decoded again from its buffer, and is still valid: the client's encoder must not evict an entry that an unacknowledged
                // section refers to (RFC 9204 section 2.1.1).
                DecoderFeedback feedback = c.Feedback;
                int head = (place >> RequestLayout.HeadBufferShift) & 0xFF;
                int length = place & 0xFFFF;
                int status = shared.Reader.ReadHead(request, shared.FirstSlot + number, pool.Memory, pool.Offset(head + 1) - length, length, feedback == null ? null : feedback.Table);
                if (head != body)
                {
                    pool.Release(head);
                }

                SectionFeedback.Acknowledge(c, stream);
                route = service.Route();
                if (status != RequestReader.Good)
                {
                    route = -500;
                }
            }

            if (route < 0)
            {
                pool.Release(body);
                return route;
            }

            request.BodyIndex = body;
            return RequestStep.Handle;
        }

        /// <summary>The time limit of a request or of its response has passed.</summary>
        internal static void HandleTimeout(H3Context c, int stream, long now)
        {
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            int at = (number * RequestLayout.LongsPerRequest) + RequestLayout.Deadline;
            if ((state & StreamState.Waiting) != 0)
            {
                // Read refuses a request that waited too long for a buffer; one that waits for room on the decoder stream continues to wait.
                RequestStream.Read(c, stream, now);
                if ((c.Shared.States[c.First + stream] & StreamState.Waiting) != 0 && c.Shared.Longs[at] <= now)
                {
                    c.SetDeadline(number, now + c.Shared.Profile.RequestTimeout);
                }

                return;
            }

            if ((state & StreamState.Responded) == 0)
            {
                c.Shared.TimedOut++;
                ResponseSender.Refuse(c, stream, 408, now);
                return;
            }

            long acknowledged = c.SendAcknowledged(stream);
            int counted = (number * RequestLayout.LongsPerRequest) + RequestLayout.AcknowledgedCount;
            long gained = (acknowledged - c.Shared.Longs[counted]) * c.Shared.Service.Profile.MicrosecondsPerByte;
            if (gained > c.Shared.Profile.ResponseTimeout || ((state & StreamState.Unending) != 0 && acknowledged >= c.Shared.Streamed.End(c.Shared.Streamed.Find(number))))
            {
                gained = c.Shared.Profile.ResponseTimeout;
            }

            // A minimum rate, so that a client that sends one byte at a time cannot hold a slot for ever.
            if (gained >= LeastGain)
            {
                c.Shared.Longs[counted] = acknowledged;
                c.Shared.Longs[at] = now + gained;
                return;
            }

            c.Shared.TimedOut++;
            H3Closer.Abort(c, stream, H3Error.RequestCancelled);
        }
    }
}
