// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary><c>GET /bytes/N</c>: N bytes of which byte i is i mod 251, made as they are sent.</summary>
    internal sealed class BytesHandler : HttpHandler
    {
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
            response.SetBody(this, 0, length);
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            int value = (int)(offset % 251);
            int at = destinationOffset;
            int end = at + (count < 251 ? count : 251);
            while (at < end)
            {
                destination[at++] = (byte)value++;
                if (value == 251)
                {
                    value = 0;
                }
            }

            // The rest repeats what stands a period before it.
            end = destinationOffset + count;
            for (int length = 251; at < end; at += length)
            {
                if (length > end - at)
                {
                    length = end - at;
                }

                Array.Copy(destination, at - 251, destination, at, length);
            }

            return count;
        }
    }
}
