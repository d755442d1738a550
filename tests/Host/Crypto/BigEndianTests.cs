// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Buffers.Binary;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Crypto
{
    public sealed class BigEndianTests
    {
        [Fact]
        public void Agrees_with_BinaryPrimitives()
        {
            Random random = new Random(1);
            byte[] expected = new byte[20];
            byte[] written = new byte[20];
            for (int i = 0; i < 200; i++)
            {
                ulong value = (ulong)random.NextInt64(long.MinValue, long.MaxValue) ^ (i == 0 ? 0 : 1UL << (i & 63));
                int offset = i % 13;
                Array.Clear(expected);
                Array.Clear(written);
                BinaryPrimitives.WriteUInt64BigEndian(expected.AsSpan(offset), value);
                BigEndian.WriteUInt64(written, offset, value);
                Assert.Equal(expected, written);
                Assert.Equal(value, BigEndian.ReadUInt64(written, offset));
                Assert.Equal(BinaryPrimitives.ReverseEndianness(value), BigEndian.Reverse(value));
                BinaryPrimitives.WriteUInt32BigEndian(expected.AsSpan(offset), (uint)value);
                BigEndian.WriteUInt32(written, offset, (uint)value);
                Assert.Equal(expected, written);
            }
        }
    }
}
