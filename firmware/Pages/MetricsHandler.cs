// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>
    /// <c>GET /metrics</c>: the figures of the status as OpenMetrics text, for Prometheus. Of an answer only the figures are kept, as snapshots of the
    /// <see cref="StatusHandler"/>, whose text it is.
    /// </summary>
    internal sealed class MetricsHandler : HttpHandler
    {
        private readonly StatusHandler _status;

        public MetricsHandler(StatusHandler status)
        {
            _status = status;
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            _status.Answer(StatusHandler.Metrics, response);
        }
    }
}
