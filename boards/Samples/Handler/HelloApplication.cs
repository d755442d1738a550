// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Samples.Handler
{
    /// <summary>One route, without the library for applications.</summary>
    public sealed class HelloApplication : Application
    {
        /// <inheritdoc />
        protected override void Configure()
        {
            Image.Router.Add(HttpMethod.Get, "/hello", new HelloHandler());
        }
    }
}
