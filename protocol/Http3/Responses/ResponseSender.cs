// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>Has a request answered and announces the response to QUIC.</summary>
    internal static class ResponseSender
    {
        /// <summary>Sends 100 (Continue) if the client expects it (RFC 9114 section 4.1).</summary>
        internal static void Continue(H3Context c, int stream)
        {
            int state = c.Shared.States[c.First + stream];
            if (c.Shared.Reader.Expectation != 100 || (state & StreamState.Continued) != 0)
            {
                return;
            }

            int number = state >> StreamState.NumberShift;
            int at = number * c.Shared.Profile.ResponseHead;
            byte[] heads = c.Shared.Heads;
            heads[at] = H3FrameType.Headers;
            heads[at + 1] = 4;
            int end = FieldSectionWriter.WritePrefix(heads, at + 2, at + ResponseHead.InterimLength);
            FieldSectionWriter.WriteStatus(heads, end, at + ResponseHead.InterimLength, 100);
            c.Shared.States[c.First + stream] = state | StreamState.Continued;
            c.SetSendLimit(stream, ResponseHead.InterimLength, false);
        }

        /// <summary>Responds with a status and no body, without waiting for the rest of the request.</summary>
        internal static void Refuse(H3Context c, int stream, int status, long now)
        {
            // From here on only the response counts, with a response's time limit.
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            c.Shared.States[c.First + stream] = state & ~(StreamState.Streaming | StreamState.Waiting | StreamState.HeadChecked | StreamState.Sifting);
            if ((state & StreamState.Streaming) != 0)
            {
                RequestMemory.AbortBody(c, number);
            }

            RequestMemory.ReleaseBuffers(c, number, state);
            RequestMemory.Restore(c, number);
            if ((state & StreamState.HeadRead) == 0 && status == 431)
            {
                // The method is unknown. A response without a body suits every method.
                c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf] = RequestLayout.InUse;
            }

            if ((state & (StreamState.HeadRead | StreamState.Buffered)) != StreamState.HeadRead)
            {
                c.Shared.States[c.First + stream] &= ~StreamState.Buffered;
                SectionFeedback.Cancel(c, stream);
            }

            c.Shared.Service.Refuse(status, (c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf] >> RequestLayout.AllowedShift) & 0xFF);
            Respond(c, stream, now);
            End(c, stream);
        }

        /// <summary>The response does not depend on the rest of the request, if there is one (RFC 9114 section 4.1): it is dropped.</summary>
        internal static void End(H3Context c, int stream)
        {
            int state = c.Shared.States[c.First + stream];
            if ((state & StreamState.Ended) == 0)
            {
                c.Shared.States[c.First + stream] = state | StreamState.Ended;
                if (!c.IsReceiveComplete(stream))
                {
                    c.StopSending(stream, H3Error.NoError);
                }

                int available = c.AvailableLength(stream);
                if (available > 0)
                {
                    c.Consume(stream, available);
                }
            }
        }

        /// <summary>Encodes the head of the shared response, takes over its body, and announces both.</summary>
        internal static void Respond(H3Context c, int stream, long now)
        {
            H3Shared shared = c.Shared;
            HttpResponse response = shared.Service.Response;
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            int size = shared.Profile.ResponseHead;
            int start = number * size;
            int ints = number * RequestLayout.IntsPerRequest;
            int longs = number * RequestLayout.LongsPerRequest;
            bool isHead = ((shared.Ints[ints + RequestLayout.RouteOf] >> RequestLayout.MethodShift) & 0xF) == HttpMethod.Head;
            int streamed = -1;
            if (response.Source != null && response.Length < 0 && !isHead)
            {
                streamed = shared.Streamed.Find(StreamedBodies.Unused);
                if (streamed < 0)
                {
                    response.Fail(503);
                    response.Add(HeaderField.RetryAfter1);
                }
            }

            // A tunnel's stream goes on being read, with the count of its payload where a response has its time: no Date.
            long time = (state & StreamState.Tunnel) != 0 ? 0 : shared.Service.Time;
            int dated = time > 0 ? ResponseHead.DateLength : 0;
            int begun = (state & StreamState.Continued) != 0 ? ResponseHead.InterimLength : 0;
            int buffer = RequestLayout.NoBuffer;
            byte[] heads = shared.Heads;
            int at = ResponseHead.Write(c, response, heads, start + begun, start + size, dated);
            if (at < 0)
            {
                // Too long for Heads: it takes a buffer of the pool.
                BodyPool pool = shared.Service.Pool;
                buffer = pool.Claim();
                if (buffer >= 0)
                {
                    int offset = pool.Offset(buffer);
                    Array.Copy(heads, start, pool.Memory, offset, begun);
                    at = ResponseHead.Write(c, response, pool.Memory, offset + begun, offset + pool.Size, dated);
                    if (at < 0)
                    {
                        pool.Release(buffer);
                    }
                    else
                    {
                        start = offset;
                    }
                }

                if (at < 0)
                {
                    response.Fail(buffer < 0 ? 503 : 500);
                    if (buffer < 0)
                    {
                        response.Add(HeaderField.RetryAfter1);
                    }

                    buffer = RequestLayout.NoBuffer;
                    at = ResponseHead.Write(c, response, heads, start + begun, start + size, dated);
                }
            }

            bool hasBody = response.Source != null && !isHead && response.Status >= 200 && response.Status != 204 && response.Status != 304;
            long length = hasBody ? response.Length : 0;
            if (!hasBody && response.Source != null)
            {
                response.Source.Release(response.Handle);
            }

            int tail = dated + (length > 0 ? 1 + Varint.Size(length) : 0);
            at += tail - start;
            shared.Ints[ints + RequestLayout.ResponsePlace] = at | (tail << RequestLayout.TailShift) | (buffer << RequestLayout.BufferShift);
            shared.Ints[ints + RequestLayout.BodyHandle] = response.Handle;
            shared.Sources[number] = hasBody ? response.Source : null;
            shared.Longs[longs + RequestLayout.ResponseLength] = length;
            shared.Longs[longs + RequestLayout.ResponseTime] = time;
            shared.Longs[longs + RequestLayout.AcknowledgedCount] = 0;
            c.SetDeadline(number, now + shared.Profile.ResponseTimeout);
            if (hasBody && length < 0)
            {
                c.Shared.States[c.First + stream] = state | StreamState.Responded | StreamState.Unending | StreamState.Framed;
                shared.Streamed.Begin(streamed, number, at);
                c.Shared.States[c.First + ConnectionFlags.Self] |= ConnectionFlags.HasStreamed;
                shared.PumpDue = true;
                c.SetSendLimit(stream, at, false);
                ResponsePump.Pump(c, streamed, stream);
            }
            else
            {
                c.Shared.States[c.First + stream] = (state & ~StreamState.Tunnel) | StreamState.Responded;
                c.SetSendLimit(stream, at + length, true);
            }

            response.Source = null;
        }
    }
}
