// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>The pages of the firmware, what they share, and the events that are written once a second while somebody listens.</summary>
    public sealed class PageSet : HostedService
    {
        private const long Interval = 1000000;

        private readonly StatusSource _status;
        private readonly WindowWriter _writer = new WindowWriter();
        private readonly EventRing _ring;
        private readonly byte[] _scratch;
        private long _next;

        /// <summary>Adds the routes.</summary>
        /// <param name="router">Where they are added.</param>
        /// <param name="status">The figures.</param>
        /// <param name="uploads">Uploads hashed at a time.</param>
        /// <param name="snapshots">Answers of /status.json under way at a time.</param>
        /// <param name="listeners">Readers of /events at a time.</param>
        /// <param name="scratch">A buffer that others use too: an event is put together in it within one call. 1,000 bytes are enough.</param>
        public PageSet(Router router, StatusSource status, int uploads, int snapshots, int listeners, byte[] scratch)
        {
            _status = status;
            _scratch = scratch;

            // An event has the general figures, two of each slot and the counters. Six bytes on average is the most; as a rule it is half of that, and
            // two events stay in the ring.
            int figures = status.Count(StatusGroup.General) + (2 * status.Count(StatusGroup.Slots)) + status.Count(StatusGroup.Counters);
            int length = 16 + (figures * 6);
            _ring = new EventRing(length + (length >> 2), listeners);
            router.Fields.Keep(HeaderId.AcceptEncoding);
            router.Fields.Keep(HeaderId.IfNoneMatch);
            router.Add(HttpMethod.Get, "/", new DashboardHandler(new DashboardPage()));
            StatusHandler statusHandler = new StatusHandler(status, _writer, snapshots);
            router.Add(HttpMethod.Get, "/status.json", statusHandler);
            router.Add(HttpMethod.Get, "/metrics", new MetricsHandler(statusHandler));
            router.Add(HttpMethod.Get, "/events", _ring);
            router.Add(HttpMethod.Get, "/bytes/*", new BytesHandler());
            router.Add(HttpMethod.Post, "/echo", new EchoHandler());
            router.Add(HttpMethod.Post, "/upload", new UploadHandler(_writer, uploads));
            router.Add(HttpMethod.Get, "/favicon.ico", new NoContentHandler());
        }

        /// <summary>The ring of /events, for the memory map and to end the streams at shutdown.</summary>
        public EventRing Events
        {
            get { return _ring; }
        }

        /// <inheritdoc/>
        public override long NextTurn
        {
            get { return _ring.Readers == 0 ? long.MaxValue : _next; }
        }

        /// <summary>Once a second while somebody listens: <c>data: [general..., (state, requests) of each slot..., counters...]</c>.</summary>
        public override void OnTurn(long now, int microseconds)
        {
            if (now < NextTurn)
            {
                return;
            }

            _next = now + Interval;
            WindowWriter writer = _writer;
            StatusSource status = _status;
            int most = _ring.Size * 4 / 5;
            writer.Open(_scratch, 0, 0, most);
            writer.PutText(PageTexts.EventStart);
            bool first = true;
            for (int group = 0; group < StatusGroup.Count; group++)
            {
                int count = group == StatusGroup.Memory ? 0 : status.Count(group);
                for (int i = 0; i < count; i++)
                {
                    if (!first)
                    {
                        writer.Put((byte)',');
                    }

                    first = false;
                    long value = status.Value(group, i);
                    if (group == StatusGroup.Slots)
                    {
                        writer.PutNumber(value & 7);
                        writer.Put((byte)',');
                        value >>= 4;
                    }

                    writer.PutNumber(value);
                }
            }

            writer.PutText(PageTexts.EventEnd);

            // Too long figures: rather no event than half of one.
            if (writer.Position <= most)
            {
                _ring.Write(_scratch, 0, writer.Position);
            }
        }
    }
}
