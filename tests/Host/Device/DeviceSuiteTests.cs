// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Device
{
    /// <summary>
    /// Runs NFUnitTest, the on-device suite, on the desktop: the same assembly that the interpreter runs, over facades of the
    /// device's test framework and of Runtime.Native.
    /// </summary>
    public class DeviceSuiteTests
    {
        private const string Framework = "nanoFramework.TestFramework.";

        public static IEnumerable<object[]> Tests()
        {
            foreach (Type type in Assembly.Load("NFUnitTest").GetTypes())
            {
                if (!Has(type, "TestClassAttribute"))
                {
                    continue;
                }

                foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                {
                    if (Has(method, "TestMethodAttribute"))
                    {
                        yield return new object[] { type.FullName, method.Name };
                    }
                }
            }
        }

        [Theory]
        [MemberData(nameof(Tests))]
        public void OnTheDesktop(string typeName, string methodName)
        {
            Type type = Assembly.Load("NFUnitTest").GetType(typeName);
            object instance = Activator.CreateInstance(type);
            try
            {
                type.GetMethod(methodName).Invoke(instance, null);
            }
            catch (TargetInvocationException e)
            {
                ExceptionDispatchInfo.Capture(e.InnerException).Throw();
            }
        }

        private static bool Has(MemberInfo member, string attribute)
        {
            foreach (CustomAttributeData data in member.GetCustomAttributesData())
            {
                if (data.AttributeType.FullName == Framework + attribute)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
