// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>The body of a request: by its length or chunked, to a streaming handler or into a buffer of the pool.</summary>
    internal static class Http1BodyReader
    {
        // Chunks that are read in one call; a client may make them as small as a byte.
        private const int ChunksAtOnce = 48;

        internal static bool Read(Http1Connection c, long now)
        {
            Http1Channel channel = c.Channel;
            int length = channel.ReadLength;
            if (length == 0)
            {
                if (channel.IsPeerClosed)
                {
                    c.Close();
                    return false;
                }

                if ((c.Flags & Http1Flags.Expects) != 0 && channel.IsVerified)
                {
                    Http1ResponseWriter.WriteContinue(c);
                }

                return false;
            }

            c.Flags &= ~Http1Flags.Expects;
            int offset = channel.ReadOffset;
            c.Deadline += (long)length * c.Service.Profile.MicrosecondsPerByte;
            if ((c.Flags & Http1Flags.Chunked) == 0)
            {
                int count = length > c.BodyLeft ? (int)c.BodyLeft : length;
                if (!Deliver(c, channel.ReadBuffer, offset, count))
                {
                    return true;
                }

                c.BodyLeft -= count;
                channel.Consume(count);
                if (c.BodyLeft == 0)
                {
                    c.State = Http1State.Complete;
                    c.Deadline = long.MaxValue;
                }

                return true;
            }

            ChunkedDecoder chunks = c.Chunks;
            int at = offset;
            int end = offset + length;
            int left = ChunksAtOnce;
            while (at < end && !chunks.IsOver)
            {
                if (left-- == 0)
                {
                    c.Flags |= Http1Flags.Unfinished;
                    break;
                }

                long data = chunks.DataLeft;
                if (data > 0)
                {
                    int count = data > end - at ? end - at : (int)data;
                    if (!Deliver(c, channel.ReadBuffer, at, count))
                    {
                        return true;
                    }

                    chunks.Take(count);
                    at += count;
                }
                else
                {
                    int count = chunks.Skip(channel.ReadBuffer, at, end - at);
                    if (count < 0)
                    {
                        return Http1RequestState.Refuse(c, 400);
                    }

                    at += count;
                }
            }

            channel.Consume(at - offset);
            if (chunks.IsOver)
            {
                c.State = Http1State.Complete;
                c.Deadline = long.MaxValue;
            }

            return true;
        }

        internal static bool Deliver(Http1Connection c, byte[] buffer, int offset, int count)
        {
            if ((c.Flags & Http1Flags.Streaming) == 0)
            {
                if (!c.Service.Pool.Append(c.BodyIndex, buffer, offset, count))
                {
                    Http1RequestState.Refuse(c, 413);
                    return false;
                }

                return true;
            }

            try
            {
                c.Service.Router.Handler(c.Route).Body(Http1RequestState.Restore(c), buffer, offset, count);
                return true;
            }
            catch (System.Exception)
            {
                Http1RequestState.Refuse(c, 500);
                return false;
            }
        }
    }
}
