// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <content>Responses: handlers are called, heads written, bodies read from their sources.</content>
    public sealed partial class Http1Connection
    {
        private void WriteContinue()
        {
            Http1Channel channel = _channel;
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
            _flags &= ~Expects;
        }

        private bool Dispatch(long now)
        {
            Http1Channel channel = _channel;
            int room = channel.Reserve();
            channel.Commit(0);
            int wanted = (channel.WriteBuffer.Length * 3) >> 2;
            if (room == 0 || (room < (wanted < 600 ? wanted : 600) && !channel.IsDrained))
            {
                return false;
            }

            HttpRequest request = _service.Request;
            if ((_flags & Fresh) == 0)
            {
                if (Route < 0 || (_flags & Streaming) != 0)
                {
                    Short();
                }
                else
                {
                    Parse(request, channel.ReadBuffer, (_flags & InPlace) != 0 ? channel.ReadOffset : 0);
                    _service.Route();
                }
            }

            if (_bodyIndex >= 0)
            {
                request.BodyIndex = _bodyIndex;
                _bodyIndex = -1;
            }

            _flags &= ~Begun;
            _service.Handle(Route, (_target >> MethodsShift) & 0xFF);
            if ((_flags & InPlace) != 0)
            {
                channel.Consume(_head);
            }
            else if ((_flags & Retained) != 0)
            {
                channel.ReleaseRetained();
            }

            _flags &= ~(Fresh | InPlace | Retained);
            _requests++;
            Respond(now);
            return true;
        }

        private void Respond(long now)
        {
            Http1Channel channel = _channel;
            HttpResponse response = _service.Response;
            if ((_flags & CloseNext) != 0
                || (Protocol == HttpProtocol.Http10 && (_flags & KeepAliveAsked) == 0)
                || _requests >= _service.Profile.RequestsPerConnection)
            {
                _flags |= CloseAsked;
            }

            int room = channel.Reserve();
            byte[] buffer = channel.WriteBuffer;
            int start = channel.WriteOffset;
            int head = WriteHead(response, buffer, start, room);
            bool split = false;
            if (head < 0)
            {
                // Does the client take small records only (RFC 8449), or are the handler's fields too many?
                split = true;
                start = buffer.Length >> 1;
                head = WriteHead(response, buffer, start, buffer.Length - start);
                if (head < 0)
                {
                    response.Fail(500);
                    head = WriteHead(response, buffer, start, buffer.Length - start);
                }
            }

            _source = response.Source;
            _number = response.Handle;
            _length = _source == null ? 0 : response.Length;
            _progress = 0;
            _since = now;
            _state = Responding;
            int status = response.Status;
            if (Method == HttpMethod.Head || status < 200 || status == 204 || status == 304)
            {
                DropSource();
                _length = 0;
            }

            if (split)
            {
                channel.Commit(0);
                if (!CommitSplit(buffer, start, head))
                {
                    Close();
                    return;
                }
            }
            else
            {
                int body = WriteBody(buffer, start + head, room - head);
                if (body < 0)
                {
                    channel.Commit(0);
                    Close();
                    return;
                }

                channel.Commit(head + body);
            }

            EndIfSent(now);
        }

        /// <summary>Sends a head that was composed in the rear half of the record buffer, in records as large as the client takes.</summary>
        private bool CommitSplit(byte[] buffer, int start, int length)
        {
            Http1Channel channel = _channel;
            int end = start + length;
            while (length >= 0 && start < end)
            {
                int room = channel.Reserve();
                int count = end - start < room ? end - start : room;
                int at = channel.WriteOffset;

                // 64: what a record adds at its end, and a KeyUpdate in front of it.
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

        private int WriteHead(HttpResponse response, byte[] buffer, int start, int room)
        {
            int status = response.Status;
            int flags = (_flags & CloseAsked) != 0 ? Http1ResponseHead.Close : 0;
            if (status < 200 || status == 204 || status == 304)
            {
                flags |= Http1ResponseHead.NoLength;
            }
            else if (response.Source != null && response.Length < 0)
            {
                if (Protocol == HttpProtocol.Http10)
                {
                    _flags |= CloseAsked;
                    flags = Http1ResponseHead.Close | Http1ResponseHead.NoLength;
                }
                else
                {
                    flags |= Http1ResponseHead.Chunked;
                }
            }

            if (Protocol == HttpProtocol.Http10)
            {
                flags |= Http1ResponseHead.KeepAlive;
            }

            return Http1ResponseHead.Write(response, _service, _altSvcPort, flags, buffer, start, room);
        }

        /// <summary>Writes what the source has and the room takes.</summary>
        /// <returns>Bytes, or -1 if the body is lost.</returns>
        private int WriteBody(byte[] buffer, int at, int room)
        {
            BodySource source = _source;
            if (source == null)
            {
                return 0;
            }

            long left;
            if (_length >= 0)
            {
                left = _length - _progress;
                int count = left < room ? (int)left : room;
                if (count <= 0)
                {
                    return 0;
                }

                count = source.Read(_number, _progress, buffer, at, count);
                if (count > 0)
                {
                    _progress += count;
                }

                return count;
            }

            bool ended = source.IsEnded(_number) || (_flags & EndStream) != 0;
            bool framed = Protocol != HttpProtocol.Http10;
            left = (_flags & EndStream) != 0 ? 0 : source.End(_number) - _progress;
            int space = framed ? room - 13 : room;
            int written = 0;
            if (left > 0 && space > 0)
            {
                int data = framed ? at + 6 : at;
                int count = source.Read(_number, _progress, buffer, data, left < space ? (int)left : space);
                if (count < 0)
                {
                    return -1;
                }

                if (count > 0)
                {
                    _progress += count;
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

            if (ended && left <= 0 && room - written >= 5)
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

                // Its length is known now: everything is out.
                _length = _progress;
            }

            return written;
        }

        private bool Continue(long now)
        {
            Http1Channel channel = _channel;
            if (_length < 0 && channel.IsPeerClosed)
            {
                Close();
                return false;
            }

            if (!HasWork)
            {
                return false;
            }

            int room = channel.Reserve();
            int wanted = channel.WriteBuffer.Length >> 1;
            if (room == 0 || (room < wanted && (_length < 0 || _length - _progress > room) && !channel.IsDrained))
            {
                channel.Commit(0);
                return false;
            }

            int count = WriteBody(channel.WriteBuffer, channel.WriteOffset, room);
            channel.Commit(count > 0 ? count : 0);
            if (count < 0)
            {
                Close();
                return false;
            }

            if (_source != null)
            {
                _source.Discard(_number, _progress);
            }

            EndIfSent(now);
            return count > 0;
        }

        private void EndIfSent(long now)
        {
            if (_length < 0 || _progress < _length)
            {
                return;
            }

            DropSource();
            if ((_flags & Discard) != 0 || ((_flags & CloseAsked) != 0 && _channel.ReadLength > 0))
            {
                _state = Lingering;
                _deadline = now + LingerTime;
                return;
            }

            if ((_flags & CloseAsked) != 0)
            {
                Close();
                return;
            }

            _flags &= PerConnection;
            _state = Head;
            _head = 0;
            _since = now;
            _deadline = now + _service.Profile.IdleTimeout;
        }

        private void DropSource()
        {
            BodySource source = _source;
            if (source != null)
            {
                _source = null;
                source.Release(_number);
            }
        }
    }
}
