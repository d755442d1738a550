// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>One change of one instruction.</summary>
    internal sealed class Mutant
    {
        /// <summary>The number by which the mutated assembly switches it on.</summary>
        public int Number { get; set; }

        /// <summary>What is changed.</summary>
        public Operator Operator { get; init; }

        /// <summary>The method, with its type.</summary>
        public string Method { get; init; }

        /// <summary>The source file and line, as the debugging symbols give them; empty without symbols.</summary>
        public string Source { get; init; }

        /// <summary>The instruction as it was and as it becomes.</summary>
        public string Change { get; init; }

        /// <summary>Which place for this operator in its method, counted from 0: stays the same while the method does.</summary>
        public int Place { get; init; }

        /// <summary>The offset of the instruction in the unchanged method.</summary>
        public int Offset { get; init; }

        /// <summary>The name under which <c>equivalent.txt</c> lists it.</summary>
        public string Key => Method + " " + Operator + " " + Place;
    }
}
