// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.TestFramework
{
    public sealed class CollectionAssert
    {
        public CollectionAssert() => throw null;

        public static void Empty(global::System.Collections.ICollection collection, string message = "") => throw null;

        public static void NotEmpty(global::System.Collections.ICollection collection, string message = "") => throw null;

        public static void AreEqual(global::System.Collections.ICollection expected, global::System.Collections.ICollection actual, string message = "") => throw null;

        public static void AreNotEqual(global::System.Collections.ICollection notExpected, global::System.Collections.ICollection actual, string message = "") => throw null;
    }
}
