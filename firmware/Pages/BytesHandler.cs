// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary><c>GET /bytes/N</c>: N bytes of which byte i is i mod 251, made as they are sent.</summary>
    internal sealed class BytesHandler : HttpHandler
    {
        private readonly BytesBody _body = new BytesBody();

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            int length = request.ParameterNumber;
            if (length < 0)
            {
                response.Status = 404;
                return;
            }

            response.Add(HeaderField.ContentTypeApplicationOctetStream);
            response.SetBody(_body, 0, length);
        }
    }
}
