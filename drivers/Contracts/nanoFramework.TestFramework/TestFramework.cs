// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.TestFramework
{
    [AttributeUsage(AttributeTargets.Class)]
    public class TestClassAttribute : Attribute
    {
        public extern TestClassAttribute();
    }

    [AttributeUsage(AttributeTargets.Method)]
    public class TestMethodAttribute : Attribute
    {
        public extern TestMethodAttribute();
    }

    [AttributeUsage(AttributeTargets.Method)]
    public class SetupAttribute : Attribute
    {
        public extern SetupAttribute();
    }

    [AttributeUsage(AttributeTargets.Method)]
    public class CleanupAttribute : Attribute
    {
        public extern CleanupAttribute();
    }

    public sealed class Assert
    {
        public static extern void IsTrue(bool condition, string message = "");
        public static extern void IsFalse(bool condition, string message = "");
        public static extern void IsNotNull(object value, string message = "");
        public static extern void IsNull(object value, string message = "");
        public static extern void AreEqual(int expected, int actual, string message = "");
        public static extern void AreEqual(long expected, long actual, string message = "");
        public static extern void AreEqual(bool expected, bool actual, string message = "");
        public static extern void SkipTest(string message = "");
    }
}
