// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>A scenario that needs <see cref="MeterContext.WithPeers"/> and runs only when asked for by its whole name.</summary>
    public interface IComparison : ICostScenario
    {
    }
}
