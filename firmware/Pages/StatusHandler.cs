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
            int snapshot = Take(request.Protocol);
            if (snapshot < 0)
            {
                response.Status = 503;
                response.Add(HeaderField.RetryAfter1);
                return;
            }

            response.Add(HeaderField.ContentTypeApplicationJson);
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
                    values[at++] = value > 0x7FFFFFFF ? 0x7FFFFFFF : (int)value;
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
            writer.PutText(PageTexts.Open);
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
                writer.PutNumber(group == StatusGroup.Memory ? _source.Value(group, i) : _values[at + i]);
            }

            return at + count;
        }
    }
}
