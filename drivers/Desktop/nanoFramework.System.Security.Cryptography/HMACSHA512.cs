// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.Security.Cryptography
{
    /// <summary>The platform's HMAC over SHA-512, by .NET's own.</summary>
    public class HMACSHA512 : IDisposable
    {
        private const int KeyLength = 64;

        public HMACSHA512()
            : this(RandomNumberGenerator.GetBytes(KeyLength))
        {
        }

        public HMACSHA512(byte[] key)
        {
            Key = key;
        }

        public byte[] Hash { get; private set; }

        public byte[] Key { get; set; }

        public static byte[] HashData(byte[] key, byte[] source) => CryptographicOperations.HmacData(HashAlgorithmName.SHA512, key, source);

        public byte[] ComputeHash(byte[] buffer)
        {
            Hash = HashData(Key, buffer);
            return Hash;
        }

        public void Dispose() => Dispose(true);

        protected void Dispose(bool disposing)
        {
        }
    }
}
