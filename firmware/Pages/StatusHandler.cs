// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>
    /// <c>GET /status.json</c>: what the device is doing. Of an answer only the figures are kept, and the text is made from them for any offset. A
    /// handle is the number of a snapshot; 503 when all are being sent.
    /// </summary>
    internal sealed class StatusHandler : HttpHandler
    {
        /// <summary>In place of a protocol: the text is that of /metrics.</summary>
        public const int Metrics = 0x100;

        /// <summary>Name and version as they stand in the text, or null for those of the firmware.</summary>
        public byte[] Title;

        private readonly StatusSource _source;
        private readonly WindowWriter _writer;
        private readonly int[] _values;     // of each snapshot: protocol, 0 if it is free, then the figures but those of memory, which do not change
        private readonly int _size;

        public StatusHandler(StatusSource source, WindowWriter writer, int snapshots)
        {
            _source = source;
            _writer = writer;
            _size = 1 + source.Count(StatusGroup.General) + source.Count(StatusGroup.Slots) + source.Count(StatusGroup.Counters);
            _values = new int[_size * snapshots];
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            Answer(request.Protocol, response);
        }

        /// <summary>Answers with the figures of now.</summary>
        /// <param name="format">The protocol of the request, for JSON, or <see cref="Metrics"/>.</param>
        /// <param name="response">The answer.</param>
        public void Answer(int format, HttpResponse response)
        {
            int snapshot = Take(format);
            if (snapshot < 0)
            {
                response.Status = 503;
                response.Add(HeaderField.RetryAfter1);
                return;
            }

            if (format == Metrics)
            {
                response.Add(HeaderId.ContentType, _writer.Texts, PageTexts.MetricContentType);
            }
            else
            {
                response.Add(HeaderField.ContentTypeApplicationJson);
            }

            response.Add(HeaderField.CacheControlNoStore);
            response.SetBody(this, snapshot, Length(snapshot));
        }

        /// <summary>Takes the figures of now.</summary>
        /// <returns>The handle, or -1 if all snapshots are being sent.</returns>
        public int Take(int protocol)
        {
            int[] values = _values;
            int at = 0;
            while (at < values.Length && values[at] != 0)
            {
                at += _size;
            }

            if (at >= values.Length)
            {
                return -1;
            }

            int handle = at / _size;
            values[at++] = protocol;
            for (int group = 0; group < StatusGroup.Count; group++)
            {
                int count = group == StatusGroup.Memory ? 0 : _source.Count(group);
                for (int i = 0; i < count; i++)
                {
                    long value = _source.Value(group, i);
                    values[at++] = value > 0xFFFFFFFFL ? -1 : (int)value;
                }
            }

            return handle;
        }

        /// <summary>Length of the text.</summary>
        public int Length(int handle)
        {
            _writer.Open(null, 0, 0, 0);
            Write(handle);
            return _writer.Position;
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            _writer.Open(destination, destinationOffset, (int)offset, count);
            Write(handle);
            return _writer.Written;
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            _values[handle * _size] = 0;
        }

        private void Write(int handle)
        {
            WindowWriter writer = _writer;
            int at = handle * _size;
            int protocol = _values[at];
            if (protocol == Metrics)
            {
                WriteMetrics(at + 1);
                return;
            }

            writer.PutText(PageTexts.Open);
            if (Title == null)
            {
                writer.PutText(PageTexts.Title);
            }
            else
            {
                writer.PutBytes(Title, Title.Length);
            }

            writer.PutText(PageTexts.Protocol);
            writer.PutText(protocol == HttpProtocol.Http3 ? PageTexts.Http3 : protocol == HttpProtocol.Http11 ? PageTexts.Http11 : PageTexts.Http10);
            writer.PutText(PageTexts.General);
            at = Named(StatusGroup.General, at + 1);
            writer.PutText(PageTexts.Slots);
            int slots = _source.Count(StatusGroup.Slots);
            for (int i = 0; i < slots; i++)
            {
                if (i > 0)
                {
                    writer.Put((byte)',');
                }

                int value = _values[at++];
                writer.PutText(PageTexts.Kind);
                writer.PutText((value & 8) == 0 ? PageTexts.KindTcp : PageTexts.KindUdp);
                writer.PutText(PageTexts.State);
                writer.PutText(PageTexts.StateFree + (value & 7));
                writer.PutText(PageTexts.Requests);
                writer.PutNumber(value >> 4);
                writer.Put((byte)'}');
            }

            writer.PutText(PageTexts.Memory);
            Named(StatusGroup.Memory, at);
            writer.PutText(PageTexts.Counters);
            Named(StatusGroup.Counters, at);
            writer.PutText(PageTexts.Close);
        }

        private int Named(int group, int at)
        {
            WindowWriter writer = _writer;
            int count = _source.Count(group);
            for (int i = 0; i < count && !writer.IsFull; i++)
            {
                if (i > 0)
                {
                    writer.Put((byte)',');
                }

                writer.Put((byte)'"');
                writer.PutScratch(_source.WriteName(group, i, writer.Scratch, 0));
                writer.Put((byte)'"');
                writer.Put((byte)':');
                writer.PutNumber(group == StatusGroup.Memory ? _source.Value(group, i) : (long)(uint)_values[at + i]);
            }

            return at + count;
        }

        // General figures, the states of connections, memory by owner, counters. A figure is a counter if it only grows.
        private void WriteMetrics(int at)
        {
            WindowWriter writer = _writer;
            at = WriteMetrics(StatusGroup.General, at);
            writer.PutText(PageTexts.MetricConnections);
            int slots = _source.Count(StatusGroup.Slots);
            for (int i = 0; i < slots; i++)
            {
                int value = _values[at++];
                writer.PutText(PageTexts.MetricSlot);
                writer.PutNumber(i);
                writer.PutText(PageTexts.MetricProtocol);
                writer.PutText((value & 8) == 0 ? PageTexts.KindTcp : PageTexts.KindUdp);
                writer.PutText(PageTexts.MetricLabelsEnd);
                writer.PutNumber(value & 7);
                writer.Put(10);
            }

            writer.PutText(PageTexts.MetricMemory);
            int owners = _source.Count(StatusGroup.Memory);
            for (int i = 0; i < owners; i++)
            {
                writer.PutText(PageTexts.MetricOwner);
                PutSnake(StatusGroup.Memory, i);
                writer.PutText(PageTexts.MetricLabelsEnd);
                writer.PutNumber(_source.Value(StatusGroup.Memory, i));
                writer.Put(10);
            }

            WriteMetrics(StatusGroup.Counters, at);
            writer.PutText(PageTexts.MetricEnd);
        }

        private int WriteMetrics(int group, int at)
        {
            WindowWriter writer = _writer;
            int count = _source.Count(group);
            for (int i = 0; i < count; i++)
            {
                bool grows = group == StatusGroup.Counters || _source.Grows(i);
                writer.PutText(PageTexts.MetricType);
                PutSnake(group, i);
                writer.PutText(grows ? PageTexts.MetricCounter : PageTexts.MetricGauge);
                writer.PutText(PageTexts.MetricName);
                PutSnake(group, i);
                if (grows)
                {
                    writer.PutText(PageTexts.MetricTotal);
                }
                else
                {
                    writer.Put(32);
                }

                writer.PutNumber((long)(uint)_values[at + i]);
                writer.Put(10);
            }

            return at + count;
        }

        // heapUsed as heap_used.
        private void PutSnake(int group, int index)
        {
            WindowWriter writer = _writer;
            byte[] scratch = writer.Scratch;
            int length = _source.WriteName(group, index, scratch, 0);
            for (int i = 0; i < length; i++)
            {
                byte letter = scratch[i];
                if (letter >= 'A' && letter <= 'Z')
                {
                    writer.Put((byte)'_');
                    letter |= 0x20;
                }

                writer.Put(letter);
            }
        }
    }
}
