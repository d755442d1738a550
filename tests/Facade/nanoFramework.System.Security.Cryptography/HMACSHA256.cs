// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.Security.Cryptography
{
    /// <summary>The platform's HMAC, whole arrays in and a new array out, by .NET's own.</summary>
    public class HMACSHA256
    {
        // By name: here "HMACSHA256" is this class.
        private static readonly Func<byte[], byte[], byte[]> s_hash = (Func<byte[], byte[], byte[]>)Type.GetType("System.Security.Cryptography.HMACSHA256, System.Security.Cryptography")
            .GetMethod("HashData", new[] { typeof(byte[]), typeof(byte[]) }).CreateDelegate(typeof(Func<byte[], byte[], byte[]>));

        public static byte[] HashData(byte[] key, byte[] source) => s_hash(key, source);
    }
}
