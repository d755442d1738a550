// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <content>What goes out: heads from their buffers, bodies from their sources, by offset.</content>
    public abstract partial class H3Connection
    {
        /// <summary>HEADERS with :status 100: type, length, prefix of the section, index 63.</summary>
        private const int InterimLength = 6;

        // Type and length (two bytes) of the HEADERS frame.
        private const int HeadHeader = 3;

        // A literal field with the static table's name "date", and its bytes with the length of the value.
        private const int DateName = 0x50 | HeaderId.Date;
        private const int DateLength = 2 + HttpDate.Length;

        /// <inheritdoc/>
        public override int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
        {
            int state = _states[streamIndex];
            if ((state & KindMask) != Request)
            {
                return (state & KindMask) == LocalControl
                    ? ReadLocalControl((int)offset, destination, destinationOffset, count)
                    : (state & KindMask) == LocalDecoder ? Feedback.Read(offset, destination, destinationOffset, count) : 0;
            }

            H3Shared shared = _shared;
            int number = state >> NumberShift;
            int written = 0;
            int head = (state & Responded) != 0 ? shared.Ints[(number * IntsPerRequest) + Place] & 0xFFFF : (state & Continued) != 0 ? InterimLength : 0;
            if (offset < head)
            {
                written = CopyHead(number, (state & Responded) != 0, head, (int)offset, destination, destinationOffset, count);
                if (written == count)
                {
                    return written;
                }

                offset += written;
            }

            BodySource source = shared.Sources[number];
            if (source == null)
            {
                return written;
            }

            int handle = shared.Ints[(number * IntsPerRequest) + Handle];
            int got = (state & Framed) != 0
                ? shared.Streamed.Read(shared.Streamed.Find(number), source, handle, offset, destination, destinationOffset + written, count - written)
                : source.Read(handle, offset - head, destination, destinationOffset + written, count - written);

            if (got < 0)
            {
                // Called while a packet is being composed: the stream is reset afterwards.
                _states[streamIndex] |= Lost;
                _state |= HasLost;
                return written;
            }

            return written + got;
        }

        /// <summary>Copies a part of what comes before the body.</summary>
        private int CopyHead(int number, bool responded, int length, int offset, byte[] destination, int at, int count)
        {
            H3Shared shared = _shared;
            int place = responded ? shared.Ints[(number * IntsPerRequest) + Place] : NoBuffer << BufferShift;
            int kept = length - ((place >> TailShift) & 0xFF);
            int end = at + (count < length - offset ? count : length - offset);
            int from = at;
            if (offset < kept)
            {
                byte[] heads = shared.Heads;
                int start = number * shared.Profile.ResponseHead;
                int buffer = (place >> BufferShift) & 0xFF;
                if (buffer != NoBuffer)
                {
                    heads = shared.Service.Pool.Memory;
                    start = shared.Service.Pool.Offset(buffer);
                }

                int part = end - at < kept - offset ? end - at : kept - offset;
                Array.Copy(heads, start + offset, destination, at, part);
                at += part;
                offset += part;
            }

            if (at < end)
            {
                WriteTail(number);
                Array.Copy(shared.Scratch, offset - kept, destination, at, end - at);
            }

            return end - from;
        }

        /// <summary>
        /// Writes the end of a response's head into Scratch: Date, and the header of the DATA frame. Both are made again from the time and the
        /// length, which take less memory than their bytes.
        /// </summary>
        private void WriteTail(int number)
        {
            H3Shared shared = _shared;
            byte[] scratch = shared.Scratch;
            long time = shared.Longs[(number * LongsPerRequest) + Left];
            long length = shared.Longs[(number * LongsPerRequest) + Length];
            int at = 0;
            if (time > 0)
            {
                scratch[0] = DateName;
                scratch[1] = HttpDate.Length;
                HttpDate.Write(time, scratch, 2);
                at = DateLength;
            }

            if (length > 0)
            {
                scratch[at] = H3FrameType.Data;
                H3Integer.Write(scratch, at + 1, length);
            }
        }

        /// <summary>Turns what event streams have written into frames. Call it before the endpoint is polled for output.</summary>
        public void PumpBodies()
        {
            if ((_state & HasStreamed) != 0)
            {
                _state &= ~HasStreamed;
                for (int stream = 0; stream < _states.Length; stream++)
                {
                    if ((_states[stream] & (KindMask | Unending)) == (Request | Unending))
                    {
                        _state |= HasStreamed;
                        Pump(_shared.Streamed.Find(_states[stream] >> NumberShift), stream);
                    }
                }
            }

            if ((_state & HasLost) != 0)
            {
                _state &= ~HasLost;
                for (int stream = 0; stream < _states.Length; stream++)
                {
                    if ((_states[stream] & (KindMask | Lost)) == (Request | Lost))
                    {
                        Abort(stream, H3Error.InternalError);
                    }
                }
            }
        }

        private void Pump(int body, int stream)
        {
            StreamedBodies streamed = _shared.Streamed;
            int number = _states[stream] >> NumberShift;
            BodySource source = _shared.Sources[number];
            int handle = _shared.Ints[(number * IntsPerRequest) + Handle];
            long before = streamed.End(body);
            bool all = streamed.Pump(body, source, handle, SendAcknowledged(stream));
            bool over = all && source.IsEnded(handle);
            if (over)
            {
                _states[stream] &= ~Unending;
            }

            long end = streamed.End(body);
            if (over || end != before)
            {
                SetSendLimit(stream, end, over);
            }
        }

        private int ReadLocalControl(int offset, byte[] destination, int at, int count)
        {
            // SETTINGS, then GOAWAY with the id of the first request that is not taken, in eight bytes.
            byte[] scratch = _shared.Scratch;
            int length = _shared.WritePreface();
            long id = _shared.Longs[Own + LastRequest] + 4;
            scratch[length] = H3FrameType.GoAway;
            scratch[length + 1] = 8;
            for (int i = 9; i >= 2; i--)
            {
                scratch[length + i] = (byte)id;
                id >>= 8;
            }

            scratch[length + 2] |= 0xC0;
            length += GoAwayLength;
            if (count > length - offset)
            {
                count = length - offset;
            }

            Array.Copy(scratch, offset, destination, at, count);
            return count;
        }

        /// <summary>100 (Continue), if the client waits for it (RFC 9114 section 4.1).</summary>
        private void Continue(int stream)
        {
            int state = _states[stream];
            if (_shared.Reader.Expectation != 100 || (state & Continued) != 0)
            {
                return;
            }

            int number = state >> NumberShift;
            int at = number * _shared.Profile.ResponseHead;
            byte[] heads = _shared.Heads;
            heads[at] = H3FrameType.Headers;
            heads[at + 1] = 4;
            int end = FieldSectionWriter.WritePrefix(heads, at + 2, at + InterimLength);
            FieldSectionWriter.WriteStatus(heads, end, at + InterimLength, 100);
            _states[stream] = state | Continued;
            SetSendLimit(stream, InterimLength, false);
        }

        /// <summary>Answers with a status alone, whatever the client still sends.</summary>
        private void Refuse(int stream, int status, long now)
        {
            // It waits for nothing more: what is left of it is a response, with a response's time limit.
            int state = _states[stream];
            int number = state >> NumberShift;
            _states[stream] = state & ~(Streaming | Waiting | HeadChecked);
            if ((state & Streaming) != 0)
            {
                AbortBody(number);
            }

            ReleaseBuffers(number, state);
            RestoreRequest(number);
            if ((state & HeadRead) == 0 && status == 431)
            {
                // The method was not read to its end; a body of none suits every method.
                _shared.Ints[(number * IntsPerRequest) + RouteOf] = InUse;
            }

            if ((state & (HeadRead | Buffered)) != HeadRead)
            {
                _states[stream] &= ~Buffered;
                CancelSection(stream);
            }

            Answer(stream, -status, now);
        }

        /// <summary>Lets the route's handler answer (or a status, negative), and sends that. The shared request is filled.</summary>
        private void Answer(int stream, int route, long now)
        {
            HttpService service = _shared.Service;
            int number = _states[stream] >> NumberShift;
            service.Handle(route, (_shared.Ints[(number * IntsPerRequest) + RouteOf] >> AllowedShift) & 0xFF);
            Respond(stream, now);
            int state = _states[stream];
            if ((state & Ended) == 0)
            {
                // RFC 9114 section 4.1: the answer is complete before the request, which is not needed any more.
                _states[stream] = state | Ended;
                if (!IsReceiveComplete(stream))
                {
                    StopSending(stream, H3Error.NoError);
                }

                int available = AvailableLength(stream);
                if (available > 0)
                {
                    Consume(stream, available);
                }
            }
        }

        private void Respond(int stream, long now)
        {
            H3Shared shared = _shared;
            HttpResponse response = shared.Service.Response;
            int state = _states[stream];
            int number = state >> NumberShift;
            int size = shared.Profile.ResponseHead;
            int start = number * size;
            int ints = number * IntsPerRequest;
            int longs = number * LongsPerRequest;
            bool isHead = ((shared.Ints[ints + RouteOf] >> MethodShift) & 0xF) == HttpMethod.Head;
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

            long time = shared.Service.Time;
            int dated = time > 0 ? DateLength : 0;
            int begun = (state & Continued) != 0 ? InterimLength : 0;
            int buffer = NoBuffer;
            byte[] heads = shared.Heads;
            int at = WriteHead(response, heads, start + begun, start + size, dated);
            if (at < 0)
            {
                // Longer than most: in a buffer of the pool, if there is one.
                BodyPool pool = shared.Service.Pool;
                buffer = pool.Claim();
                if (buffer >= 0)
                {
                    int offset = pool.Offset(buffer);
                    Array.Copy(heads, start, pool.Memory, offset, begun);
                    at = WriteHead(response, pool.Memory, offset + begun, offset + pool.Size, dated);
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
                    buffer = NoBuffer;
                    response.Fail(500);
                    at = WriteHead(response, heads, start + begun, start + size, dated);
                }
            }

            bool hasBody = response.Source != null && !isHead && response.Status >= 200 && response.Status != 204 && response.Status != 304;
            long length = hasBody ? response.Length : 0;
            if (!hasBody && response.Source != null)
            {
                response.Source.Release(response.Handle);
            }

            int tail = dated + (length > 0 ? 1 + H3Integer.Length(length) : 0);
            at += tail - start;
            shared.Ints[ints + Place] = at | (tail << TailShift) | (buffer << BufferShift);
            shared.Ints[ints + Handle] = response.Handle;
            shared.Sources[number] = hasBody ? response.Source : null;
            shared.Longs[longs + Length] = length;
            shared.Longs[longs + Left] = time;
            shared.Longs[longs + Count] = 0;
            SetDeadline(number, now + shared.Profile.ResponseTimeout);
            if (hasBody && length < 0)
            {
                _states[stream] = state | Responded | Unending | Framed;
                shared.Streamed.Begin(streamed, number, at);
                _state |= HasStreamed;
                SetSendLimit(stream, at, false);
                Pump(streamed, stream);
            }
            else
            {
                _states[stream] = state | Responded;
                SetSendLimit(stream, at + length, true);
            }

            response.Source = null;
        }

        /// <summary>Writes the HEADERS frame, without its tail.</summary>
        /// <returns>The index after it, or -1 if there is no room.</returns>
        private int WriteHead(HttpResponse response, byte[] heads, int start, int end, int dated)
        {
            byte[] fields = response.Fields;
            int status = response.Status;
            int at = FieldSectionWriter.WritePrefix(heads, start + HeadHeader, end);
            at = FieldSectionWriter.WriteStatus(heads, at, end, status);
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

            int section = at - start - HeadHeader + dated;
            heads[start] = H3FrameType.Headers;
            heads[start + 1] = (byte)(0x40 | (section >> 8));
            heads[start + 2] = (byte)section;
            return at;
        }

        private void ReleaseBuffers(int number, int state)
        {
            BodyPool pool = _shared.Service.Pool;
            int at = (number * IntsPerRequest) + Place;
            int place = _shared.Ints[at];
            int buffer = (place >> BufferShift) & 0xFF;
            int head = (place >> HeadBufferShift) & 0xFF;
            if (buffer != NoBuffer)
            {
                pool.Release(buffer);
            }

            if ((state & Buffered) != 0 && head != buffer)
            {
                pool.Release(head);
            }

            _shared.Ints[at] = NoBuffers;
        }

        private void ReleaseBody(int number)
        {
            BodySource source = _shared.Sources[number];
            _shared.Streamed.Release(number);
            if (source != null)
            {
                _shared.Sources[number] = null;
                source.Release(_shared.Ints[(number * IntsPerRequest) + Handle]);
            }
        }
    }
}
