// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>The same under the OnDemand policy.</summary>
    public sealed class AdmissionConnectionOnDemandTests : AdmissionConnectionTests
    {
        public AdmissionConnectionOnDemandTests()
            : base(true)
        {
        }
    }
}
