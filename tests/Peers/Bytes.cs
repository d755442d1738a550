// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>What GET /bytes/N answers.</summary>
    internal static class Bytes
    {
        public static byte[] Expected(int count)
        {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = (byte)(i % 251);
            }

            return bytes;
        }

        public static void AssertExact(int count, byte[] actual)
        {
            Assert.Equal(count, actual.Length);
            Assert.True(SHA256.HashData(Expected(count)).AsSpan().SequenceEqual(SHA256.HashData(actual)), "the bytes differ");
        }
    }
}
