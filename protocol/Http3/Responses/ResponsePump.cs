// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>Responses of unknown length: what their sources have produced is cut into DATA frames.</summary>
    internal static class ResponsePump
    {
        /// <summary>Makes DATA frames of what event streams have written, and resets streams whose body was lost. Call it before the endpoint is polled for output.</summary>
        internal static void PumpAll(H3Context c)
        {
            if ((c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.HasStreamed) != 0)
            {
                c.Shared.States[c.First + ConnectionFlags.Self] &= ~ConnectionFlags.HasStreamed;
                for (int stream = 0; stream < c.Shared.Streams; stream++)
                {
                    if ((c.Shared.States[c.First + stream] & (StreamState.KindMask | StreamState.Unending)) == (StreamState.Request | StreamState.Unending))
                    {
                        c.Shared.States[c.First + ConnectionFlags.Self] |= ConnectionFlags.HasStreamed;
                        c.Shared.PumpDue = true;
                        Pump(c, c.Shared.Streamed.Find(c.Shared.States[c.First + stream] >> StreamState.NumberShift), stream);
                    }
                }
            }

            if ((c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.HasLost) != 0)
            {
                c.Shared.States[c.First + ConnectionFlags.Self] &= ~ConnectionFlags.HasLost;
                for (int stream = 0; stream < c.Shared.Streams; stream++)
                {
                    if ((c.Shared.States[c.First + stream] & (StreamState.KindMask | StreamState.Lost)) == (StreamState.Request | StreamState.Lost))
                    {
                        H3Closer.Abort(c, stream, H3Error.InternalError);
                    }
                }
            }
        }

        /// <summary>Makes one DATA frame of what a source has, and announces it.</summary>
        internal static void Pump(H3Context c, int body, int stream)
        {
            StreamedBodies streamed = c.Shared.Streamed;
            int number = c.Shared.States[c.First + stream] >> StreamState.NumberShift;
            BodySource source = c.Shared.Sources[number];
            int handle = c.Shared.Ints[(number * RequestLayout.IntsPerRequest) + RequestLayout.BodyHandle];
            long before = streamed.End(body);
            bool all = streamed.Pump(body, source, handle, c.SendAcknowledged(stream));
            bool over = all && source.IsEnded(handle);
            if (over)
            {
                c.Shared.States[c.First + stream] &= ~StreamState.Unending;
            }

            long end = streamed.End(body);
            if (over || end != before)
            {
                c.SetSendLimit(stream, end, over);
            }
        }
    }
}
