// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The head of a request: when it is decoded, where it is kept, and which buffers the request needs.</summary>
    internal static class RequestHead
    {
        /// <summary>
        /// Finds a whole section in one run, or gathers it; sets Section of the shared fields. Returns its offset, or -1 if gathering would overwrite
        /// the first <paramref name="keep"/> bytes of the buffer.
        /// </summary>
        internal static int LoadSection(H3Context c, int stream, int skip, int length, int keep)
        {
            if (c.ReadableLength(stream) >= skip + length)
            {
                c.Shared.Section = c.ReadBuffer;
                return c.ReadOffset(stream) + skip;
            }

            // At the end of the buffer; decoded strings go to its beginning.
            byte[] gather = c.Shared.Gather;
            int offset = gather.Length - length;
            if (offset < keep)
            {
                return -1;
            }

            c.Shared.Section = gather;
            c.Peek(stream, skip, gather, offset, length);
            return offset;
        }

        /// <summary>A whole head has arrived. It may stay in the receive pool.</summary>
        internal static int Read(H3Context c, int stream, int header, int length, long now)
        {
            H3Shared shared = c.Shared;
            HttpRequest request = shared.Service.Request;
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            if ((state & StreamState.HeadChecked) != 0 && !c.IsReceiveComplete(stream) && UnreadLength(c) <= shared.Profile.Unread)
            {
                return RequestStep.Stop;
            }

            // A response may need a buffer of the pool, and so does a body: waiting is better than refusing.
            if ((state & StreamState.Waiting) != 0 && MustWait(c, stream, 1, false, now))
            {
                return RequestStep.Stop;
            }

            DecoderFeedback feedback = c.Feedback;
            if (feedback != null && !SectionFeedback.HasRoom(c, feedback))
            {
                c.Shared.States[c.First + stream] |= StreamState.Waiting;
                c.SetWaiting();
                return RequestStep.Stop;
            }

            int offset = LoadSection(c, stream, header, length, 0);
            int status = shared.Reader.ReadHead(request, shared.FirstSlot + number, shared.Section, offset, length, feedback == null ? null : feedback.Table);
            if (status != RequestReader.Good)
            {
                return Reject(c, stream, status);
            }

            return Accept(c, stream, header, length, false, now);
        }

        /// <summary>The header of a HEADERS frame has arrived whose section is too long to be kept until it is whole. It may have to wait.</summary>
        internal static int BeginSifting(H3Context c, int stream, int header, long length, long now)
        {
            if (MustWait(c, stream, 1, true, now))
            {
                return RequestStep.Stop;
            }

            if (!RequestMemory.CanClaim(c, 1))
            {
                return -503;
            }

            int number = c.Shared.States[c.First + stream] >> StreamState.NumberShift;
            if ((c.Shared.States[c.First + stream] & StreamState.Waiting) != 0)
            {
                c.SetDeadline(number, now + c.Shared.Profile.RequestTimeout);
            }

            H3FrameReader.BeginPayload(c, stream, header, length, 0);
            SectionSifter.Begin(c, stream, number);
            return RequestStep.Continue;
        }

        /// <summary>Goes on with a head that is sifted. </summary>
        internal static int Sift(H3Context c, int stream, int available, long now)
        {
            H3Shared shared = c.Shared;
            BodyPool pool = shared.Service.Pool;
            long[] longs = shared.Longs;
            int number = shared.States[c.First + stream] >> StreamState.NumberShift;
            int at = number * RequestLayout.LongsPerRequest;
            int place = (number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace;
            int length;
            int status;
            if (longs[at + RequestLayout.PayloadLeft] > 0)
            {
                status = SectionSifter.Read(c, stream, available);
                if (status != RequestReader.Good)
                {
                    return Reject(c, stream, status);
                }

                if (longs[at + RequestLayout.PayloadLeft] > 0)
                {
                    if (c.IsReceiveComplete(stream) && c.AvailableLength(stream) < longs[at + RequestLayout.PayloadLeft])
                    {
                        H3Closer.Fail(c, H3Error.FrameError);
                    }

                    return RequestStep.Stop;
                }

                // What was kept goes to the end of its buffer, as the heads of other requests that are collected.
                int kept = (shared.Ints[place] >> RequestLayout.BufferShift) & 0xFF;
                length = pool.Length(kept);
                Array.Copy(pool.Memory, pool.Offset(kept), pool.Memory, pool.Offset(kept + 1) - length, length);
                pool.SetLength(kept, 0);
                shared.Ints[place] = (kept << RequestLayout.BufferShift) | (kept << RequestLayout.HeadBufferShift) | length;
                longs[at + RequestLayout.AnnouncedLength] = -1;
                longs[at + RequestLayout.ReceivedCount] = 0;
            }

            DecoderFeedback feedback = c.Feedback;
            if (feedback != null && !SectionFeedback.HasRoom(c, feedback))
            {
                shared.States[c.First + stream] |= StreamState.Waiting;
                c.SetWaiting();
                return RequestStep.Stop;
            }

            length = shared.Ints[place] & 0xFFFF;
            status = shared.Reader.ReadHead(
                shared.Service.Request,
                shared.FirstSlot + number,
                pool.Memory,
                pool.Offset(((shared.Ints[place] >> RequestLayout.HeadBufferShift) & 0xFF) + 1) - length,
                length,
                feedback == null ? null : feedback.Table);
            if (status != RequestReader.Good)
            {
                return Reject(c, stream, status);
            }

            return Accept(c, stream, 0, length, true, now);
        }

        /// <summary>A head was not <see cref="RequestReader.Good"/>.</summary>
        private static int Reject(H3Context c, int stream, int status)
        {
            if (status == RequestReader.TooLarge)
            {
                return -431;
            }

            if (status == RequestReader.Malformed)
            {
                H3Closer.Abort(c, stream, H3Error.MessageError);
            }
            else
            {
                H3Closer.Fail(c, H3Error.QpackDecompressionFailed);
            }

            return RequestStep.Stop;
        }

        /// <summary>
        /// The shared request holds a good head: finds its route, and decides how the request goes on. Returns false if it stays in the receive pool, or if
        /// the stream is not read any further.
        /// </summary>
        private static int Accept(H3Context c, int stream, int header, int length, bool sifted, long now)
        {
            H3Shared shared = c.Shared;
            HttpService service = shared.Service;
            HttpRequest request = service.Request;
            int number = shared.States[c.First + stream] >> StreamState.NumberShift;
            int place = (number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace;
            int total = sifted ? 0 : header + length;
            bool complete = c.IsReceiveComplete(stream);
            if (shared.Reader.Expectation == 417)
            {
                return -417;
            }

            bool hasBody = !complete || c.AvailableLength(stream) > total;
            long announced = request.ContentLength;
            if (!hasBody && announced > 0)
            {
                H3Closer.Abort(c, stream, H3Error.MessageError);
                return RequestStep.Stop;
            }

            int route = service.Route();
            shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf] = (route & 0xFFFF) | (request.Method << RequestLayout.MethodShift) | (service.AllowedMethods << RequestLayout.AllowedShift) | RequestLayout.InUse;
            if (request.Tunnel != HttpTunnel.None)
            {
                RequestMemory.ReleaseBuffers(c, number, 0);
                Take(c, stream, total);
                return RequestStep.Open;
            }

            if (hasBody && route < 0)
            {
                // Refused without waiting for the body.
                RequestMemory.ReleaseBuffers(c, number, 0);
                Take(c, stream, total);
                return route;
            }

            bool streams = service.WantsBody(route);
            BodyPool pool = service.Pool;
            bool collects = hasBody && !streams;
            if (collects)
            {
                if (announced > pool.Size)
                {
                    return -413;
                }

                if (!sifted && !complete && UnreadLength(c) <= shared.Profile.Unread)
                {
                    // The rest usually arrives soon; until then no buffer is needed.
                    c.Shared.States[c.First + stream] = (c.Shared.States[c.First + stream] & ~StreamState.Waiting) | StreamState.HeadChecked;
                    c.SetDeadline(number, now + shared.Profile.BodyTimeout);
                    ResponseSender.Continue(c, stream);
                    return RequestStep.Stop;
                }
            }

            // A complete request is read at once: the head stays decoded, and only the body needs a buffer. Otherwise both are collected until the
            // request is complete, in one buffer if it has room for both. A body of unknown length may turn out to be too long.
            bool keep = collects && !complete;
            int buffers = keep && length + announced > pool.Size ? 2 : 1;
            if (keep && length > pool.Size)
            {
                return -431;
            }

            int head = sifted ? (shared.Ints[place] >> RequestLayout.HeadBufferShift) & 0xFF : RequestLayout.NoBuffer;
            if (collects && MustWait(c, stream, sifted ? buffers - 1 : buffers, keep, now))
            {
                return RequestStep.Stop;
            }

            if (streams)
            {
                int refusal = RequestBody.Begin(c, route);
                if (refusal != 0)
                {
                    return -refusal;
                }

                RequestMemory.ReleaseBuffers(c, number, 0);
                c.Shared.States[c.First + stream] |= StreamState.Streaming;
                shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.Parameter] = request.ParameterNumber;
            }
            else if (!hasBody)
            {
                RequestMemory.ReleaseBuffers(c, number, 0);
                shared.HeadTotal = total;
                if (sifted)
                {
                    Take(c, stream, 0);
                }

                return RequestStep.Handle;
            }
            else
            {
                if (!keep)
                {
                    RequestMemory.ReleaseBuffers(c, number, 0);
                    head = RequestLayout.NoBuffer;
                }

                int wanted = head == RequestLayout.NoBuffer ? buffers : buffers - 1;
                if (keep ? !RequestMemory.CanClaim(c, wanted) : !pool.HasFree(wanted))
                {
                    return -503;
                }

                int body = head == RequestLayout.NoBuffer || buffers == 2 ? pool.Claim() : head;
                if (keep)
                {
                    if (head == RequestLayout.NoBuffer)
                    {
                        head = buffers == 2 ? pool.Claim() : body;

                        // Decoding may have overwritten a gathered section.
                        int offset = LoadSection(c, stream, header, length, 0);
                        Array.Copy(shared.Section, offset, pool.Memory, pool.Offset(head + 1) - length, length);
                    }

                    c.Shared.States[c.First + stream] |= StreamState.Buffered;
                }

                shared.Ints[place] = (body << RequestLayout.BufferShift) | (head << RequestLayout.HeadBufferShift) | (keep ? length : 0);
            }

            Take(c, stream, total);
            shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.AnnouncedLength] = announced;
            c.SetDeadline(number, now + shared.Profile.BodyTimeout);
            if (!complete)
            {
                ResponseSender.Continue(c, stream);
            }

            return RequestStep.Continue;
        }

        /// <summary>Bytes of all requests in the receive pool.</summary>
        internal static int UnreadLength(H3Context c)
        {
            int sum = 0;
            for (int stream = 0; stream < c.Shared.Streams; stream++)
            {
                if ((c.Shared.States[c.First + stream] & StreamState.KindMask) == StreamState.Request)
                {
                    sum += c.AvailableLength(stream);
                }
            }

            return sum;
        }

        /// <summary>Whether a request has to wait for buffers of the pool; PoolTimeout limits the wait.</summary>
        internal static bool MustWait(H3Context c, int stream, int buffers, bool keep, long now)
        {
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            if (keep ? RequestMemory.CanClaim(c, buffers) : c.Shared.Service.Pool.HasFree(buffers))
            {
                return false;
            }

            if ((state & StreamState.Waiting) == 0)
            {
                c.Shared.States[c.First + stream] = state | StreamState.Waiting;
                c.SetDeadline(number, now + c.Shared.Profile.PoolTimeout);
            }
            else if (now >= c.Shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.Deadline])
            {
                return false;
            }

            c.SetWaiting();
            return true;
        }

        /// <summary>Consumes a head that was decoded, and acknowledges its section unless it will be decoded again.</summary>
        internal static void Take(H3Context c, int stream, int total)
        {
            c.Consume(stream, total);
            int state = (c.Shared.States[c.First + stream] | StreamState.HeadRead) & ~(StreamState.HeadChecked | StreamState.Waiting | StreamState.Sifting);
            c.Shared.States[c.First + stream] = state;
            if ((state & StreamState.Buffered) == 0)
            {
                SectionFeedback.Acknowledge(c, stream);
            }
        }

        /// <summary>Whether a request for an ordinary handler is complete and its decoded head is in the shared request.</summary>
        internal static bool IsInPlace(int state)
        {
            return (state & (StreamState.HeadRead | StreamState.Streaming | StreamState.Buffered)) == StreamState.HeadRead;
        }
    }
}
