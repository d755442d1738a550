// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>One figure: operations per unit, and the goal if there is one.</summary>
    public sealed record CostFigure(string Scenario, string Name, long Value, long Goal);
}
