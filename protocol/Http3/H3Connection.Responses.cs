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
            int state = _ints[streamIndex];
            if ((state & KindMask) != Request)
            {
                return (state & KindMask) == LocalControl
                    ? ReadLocalControl(offset, destination, destinationOffset, count)
                    : _feedback == null || (state & KindMask) != LocalDecoder ? 0 : _feedback.Read(offset, destination, destinationOffset, count);
            }

            int number = state >> RequestShift;
            int written = 0;
            int head = _ints[_streamCount + (number * IntsPerRequest) + HeadEnd];
            if (offset < head)
            {
                written = head - (int)offset;
                if (written > count)
                {
                    written = count;
                }

                int buffer = _ints[_streamCount + (number * IntsPerRequest) + Buffers] & 0xFF;
                if (buffer == NoBuffer || (state & Responded) == 0)
                {
                    Array.Copy(_heads, (number * _shared.Profile.ResponseHead) + (int)offset, destination, destinationOffset, written);
                }
                else
                {
                    BodyPool pool = _shared.Service.Pool;
                    Array.Copy(pool.Memory, pool.Offset(buffer) + (int)offset, destination, destinationOffset, written);
                }

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
                got = FindStreamed(_firstSlot + number).Read(source, _ints[_streamCount + (number * IntsPerRequest) + Handle], offset, destination, destinationOffset + written, count - written);
            }
            else
            {
                got = source.Read(_ints[_streamCount + (number * IntsPerRequest) + Handle], offset - head, destination, destinationOffset + written, count - written);
            }

            if (got < 0)
            {
                // Called while a packet is being composed: the stream is reset afterwards.
                _ints[streamIndex] |= Lost;
                _state |= HasLost;
                return written;
            }

            return written + got;
        }

        /// <summary>Turns what event streams have written into frames. Call it before the endpoint is polled for output.</summary>
        public void PumpBodies()
        {
            if ((_state & HasStreamed) != 0)
            {
                _state &= ~HasStreamed;
                for (int stream = 0; stream < _streamCount; stream++)
                {
                    if ((_ints[stream] & (KindMask | Unending)) == (Request | Unending))
                    {
                        _state |= HasStreamed;
                        Pump(FindStreamed(_firstSlot + (_ints[stream] >> RequestShift)), stream);
                    }
                }
            }

            if ((_state & HasLost) != 0)
            {
                _state &= ~HasLost;
                for (int stream = 0; stream < _streamCount; stream++)
                {
                    if ((_ints[stream] & (KindMask | Lost)) == (Request | Lost))
                    {
                        Abort(stream, H3Error.InternalError);
                    }
                }
            }
        }

        private void Pump(StreamedBody body, int stream)
        {
            int number = _ints[stream] >> RequestShift;
            BodySource source = _sources[number];
            long before = body.End;
            bool all = body.Pump(source, _ints[_streamCount + (number * IntsPerRequest) + Handle], _transport.SendAcknowledged(stream));
            bool over = all && source.IsEnded(_ints[_streamCount + (number * IntsPerRequest) + Handle]);
            if (over)
            {
                _ints[stream] &= ~Unending;
            }

            if (over || body.End != before)
            {
                _transport.SetSendLimit(stream, body.End, over);
            }
        }

        /// <summary>The frames of a response by HttpRequest.Slot; -1 finds an unused one.</summary>
        private StreamedBody FindStreamed(int slot)
        {
            StreamedBody[] streamed = _shared.Streamed;
            for (int i = 0; i < streamed.Length; i++)
            {
                if (streamed[i].Slot == slot)
                {
                    return streamed[i];
                }
            }

            return null;
        }

        private long StreamedEnd(int stream)
        {
            StreamedBody body = FindStreamed(_firstSlot + (_ints[stream] >> RequestShift));
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
            int state = _ints[stream];
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
            _ints[_streamCount + (number * IntsPerRequest) + HeadEnd] = InterimLength;
            _ints[stream] = state | Continued;
            _transport.SetSendLimit(stream, InterimLength, false);
        }

        /// <summary>Answers with a status alone, whatever the client still sends.</summary>
        private void Refuse(int stream, int status, long now)
        {
            // It waits for nothing more: what is left of it is a response, with a response's time limit.
            int state = _ints[stream];
            int number = state >> RequestShift;
            _ints[stream] = state & ~(Streaming | Waiting | HeadChecked);
            if ((state & Streaming) != 0)
            {
                AbortBody(number);
            }

            ReleaseBuffers(number);
            RestoreRequest(number);
            if ((state & HeadRead) == 0 && status == 431)
            {
                // The method was not read to its end; a body of none suits every method.
                _ints[_streamCount + (number * IntsPerRequest) + RouteOf] = 0;
            }

            if (_feedback != null && (state & (HeadRead | Buffered)) != HeadRead)
            {
                _ints[stream] &= ~Buffered;
                CancelSection(stream);
            }

            Answer(stream, -status, now);
        }

        /// <summary>Lets the route's handler answer (or a status, negative), and sends that. The shared request is filled.</summary>
        private void Answer(int stream, int route, long now)
        {
            HttpService service = _shared.Service;
            int number = _ints[stream] >> RequestShift;
            service.Handle(route, (_ints[_streamCount + (number * IntsPerRequest) + RouteOf] >> 20) & 0xFF);
            Respond(stream, now);
            int state = _ints[stream];
            if ((state & Ended) == 0)
            {
                // RFC 9114 section 4.1: the answer is complete before the request, which is not needed any more.
                _ints[stream] = state | Ended;
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
            int number = _ints[stream] >> RequestShift;
            int size = _shared.Profile.ResponseHead;
            int start = number * size;
            bool isHead = ((_ints[_streamCount + (number * IntsPerRequest) + RouteOf] >> 16) & 0xF) == HttpMethod.Head;
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

            int begun = _ints[_streamCount + (number * IntsPerRequest) + HeadEnd];
            byte[] heads = _heads;
            int at = WriteHead(response, heads, start + begun, start + size);
            if (at < 0)
            {
                // Longer than most: in a buffer of the pool, if there is one.
                BodyPool pool = _shared.Service.Pool;
                int index = pool.Claim();
                if (index >= 0)
                {
                    int offset = pool.Offset(index);
                    Array.Copy(heads, start, pool.Memory, offset, begun);
                    at = WriteHead(response, pool.Memory, offset + begun, offset + pool.Size);
                    if (at < 0)
                    {
                        pool.Release(index);
                    }
                    else
                    {
                        _ints[_streamCount + (number * IntsPerRequest) + Buffers] = index | (NoBuffer << 8);
                        heads = pool.Memory;
                        start = offset;
                    }
                }

                if (at < 0)
                {
                    response.Fail(500);
                    streamed = null;
                    at = WriteHead(response, heads, start + begun, start + size);
                }
            }

            bool hasBody = response.Source != null && !isHead && response.Status >= 200 && response.Status != 204 && response.Status != 304;
            long length = hasBody ? response.Length : 0;
            if (!hasBody && response.Source != null)
            {
                response.Source.Release(response.Handle);
            }

            if (length > 0)
            {
                heads[at++] = H3FrameType.Data;
                at = H3Integer.Write(heads, at, length);
            }

            at -= start;
            _ints[_streamCount + (number * IntsPerRequest) + HeadEnd] = at;
            _sources[number] = hasBody ? response.Source : null;
            _ints[_streamCount + (number * IntsPerRequest) + Handle] = response.Handle;
            _longs[_streamCount + (number * LongsPerRequest) + Count] = 0;
            SetDeadline(number, now + _shared.Profile.ResponseTimeout);
            _ints[stream] |= Responded;
            if (hasBody && length < 0)
            {
                _ints[stream] |= Unending | Framed;
                streamed.Begin(_firstSlot + number, at);
                _state |= HasStreamed;
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
        private int WriteHead(HttpResponse response, byte[] heads, int start, int limit)
        {
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
            int buffers = _ints[_streamCount + (number * IntsPerRequest) + Buffers];
            BodyPool pool = _shared.Service.Pool;
            if ((buffers & 0xFF) != NoBuffer)
            {
                pool.Release(buffers & 0xFF);
            }

            if (buffers >> 8 != NoBuffer)
            {
                pool.Release(buffers >> 8);
            }

            _ints[_streamCount + (number * IntsPerRequest) + Buffers] = NoBuffer | (NoBuffer << 8);
        }

        private void ReleaseBody(int number)
        {
            BodySource source = _sources[number];
            StreamedBody streamed = FindStreamed(_firstSlot + number);
            if (streamed != null)
            {
                streamed.Slot = -1;
            }

            if (source != null)
            {
                _sources[number] = null;
                source.Release(_ints[_streamCount + (number * IntsPerRequest) + Handle]);
            }
        }
    }
}
