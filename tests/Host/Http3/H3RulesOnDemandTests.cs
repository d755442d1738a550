// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>The same under the OnDemand policy.</summary>
    public sealed class H3RulesOnDemandTests : H3RulesTests
    {
        public H3RulesOnDemandTests()
            : base(true)
        {
        }
    }
}
