// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.TestFramework
{
    /// <summary>
    /// The device's test framework as far as our device tests use it, for running the very same test assembly on the desktop.
    /// </summary>
    public sealed class Assert
    {
        public static void IsTrue(bool condition, string message = "")
        {
            if (!condition)
            {
                throw new InvalidOperationException("not true: " + message);
            }
        }

        public static void IsFalse(bool condition, string message = "") => IsTrue(!condition, message);

        public static void IsNotNull(object value, string message = "") => IsTrue(value != null, message);

        public static void IsNull(object value, string message = "") => IsTrue(value == null, message);

        public static void AreEqual(int expected, int actual, string message = "") => AreEqual((long)expected, (long)actual, message);

        public static void AreEqual(bool expected, bool actual, string message = "") => IsTrue(expected == actual, message);

        public static void AreEqual(long expected, long actual, string message = "")
        {
            if (expected != actual)
            {
                throw new InvalidOperationException("expected " + expected + ", was " + actual + ": " + message);
            }
        }

        public static void SkipTest(string message = "") => throw new SkipTestException(message);
    }
}
