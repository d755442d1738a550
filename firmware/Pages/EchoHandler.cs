// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary><c>POST /echo</c>: the body comes back, from the buffer it lies in. 413 beyond the profile's limit.</summary>
    internal sealed class EchoHandler : HttpHandler
    {
        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            response.Add(HeaderField.ContentTypeApplicationOctetStream);
            response.SetBodyOf(request);
        }
    }
}
