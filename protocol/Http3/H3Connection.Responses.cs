// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <content>What goes out: heads from their buffers, bodies from their sources, by offset.</content>
    public sealed partial class H3Connection
    {
        /// <summary>HEADERS with :status 100: type, length, prefix of the section, index 63.</summary>
        private const int InterimLength = 6;

        // Type and length (two bytes) of the HEADERS frame.
        private const int HeadHeader = 3;

        /// <inheritdoc/>
        public override int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
        {
            int state = _streams[streamIndex];
            if ((state & KindMask) != Request)
            {
                return (state & KindMask) == LocalControl
                    ? ReadLocalControl(offset, destination, destinationOffset, count)
                    : _feedback == null || (state & KindMask) != LocalDecoder ? 0 : _feedback.Read(offset, destination, destinationOffset, count);
            }

            int number = state >> RequestShift;
            int written = 0;
            int head = _headEnds[number];
            if (offset < head)
            {
                written = head - (int)offset;
                if (written > count)
                {
                    written = count;
                }

                Array.Copy(_heads, (number * _shared.Profile.ResponseHead) + (int)offset, destination, destinationOffset, written);
                if (written == count)
                {
                    return written;
                }

                offset += written;
            }

            BodySource source = _sources[number];
            if (source == null)
            {
                return written;
            }

            int got;
            if ((state & Framed) != 0)
            {
                got = FindStreamed(streamIndex).Read(source, _handles[number], offset, destination, destinationOffset + written, count - written);
            }
            else
            {
                got = source.Read(_handles[number], offset - head, destination, destinationOffset + written, count - written);
            }

            if (got < 0)
            {
                // Called while a packet is being composed: the stream is reset afterwards.
                _streams[streamIndex] |= Lost;
                _lost = 1;
                return written;
            }

            return written + got;
        }

        /// <summary>Turns what event streams have written into frames. Call it before the endpoint is polled for output.</summary>
        public void PumpBodies()
        {
            for (int i = 0; i < _streamed.Length; i++)
            {
                StreamedBody body = _streamed[i];
                int stream = body.Stream;
                if (stream >= 0 && (_streams[stream] & Unending) != 0)
                {
                    Pump(body, stream);
                }
            }

            if (_lost != 0)
            {
                _lost = 0;
                for (int stream = 0; stream < _streams.Length; stream++)
                {
                    if ((_streams[stream] & (KindMask | Lost)) == (Request | Lost))
                    {
                        Abort(stream, H3Error.InternalError);
                    }
                }
            }
        }

        private void Pump(StreamedBody body, int stream)
        {
            int number = _streams[stream] >> RequestShift;
            BodySource source = _sources[number];
            long before = body.End;
            bool all = body.Pump(source, _handles[number], _transport.SendAcknowledged(stream));
            bool over = all && source.IsEnded(_handles[number]);
            if (over)
            {
                _streams[stream] &= ~Unending;
            }

            if (over || body.End != before)
            {
                _transport.SetSendLimit(stream, body.End, over);
            }
        }

        private StreamedBody FindStreamed(int stream)
        {
            for (int i = 0; i < _streamed.Length; i++)
            {
                if (_streamed[i].Stream == stream)
                {
                    return _streamed[i];
                }
            }

            return null;
        }

        private long StreamedEnd(int stream)
        {
            StreamedBody body = FindStreamed(stream);
            return body == null ? long.MaxValue : body.End;
        }

        private int ReadLocalControl(long offset, byte[] destination, int at, int count)
        {
            byte[] preface = _shared.Preface;
            int written = 0;
            while (written < count)
            {
                int position = (int)offset + written;
                int octet;
                if (position < preface.Length)
                {
                    octet = preface[position];
                }
                else
                {
                    // GOAWAY with an id of eight bytes.
                    position -= preface.Length;
                    if (position >= GoAwayLength)
                    {
                        break;
                    }

                    octet = position == 0 ? H3FrameType.GoAway : position == 1 ? 8 : (int)(_goAway >> ((9 - position) << 3)) & 0xFF;
                    if (position == 2)
                    {
                        octet |= 0xC0;
                    }
                }

                destination[at + written++] = (byte)octet;
            }

            return written;
        }

        /// <summary>100 (Continue), if the client waits for it (RFC 9114 section 4.1).</summary>
        private void Continue(int stream)
        {
            int state = _streams[stream];
            if (_shared.Reader.Expectation != 100 || (state & Continued) != 0)
            {
                return;
            }

            int number = state >> RequestShift;
            int at = number * _shared.Profile.ResponseHead;
            byte[] heads = _heads;
            heads[at] = H3FrameType.Headers;
            heads[at + 1] = 4;
            int end = FieldSectionWriter.WritePrefix(heads, at + 2, at + InterimLength);
            FieldSectionWriter.WriteStatus(heads, end, at + InterimLength, 100);
            _headEnds[number] = InterimLength;
            _streams[stream] = state | Continued;
            _transport.SetSendLimit(stream, InterimLength, false);
        }

        /// <summary>Answers with a status alone, whatever the client still sends.</summary>
        private void Refuse(int stream, int status, long now)
        {
            int state = _streams[stream];
            int number = state >> RequestShift;
            if ((state & Streaming) != 0)
            {
                _streams[stream] = state & ~Streaming;
                AbortBody(number);
            }

            ReleaseBuffers(number);
            RestoreRequest(number);
            if ((state & HeadRead) == 0 && status == 431)
            {
                // The method was not read to its end; a body of none suits every method.
                _routes[number] = 0;
            }

            if (_feedback != null && (state & (HeadRead | Buffered)) != HeadRead)
            {
                _streams[stream] &= ~Buffered;
                CancelSection(stream);
            }

            Answer(stream, -status, now);
        }

        /// <summary>Lets the route's handler answer (or a status, negative), and sends that. The shared request is filled.</summary>
        private void Answer(int stream, int route, long now)
        {
            HttpService service = _shared.Service;
            int number = _streams[stream] >> RequestShift;
            service.Handle(route, (_routes[number] >> 20) & 0xFF);
            Respond(stream, now);
            int state = _streams[stream];
            if ((state & Ended) == 0)
            {
                // RFC 9114 section 4.1: the answer is complete before the request, which is not needed any more.
                _streams[stream] = state | Ended;
                if (!_transport.IsReceiveComplete(stream))
                {
                    _transport.StopSending(stream, H3Error.NoError);
                }

                int available = _transport.AvailableLength(stream);
                if (available > 0)
                {
                    _transport.Consume(stream, available);
                }
            }
        }

        private void Respond(int stream, long now)
        {
            HttpResponse response = _shared.Service.Response;
            int number = _streams[stream] >> RequestShift;
            int start = number * _shared.Profile.ResponseHead;
            bool isHead = ((_routes[number] >> 16) & 0xF) == HttpMethod.Head;
            StreamedBody streamed = null;
            if (response.Source != null && response.Length < 0 && !isHead)
            {
                streamed = FindStreamed(-1);
                if (streamed == null)
                {
                    response.Fail(503);
                    response.Add(HeaderField.RetryAfter1);
                }
            }

            int at = WriteHead(response, start + _headEnds[number], start + _shared.Profile.ResponseHead);
            if (at < 0)
            {
                response.Fail(500);
                streamed = null;
                at = WriteHead(response, start + _headEnds[number], start + _shared.Profile.ResponseHead);
            }

            bool hasBody = response.Source != null && !isHead && response.Status >= 200 && response.Status != 204 && response.Status != 304;
            long length = hasBody ? response.Length : 0;
            if (!hasBody && response.Source != null)
            {
                response.Source.Release(response.Handle);
            }

            if (length > 0)
            {
                _heads[at++] = H3FrameType.Data;
                at = H3Integer.Write(_heads, at, length);
            }

            at -= start;
            _headEnds[number] = at;
            _sources[number] = hasBody ? response.Source : null;
            _handles[number] = response.Handle;
            _counts[number] = 0;
            SetDeadline(number, now + _shared.Service.Profile.WriteTimeout);
            _streams[stream] |= Responded;
            if (hasBody && length < 0)
            {
                _streams[stream] |= Unending | Framed;
                streamed.Begin(stream, at);
                _transport.SetSendLimit(stream, at, false);
                Pump(streamed, stream);
            }
            else
            {
                _transport.SetSendLimit(stream, at + length, true);
            }

            response.Source = null;
        }

        /// <summary>Writes the HEADERS frame.</summary>
        /// <returns>The index after it, or -1 if there is no room (a DATA frame header of 9 bytes fits behind it).</returns>
        private int WriteHead(HttpResponse response, int start, int limit)
        {
            byte[] heads = _heads;
            byte[] scratch = _shared.Scratch;
            byte[] fields = response.Fields;
            int status = response.Status;
            int end = limit - 9;
            int at = FieldSectionWriter.WritePrefix(heads, start + HeadHeader, end);
            at = FieldSectionWriter.WriteStatus(heads, at, end, status);
            int date = _shared.Service.WriteDate(scratch, 0);
            if (date > 0)
            {
                at = FieldSectionWriter.WriteField(heads, at, end, HeaderId.Date, scratch, 0, date);
            }

            if (status != 204 && status != 304 && status >= 200 && (response.Source == null || response.Length >= 0))
            {
                long length = response.Source == null ? 0 : response.Length;
                at = length == 0
                    ? FieldSectionWriter.WriteEntry(heads, at, end, HeaderField.ContentLength0)
                    : FieldSectionWriter.WriteNumber(heads, at, end, HeaderId.ContentLength, length);
            }

            int position = 0;
            while (position < response.FieldsLength && at >= 0)
            {
                int id = fields[position];
                int length = fields[position + 1];
                position += 2;
                if (length == 255)
                {
                    at = FieldSectionWriter.WriteEntry(heads, at, end, id);
                }
                else
                {
                    at = FieldSectionWriter.WriteField(heads, at, end, id, fields, position, length);
                    position += length;
                }
            }

            if (at < 0)
            {
                return -1;
            }

            int section = at - start - HeadHeader;
            heads[start] = H3FrameType.Headers;
            heads[start + 1] = (byte)(0x40 | (section >> 8));
            heads[start + 2] = (byte)section;
            return at;
        }

        private void ReleaseBuffers(int number)
        {
            int buffers = _buffers[number];
            BodyPool pool = _shared.Service.Pool;
            if ((buffers & 0xFF) != NoBuffer)
            {
                pool.Release(buffers & 0xFF);
            }

            if (buffers >> 8 != NoBuffer)
            {
                pool.Release(buffers >> 8);
            }

            _buffers[number] = NoBuffer | (NoBuffer << 8);
        }

        private void ReleaseBody(int number)
        {
            BodySource source = _sources[number];
            StreamedBody streamed = FindStreamed(_owners[number]);
            if (streamed != null)
            {
                streamed.Stream = -1;
            }

            if (source != null)
            {
                _sources[number] = null;
                source.Release(_handles[number]);
            }
        }
    }
}
