// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.Runtime.Native
{
    /// <summary>A watchdog over a thread; a desktop enforces none.</summary>
    public static class ExecutionConstraint
    {
        public static void Install(int timeoutMilliseconds, int priority)
        {
        }
    }
}
