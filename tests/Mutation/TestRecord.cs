// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>What one test does where no mutant is on.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Milliseconds">How long it takes.</param>
    /// <param name="Reached">The numbers of the mutants whose instruction it executes.</param>
    internal sealed record TestRecord(string Name, long Milliseconds, HashSet<int> Reached);
}
