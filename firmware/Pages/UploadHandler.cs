// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>
    /// <c>POST /upload</c>: any size; answers with length and SHA-256. What arrives may not be authenticated yet, so it goes into a hash and nowhere
    /// else; the hash is told when the request is complete. More uploads at a time than there are hashes: 503.
    /// </summary>
    internal sealed class UploadHandler : HttpHandler
    {
        private readonly UploadBody _body;

        public UploadHandler(UploadBody body)
        {
            _body = body;
        }

        /// <inheritdoc/>
        public override bool WantsBody
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override int BeginBody(HttpRequest request)
        {
            return _body.Begin(request.Slot) ? 0 : 503;
        }

        /// <inheritdoc/>
        public override void Body(HttpRequest request, byte[] buffer, int offset, int count)
        {
            _body.Add(request.Slot, buffer, offset, count);
        }

        /// <inheritdoc/>
        public override void AbortBody(HttpRequest request)
        {
            _body.Abort(request.Slot);
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            int handle = _body.Finish(request.Slot);
            if (handle < 0)
            {
                response.Status = 500;
                return;
            }

            response.Add(HeaderField.ContentTypeApplicationJson);
            response.SetBody(_body, handle, _body.Length(handle));
        }
    }
}
