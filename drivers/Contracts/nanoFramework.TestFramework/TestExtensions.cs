// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.TestFramework
{
    public static class TestExtensions
    {
        public static bool SequenceEqual(this Array a, Array b) => throw null;
    }
}
