// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>What a mutant changes, named after the change.</summary>
    internal enum Operator
    {
        /// <summary>A conditional branch is taken when it was not, and the other way round.</summary>
        BranchNegated,

        /// <summary>A comparison that branches includes its bound where it excluded it, and the other way round.</summary>
        BoundaryMoved,

        /// <summary>The result of a comparison is negated.</summary>
        ComparisonNegated,

        /// <summary>An arithmetic or bitwise operation becomes its counterpart: + and -, &amp; and |, &lt;&lt; and &gt;&gt;.</summary>
        OperationReplaced,

        /// <summary>An integer constant is one larger.</summary>
        ConstantIncremented,

        /// <summary>A call whose method returns nothing is left out.</summary>
        CallRemoved,

        /// <summary>A store into a field or an array element is left out.</summary>
        StoreRemoved,

        /// <summary>A method returns the opposite (<c>bool</c>) or zero (integers).</summary>
        ResultReplaced,
    }
}
