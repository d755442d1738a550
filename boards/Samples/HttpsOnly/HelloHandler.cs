// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Samples.HttpsOnly
{
    /// <summary>The application's only page.</summary>
    public sealed class HelloHandler : HttpHandler
    {
        /// <inheritdoc />
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            if (response.BeginBuffer())
            {
                response.Buffer[response.BufferOffset] = (byte)'h';
                response.Buffer[response.BufferOffset + 1] = (byte)'i';
                response.EndBuffer(2);
            }
        }
    }
}
