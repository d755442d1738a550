// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.Security.Cryptography
{
    /// <summary>The platform's AES, whole arrays in and a new array out, by .NET's own.</summary>
    public class Aes
    {
        // By name: here "Aes" is this class.
        private readonly SymmetricAlgorithm _aes = (SymmetricAlgorithm)Type.GetType("System.Security.Cryptography.Aes, System.Security.Cryptography")
            .GetMethod("Create", Type.EmptyTypes).Invoke(null, null);

        public Aes(CipherMode mode)
        {
            if (mode != CipherMode.ECB)
            {
                throw new NotSupportedException();
            }
        }

        public byte[] Key
        {
            get => _aes.Key;
            set => _aes.Key = value;
        }

        public byte[] Encrypt(byte[] data) => _aes.EncryptEcb(data, PaddingMode.None);
    }
}
