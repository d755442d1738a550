// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>What became of a mutant.</summary>
    internal enum Outcome
    {
        /// <summary>A test failed.</summary>
        Killed,

        /// <summary>The tests did not end in time, or the process died.</summary>
        TimedOut,

        /// <summary>Every test that reaches it passed.</summary>
        Survived,

        /// <summary>No test executes the instruction.</summary>
        NotReached,

        /// <summary>Listed in <c>equivalent.txt</c>, with the reason.</summary>
        Equivalent,
    }
}
