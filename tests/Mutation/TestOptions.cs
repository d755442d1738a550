// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>What xunit is told: every row of a theory is a test of its own, and nothing runs beside another.</summary>
    internal sealed class TestOptions : ITestFrameworkDiscoveryOptions, ITestFrameworkExecutionOptions
    {
        private readonly Dictionary<string, object> _values = new Dictionary<string, object>
        {
            { "xunit.discovery.PreEnumerateTheories", true },
            { "xunit.execution.DisableParallelization", true },
            { "xunit.execution.MaxParallelThreads", 1 },
        };

        /// <inheritdoc/>
        public TValue GetValue<TValue>(string name)
        {
            return _values.TryGetValue(name, out object value) && value is TValue typed ? typed : default;
        }

        /// <inheritdoc/>
        public void SetValue<TValue>(string name, TValue value)
        {
            _values[name] = value;
        }
    }
}
