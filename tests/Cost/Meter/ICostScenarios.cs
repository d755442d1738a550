// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>A source of scenarios that differ in little: a public class with a constructor without parameters is found by itself.</summary>
    public interface ICostScenarios
    {
        /// <summary>The scenarios.</summary>
        IEnumerable<ICostScenario> All();
    }
}
