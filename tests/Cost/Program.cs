// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tests.Cost
{
    internal static class Program
    {
        private static int Main()
        {
            return 0;
        }
    }
}
