// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;

namespace MilliHttp.Nano.Tests.Host.Http3
{
    /// <summary>Tests that run once for each policy of memory: what they ask of the engine is the same with both.</summary>
    public abstract class H3PolicyTests
    {
        private readonly bool _onDemand;

        protected H3PolicyTests(bool onDemand)
        {
            _onDemand = onDemand;
        }

        /// <summary>Whether the policy is OnDemand.</summary>
        protected bool OnDemand
        {
            get { return _onDemand; }
        }

        private protected H3Bench Bench(Action<H3Profile, HttpProfile> change = null, bool open = true)
        {
            return new H3Bench(
                (h3, http) =>
                {
                    h3.OnDemand = _onDemand;
                    change?.Invoke(h3, http);
                },
                open);
        }
    }
}
