// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary><c>GET /status.json</c>: what the device is doing.</summary>
    internal sealed class StatusHandler : HttpHandler
    {
        private readonly StatusBody _body;

        public StatusHandler(StatusBody body)
        {
            _body = body;
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            int snapshot = _body.Take(request.Protocol);
            if (snapshot < 0)
            {
                response.Status = 503;
                response.Add(HeaderField.RetryAfter1);
                return;
            }

            response.Add(HeaderField.ContentTypeApplicationJson);
            response.Add(HeaderField.CacheControlNoStore);
            response.SetBody(_body, snapshot, _body.Length(snapshot));
        }
    }
}
