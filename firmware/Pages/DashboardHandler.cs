// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware.Content;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>
    /// <c>GET /</c>: the dashboard, from flash. Clients that say they take gzip get it so; others get it as it is, which is a second copy in flash and
    /// costs no RAM. A client that has it already gets 304.
    /// </summary>
    internal sealed class DashboardHandler : HttpHandler
    {
        private readonly FlashData _page;

        public DashboardHandler(FlashData page)
        {
            _page = page;
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            bool gzip = AcceptEncoding.TakesGzip(request);
            int tag = gzip ? DashboardPage.GzipTag : DashboardPage.IdentityTag;
            response.Add(HeaderId.Etag, _page, tag);
            response.Add(HeaderField.VaryAcceptEncoding);
            response.Add(HeaderField.CacheControlNoCache);
            int known = request.IndexOf(HeaderId.IfNoneMatch);
            if (known >= 0 && IsTag(request, known, tag))
            {
                response.Status = 304;
                return;
            }

            response.Add(HeaderField.ContentTypeTextHtmlCharsetUtf8);
            response.Add(HeaderField.XContentTypeOptionsNosniff);
            int id = DashboardPage.Identity;
            if (gzip)
            {
                response.Add(HeaderField.ContentEncodingGzip);
                id = DashboardPage.Gzip;
            }

            response.SetBody(this, id, _page.Length(id));
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            return _page.Copy(handle, (int)offset, destination, destinationOffset, count);
        }

        private bool IsTag(HttpRequest request, int field, int tag)
        {
            ulong place = _page.Place(tag);
            int length = (int)(uint)place;
            if (request.ValueLength(field) != length)
            {
                return false;
            }

            byte[] buffer = request.Buffer;
            int at = request.ValueOffset(field);
            int word = (int)(place >> 32);
            ulong bits = 0;
            for (int i = 0; i < length; i++)
            {
                if ((i & 7) == 0)
                {
                    bits = _page.Word(word++);
                }

                if (buffer[at + i] != (byte)bits)
                {
                    return false;
                }

                bits >>= 8;
            }

            return true;
        }
    }
}
