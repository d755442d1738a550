// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>The same under the OnDemand policy.</summary>
    public sealed class HttpsOnDemandTests : HttpsTests
    {
        public HttpsOnDemandTests()
            : base(true)
        {
        }
    }
}
