// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>What a request holds (buffers of the pool, the source of its response's body, a streaming handler's context), and how it is given back.</summary>
    internal static class RequestMemory
    {
        /// <summary>Number of the request's route, or minus a status.</summary>
        internal static int Route(H3Context c, int number)
        {
            return (short)c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf];
        }

        /// <summary>Fills the shared request with what remains after the head is gone (HttpHandler.BeginBody lists it).</summary>
        internal static void Restore(H3Context c, int number)
        {
            HttpRequest request = c.Shared.Service.Request;
            request.Reset(c.Shared.Reader.Output, c.Shared.FirstSlot + number, HttpProtocol.Http3);
            request.Method = (c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf] >> RequestLayout.MethodShift) & 0xF;
            request.ParameterNumber = c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.Parameter];
            request.ContentLength = c.Shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.AnnouncedLength];
        }

        /// <summary>Tells a streaming handler that its request will not be completed.</summary>
        internal static void AbortBody(H3Context c, int number)
        {
            Restore(c, number);
            try
            {
                c.Shared.Service.Router.Handler(Route(c, number)).AbortBody(c.Shared.Service.Request);
            }
            catch (Exception)
            {
                // An exception of the handler must not keep the request's memory.
            }
        }

        /// <summary>Releases everything that a request holds, and its number.</summary>
        internal static void Forget(H3Context c, int number, int state)
        {
            ReleaseBuffers(c, number, state);
            ReleaseBody(c, number, state);
            c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.RouteOf] = 0;
        }

        /// <summary>
        /// Whether an incomplete request may claim buffers of the pool: one is left for responses, and no connection takes more than its share
        /// (<see cref="H3Profile.RequestBuffers"/>).
        /// </summary>
        internal static bool CanClaim(H3Context c, int buffers)
        {
            BodyPool pool = c.Shared.Service.Pool;
            if (buffers <= 0)
            {
                return true;
            }

            if (!pool.HasFree(pool.Count > 2 ? buffers + 1 : buffers))
            {
                return false;
            }

            int held = buffers;
            for (int stream = 0; stream < c.Shared.Streams; stream++)
            {
                int state = c.Shared.States[c.First + stream];
                if ((state & StreamState.KindMask) == StreamState.Request && (state & StreamState.Responded) == 0)
                {
                    int place = c.Shared.Ints[((state >> StreamState.NumberShift) * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace];
                    int body = (place >> RequestLayout.BufferShift) & 0xFF;
                    int head = (place >> RequestLayout.HeadBufferShift) & 0xFF;
                    held += (body != RequestLayout.NoBuffer ? 1 : 0) + (head != RequestLayout.NoBuffer && head != body ? 1 : 0);
                }
            }

            return held <= c.Shared.Profile.RequestBuffers;
        }

        /// <summary>Returns the buffers of head and body to the pool.</summary>
        internal static void ReleaseBuffers(H3Context c, int number, int state)
        {
            BodyPool pool = c.Shared.Service.Pool;
            int at = (number * RequestLayout.IntsPerRequest) + RequestLayout.RequestPlace;
            int place = c.Shared.Ints[at];
            int buffer = (place >> RequestLayout.BufferShift) & 0xFF;
            int head = (place >> RequestLayout.HeadBufferShift) & 0xFF;
            if (buffer != RequestLayout.NoBuffer)
            {
                pool.Release(buffer);
            }

            if ((state & StreamState.Buffered) != 0 && head != buffer)
            {
                pool.Release(head);
            }

            c.Shared.Ints[at] = RequestLayout.NoBuffers;
        }

        /// <summary>Releases the source of the response's body.</summary>
        private static void ReleaseBody(H3Context c, int number, int state)
        {
            BodySource source = c.Shared.Sources[number];
            if ((state & StreamState.Framed) != 0)
            {
                c.Shared.Streamed.Release(c.Shared.Streamed.Find(number));
            }

            if (source != null)
            {
                c.Shared.Sources[number] = null;
                source.Release(c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.BodyHandle]);
            }
        }
    }
}
