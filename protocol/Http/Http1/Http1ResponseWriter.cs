// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Responses: the handler is called, the head written, the body read from its source and framed.</summary>
    internal static class Http1ResponseWriter
    {
        private const long LingerTime = 2000000;

        internal static void WriteContinue(Http1Connection c)
        {
            Http1Channel channel = c.Channel;
            if (channel.Reserve() < 64)
            {
                channel.Commit(0);
                return;
            }

            // "HTTP/1.1 100 Continue" and an empty line.
            byte[] buffer = channel.WriteBuffer;
            int at = channel.WriteOffset;
            ulong word = 0x312E312F50545448UL;
            for (int i = 0; i < 25; i++)
            {
                if (i == 8)
                {
                    word = 0x6E6F432030303120UL;
                }
                else if (i == 16)
                {
                    word = 0x0A0D65756E6974UL;
                }
                else if (i == 23)
                {
                    word = 0x0A0DUL;
                }

                buffer[at + i] = (byte)word;
                word >>= 8;
            }

            channel.Commit(25);
            c.Flags &= ~Http1Flags.Expects;
        }

        /// <summary>Has a complete request handled, if there is room for the head of its response. Returns false if it must wait.</summary>
        internal static bool Dispatch(Http1Connection c)
        {
            Http1Channel channel = c.Channel;
            int room = channel.Reserve();
            channel.Commit(0);
            int wanted = (channel.WriteCapacity * 3) >> 2;
            if (room == 0 || (room < (wanted < 600 ? wanted : 600) && !channel.IsDrained))
            {
                return false;
            }

            HttpRequest request = c.Service.Request;
            if ((c.Flags & Http1Flags.Fresh) == 0)
            {
                if (c.Route < 0 || (c.Flags & Http1Flags.Streaming) != 0)
                {
                    Http1RequestState.Restore(c);
                }
                else
                {
                    Http1RequestReader.Parse(c, request, channel.ReadBuffer, (c.Flags & Http1Flags.InPlace) != 0 ? channel.ReadOffset : 0);
                    c.Service.Route();
                }
            }

            if (c.BodyIndex >= 0)
            {
                request.BodyIndex = c.BodyIndex;
                c.BodyIndex = -1;
            }

            c.Flags &= ~Http1Flags.Begun;
            TunnelHandler tunnel = c.Service.Tunnel(c.Route);
            if (tunnel == null)
            {
                c.Service.Handle(c.Route, (c.Target >> Http1Target.MethodsShift) & 0xFF);
            }
            else if (c.Service.Open(tunnel, 101))
            {
                c.Flags |= Http1Flags.CloseAsked;
            }

            if ((c.Flags & Http1Flags.InPlace) != 0)
            {
                channel.Consume(c.HeadLength);
            }
            else if ((c.Flags & Http1Flags.Retained) != 0)
            {
                channel.ReleaseRetained();
            }

            c.Flags &= ~(Http1Flags.Fresh | Http1Flags.InPlace | Http1Flags.Retained);
            c.RequestTotal++;
            return true;
        }

        internal static void Respond(Http1Connection c, long now)
        {
            Http1Channel channel = c.Channel;
            HttpResponse response = c.Service.Response;
            if ((c.Flags & Http1Flags.CloseNext) != 0
                || (c.Protocol == HttpProtocol.Http10 && (c.Flags & Http1Flags.KeepAliveAsked) == 0)
                || c.RequestTotal >= c.Service.Profile.RequestsPerConnection)
            {
                c.Flags |= Http1Flags.CloseAsked;
            }

            int room = channel.Reserve();
            byte[] buffer = channel.WriteBuffer;
            int start = channel.WriteOffset;
            int head = WriteHead(c, response, buffer, start, room);
            bool split = false;
            if (head < 0)
            {
                // Either the client takes small records only (RFC 8449), or the fields are too long.
                split = true;
                start = buffer.Length >> 1;
                head = WriteHead(c, response, buffer, start, buffer.Length - start);
                if (head < 0)
                {
                    response.Fail(500);
                    head = WriteHead(c, response, buffer, start, buffer.Length - start);
                }
            }

            c.Source = response.Source;
            c.BodyHandle = response.Handle;
            c.ResponseLength = c.Source == null ? 0 : response.Length;
            c.SentLength = 0;
            c.Since = now;
            c.State = response.Status == 101 ? Http1State.Tunneling : Http1State.Responding;
            int status = response.Status;
            if (c.Method == HttpMethod.Head || (status < 200 && status != 101) || status == 204 || status == 304)
            {
                DropSource(c);
                c.ResponseLength = 0;
            }

            if (split)
            {
                channel.Commit(0);
                if (!CommitSplit(c, buffer, start, head))
                {
                    c.Close();
                    return;
                }
            }
            else
            {
                int body = WriteBody(c, buffer, start + head, room - head);
                if (body < 0)
                {
                    channel.Commit(0);
                    c.Close();
                    return;
                }

                channel.Commit(head + body);
            }

            EndIfSent(c, now);
        }

        /// <summary>Sends a head that was composed in the second half of the record buffer, in records as large as the client takes.</summary>
        internal static bool CommitSplit(Http1Connection c, byte[] buffer, int start, int length)
        {
            Http1Channel channel = c.Channel;
            int end = start + length;
            while (length >= 0 && start < end)
            {
                int room = channel.Reserve();
                int count = end - start < room ? end - start : room;
                int at = channel.WriteOffset;

                // 64: the end of a record, and a KeyUpdate before it.
                if (count == 0 || at + count + 64 > start + count)
                {
                    channel.Commit(0);
                    return false;
                }

                System.Array.Copy(buffer, start, buffer, at, count);
                channel.Commit(count);
                start += count;
            }

            return length >= 0;
        }

        internal static int WriteHead(Http1Connection c, HttpResponse response, byte[] buffer, int start, int room)
        {
            int status = response.Status;
            int flags = (c.Flags & Http1Flags.CloseAsked) != 0 ? Http1ResponseHead.Close : 0;
            if (status == 101)
            {
                return Http1ResponseHead.Write(response, c.Service, 0, Http1ResponseHead.NoLength | Http1ResponseHead.Upgrade, buffer, start, room);
            }

            if (status < 200 || status == 204 || status == 304)
            {
                flags |= Http1ResponseHead.NoLength;
            }
            else if (response.Source != null && response.Length < 0)
            {
                if (c.Protocol == HttpProtocol.Http10)
                {
                    c.Flags |= Http1Flags.CloseAsked;
                    flags = Http1ResponseHead.Close | Http1ResponseHead.NoLength;
                }
                else
                {
                    flags |= Http1ResponseHead.Chunked;
                }
            }

            if (c.Protocol == HttpProtocol.Http10)
            {
                flags |= Http1ResponseHead.KeepAlive;
            }

            return Http1ResponseHead.Write(response, c.Service, c.AltSvcPort, flags, buffer, start, room);
        }

        /// <summary>Writes as much of the body as the source has and the room takes.</summary>
        /// <returns>Bytes written, or -1 if the body is lost.</returns>
        internal static int WriteBody(Http1Connection c, byte[] buffer, int at, int room)
        {
            BodySource source = c.Source;
            if (source == null)
            {
                return 0;
            }

            long left;
            if (c.ResponseLength >= 0)
            {
                left = c.ResponseLength - c.SentLength;
                int count = left < room ? (int)left : room;
                if (count <= 0)
                {
                    return 0;
                }

                count = source.Read(c.BodyHandle, c.SentLength, buffer, at, count);
                if (count > 0)
                {
                    c.SentLength += count;
                }

                return count;
            }

            bool ended = source.IsEnded(c.BodyHandle) || (c.Flags & Http1Flags.EndStream) != 0;
            bool framed = c.Protocol != HttpProtocol.Http10 && c.State != Http1State.Tunneling;
            left = (c.Flags & Http1Flags.EndStream) != 0 ? 0 : source.End(c.BodyHandle) - c.SentLength;
            int space = framed ? room - 13 : room;
            int written = 0;
            if (left > 0 && space > 0)
            {
                int data = framed ? at + 6 : at;
                int count = source.Read(c.BodyHandle, c.SentLength, buffer, data, left < space ? (int)left : space);
                if (count < 0)
                {
                    return -1;
                }

                if (count > 0)
                {
                    c.SentLength += count;
                    left -= count;
                    written = count;
                    if (framed)
                    {
                        for (int i = 0; i < 4; i++)
                        {
                            int digit = (count >> (12 - (i << 2))) & 15;
                            buffer[at + i] = (byte)(digit < 10 ? 48 + digit : 87 + digit);
                        }

                        buffer[at + 4] = 13;
                        buffer[at + 5] = 10;
                        buffer[data + count] = 13;
                        buffer[data + count + 1] = 10;
                        written = count + 8;
                    }
                }
            }

            if (ended && left <= 0 && (!framed || room - written >= 5))
            {
                if (framed)
                {
                    at += written;
                    buffer[at] = 48;
                    buffer[at + 1] = 13;
                    buffer[at + 2] = 10;
                    buffer[at + 3] = 13;
                    buffer[at + 4] = 10;
                    written += 5;
                }

                // Its length is known now: everything is written.
                c.ResponseLength = c.SentLength;
            }

            return written;
        }

        internal static bool Continue(Http1Connection c, long now)
        {
            Http1Channel channel = c.Channel;
            if (c.State == Http1State.Responding && c.ResponseLength < 0 && channel.IsPeerClosed)
            {
                c.Close();
                return false;
            }

            if (!c.HasWork)
            {
                return false;
            }

            int room = channel.Reserve();
            int wanted = channel.WriteCapacity >> 3;
            if (room == 0 || (room < wanted && (c.ResponseLength < 0 || c.ResponseLength - c.SentLength > room) && !channel.IsDrained))
            {
                channel.Commit(0);
                return false;
            }

            int count = WriteBody(c, channel.WriteBuffer, channel.WriteOffset, room);
            channel.Commit(count > 0 ? count : 0);
            if (count < 0)
            {
                c.Close();
                return false;
            }

            if (c.Source != null)
            {
                c.Source.Discard(c.BodyHandle, c.SentLength);
            }

            EndIfSent(c, now);
            return count > 0;
        }

        internal static void EndIfSent(Http1Connection c, long now)
        {
            if (c.ResponseLength < 0 || c.SentLength < c.ResponseLength)
            {
                return;
            }

            DropSource(c);
            if ((c.Flags & Http1Flags.Discard) != 0 || ((c.Flags & Http1Flags.CloseAsked) != 0 && c.Channel.ReadLength > 0))
            {
                c.State = Http1State.Lingering;
                c.Deadline = now + LingerTime;
                return;
            }

            if ((c.Flags & Http1Flags.CloseAsked) != 0 || (c.Channel.IsPeerClosed && c.Channel.ReadLength == 0))
            {
                c.Close();
                return;
            }

            c.Flags &= Http1Flags.PerConnection;
            c.State = Http1State.Head;
            c.HeadLength = 0;
            c.Since = now;
            c.Deadline = now + c.Service.Profile.IdleTimeout;
        }

        internal static void DropSource(Http1Connection c)
        {
            BodySource source = c.Source;
            if (source != null)
            {
                c.Source = null;
                source.Release(c.BodyHandle);
            }
        }
    }
}
