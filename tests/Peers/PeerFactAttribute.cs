// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>
    /// A test with a client that we did not write. Without the client it is skipped, but under CI=true it runs and fails:
    /// there, a missing client is a fault of the machine's set-up that must be seen.
    /// </summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class PeerFactAttribute : FactAttribute
    {
        public PeerFactAttribute(string tool)
        {
            if (!Tool.Exists(tool) && Environment.GetEnvironmentVariable("CI") != "true")
            {
                Skip = tool + " is not installed";
            }
        }
    }
}
