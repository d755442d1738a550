// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>Something that eats bytes. A case stands on its own: the same input does the same.</summary>
    public abstract class FuzzTarget
    {
        /// <summary>Its name on the command line.</summary>
        public abstract string Name { get; }

        /// <summary>Good inputs, to be mutated.</summary>
        public abstract IEnumerable<byte[]> Seeds();

        /// <summary>Runs a case. An exception is a finding.</summary>
        /// <param name="input">What a peer sends.</param>
        public abstract void Run(byte[] input);

        /// <summary>Fails a case.</summary>
        protected static void Check(bool condition, string what)
        {
            if (!condition)
            {
                throw new FuzzException(what);
            }
        }

        /// <summary>Whether a case gets the checks that take long: one in eight, always the same ones.</summary>
        protected static bool IsDeep(byte[] input)
        {
            uint sum = 0;
            foreach (byte b in input)
            {
                sum = (sum * 31) + b;
            }

            return (sum >> 3) % 8 == 0;
        }
    }
}
