// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary><c>GET /events</c>: the figures once a second, as server-sent events. 503 when there are too many listeners.</summary>
    internal sealed class EventsHandler : HttpHandler
    {
        private readonly EventRing _ring;

        public EventsHandler(EventRing ring)
        {
            _ring = ring;
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            if (request.Method == HttpMethod.Head)
            {
                response.Add(HeaderField.ContentTypeTextEventStream);
                return;
            }

            int reader = _ring.Subscribe();
            if (reader < 0)
            {
                response.Status = 503;
                response.Add(HeaderField.RetryAfter1);
                return;
            }

            response.Add(HeaderField.ContentTypeTextEventStream);
            response.Add(HeaderField.CacheControlNoStore);
            response.SetBody(_ring, reader, -1);
        }
    }
}
