// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>An invariant was broken.</summary>
    public sealed class FuzzException : Exception
    {
        /// <summary>Makes it.</summary>
        public FuzzException(string message)
            : base(message)
        {
        }
    }
}
