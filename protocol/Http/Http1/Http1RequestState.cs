// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>What remains of a request after its head is gone, and how a request is refused or dropped.</summary>
    internal static class Http1RequestState
    {
        /// <summary>Fills the shared request with what remains after the head is gone (HttpHandler.BeginBody lists it).</summary>
        internal static HttpRequest Restore(Http1Connection c)
        {
            HttpRequest request = c.Service.Request;
            request.Reset(c.Channel.ReadBuffer, c.Slot, c.Protocol);
            request.Method = c.Method;
            request.ContentLength = c.AnnouncedLength;
            request.ParameterNumber = c.ParameterNumber;
            return request;
        }

        /// <summary>Refuses the request: the response is sent when everything read is verified, and then the connection is closed.</summary>
        internal static bool Refuse(Http1Connection c, int status)
        {
            Drop(c);
            c.Target = (c.Target & ~0xFFFFFF) | (-status & 0xFFFF);
            c.Flags = (c.Flags & Http1Flags.PerConnection) | Http1Flags.CloseAsked | Http1Flags.Discard;
            c.State = Http1State.Complete;
            c.Deadline = long.MaxValue;
            return true;
        }

        internal static void Drop(Http1Connection c)
        {
            if ((c.Flags & Http1Flags.Begun) != 0)
            {
                c.Flags &= ~Http1Flags.Begun;
                try
                {
                    c.Service.Router.Handler(c.Route).AbortBody(Restore(c));
                }
                catch (System.Exception)
                {
                    c.Service.ErrorCount++;
                }
            }

            if (c.BodyIndex >= 0)
            {
                c.Service.Pool.Release(c.BodyIndex);
                c.BodyIndex = -1;
            }

            if ((c.Flags & Http1Flags.Retained) != 0)
            {
                c.Flags &= ~Http1Flags.Retained;
                c.Channel.ReleaseRetained();
            }
        }
    }
}
