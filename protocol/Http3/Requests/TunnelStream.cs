// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>A request stream that has become a tunnel by extended CONNECT (RFC 9220).</summary>
    internal static class TunnelStream
    {
        /// <summary>A good head asks for a tunnel: fills the shared response.</summary>
        /// <returns>A <see cref="RequestStep"/>, or minus a status.</returns>
        internal static int Open(H3Context c, int stream)
        {
            HttpService service = c.Shared.Service;
            int route = RequestMemory.Route(c, c.Shared.States[c.First + stream] >> StreamState.NumberShift);
            TunnelHandler tunnel = service.Tunnel(route);
            if (tunnel == null)
            {
                return route < 0 ? route : -501;
            }

            if (service.Open(tunnel, 200))
            {
                c.Shared.States[c.First + stream] |= StreamState.Tunnel;
            }

            return RequestStep.Respond;
        }

        /// <summary>Hands over one run of a DATA frame's payload.</summary>
        /// <returns>A <see cref="RequestStep"/>.</returns>
        internal static int Read(H3Context c, int stream)
        {
            H3Shared shared = c.Shared;
            int number = shared.States[c.First + stream] >> StreamState.NumberShift;
            int slot = shared.FirstSlot + number;
            TunnelHandler tunnel = (TunnelHandler)shared.Sources[number];
            int count = c.ReadableLength(stream);
            long left = shared.Longs[(number * RequestLayout.LongsPerRequest) + RequestLayout.PayloadLeft];
            if (count > left)
            {
                count = (int)left;
            }

            try
            {
                int room = tunnel.Room(slot);
                if (count > room)
                {
                    count = room;
                }

                if (count <= 0)
                {
                    return RequestStep.Stop;
                }

                tunnel.Receive(slot, c.ReadBuffer, c.ReadOffset(stream), count);
                tunnel.Verified(slot);
            }
            catch (Exception)
            {
                H3Closer.Abort(c, stream, H3Error.InternalError);
                return RequestStep.Stop;
            }

            H3FrameReader.ConsumePayload(c, stream, count);
            return RequestStep.Continue;
        }

        /// <summary>The client's side of the stream has ended.</summary>
        internal static void End(H3Context c, int stream)
        {
            int state = c.Shared.States[c.First + stream];
            int number = state >> StreamState.NumberShift;
            c.Shared.States[c.First + stream] = state | StreamState.Ended;
            try
            {
                ((TunnelHandler)c.Shared.Sources[number]).ReceiveEnd(c.Shared.FirstSlot + number);
            }
            catch (Exception)
            {
                H3Closer.Abort(c, stream, H3Error.InternalError);
            }
        }

        /// <summary>Asks the handlers of all tunnels to end them.</summary>
        internal static void LeaveAll(H3Context c)
        {
            for (int stream = 0; stream < c.Shared.Streams; stream++)
            {
                int state = c.Shared.States[c.First + stream];
                if ((state & StreamState.KindMask) == StreamState.Request && (state & StreamState.Tunnel) != 0)
                {
                    int number = state >> StreamState.NumberShift;
                    try
                    {
                        ((TunnelHandler)c.Shared.Sources[number]).GoAway(c.Shared.FirstSlot + number);
                    }
                    catch (Exception)
                    {
                        H3Closer.Abort(c, stream, H3Error.InternalError);
                    }
                }
            }
        }
    }
}
