// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>One figure: operations per unit, the goal if there is one, and the instructions of the interpreter where they were weighed.</summary>
    public sealed record CostFigure(string Scenario, string Name, long Value, long Goal, long Weight);
}
