// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    internal static class Bytes
    {
        public static byte[] Of(string hex)
        {
            return Convert.FromHexString(hex.Replace(" ", string.Empty));
        }

        public static string Hex(byte[] bytes, int offset, int length)
        {
            return Convert.ToHexString(bytes, offset, length).ToLowerInvariant();
        }
    }
}
