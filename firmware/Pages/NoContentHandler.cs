// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary><c>GET /favicon.ico</c>: there is none.</summary>
    internal sealed class NoContentHandler : HttpHandler
    {
        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            response.Status = 204;
        }
    }
}
