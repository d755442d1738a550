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
            Mode = mode;
        }

        public CipherMode Mode { get; set; }

        public byte[] Key
        {
            get => _aes.Key;
            set => _aes.Key = value;
        }

        public byte[] IV
        {
            get => _aes.IV;
            set => _aes.IV = value;
        }

        public void GenerateIV() => _aes.GenerateIV();

        public byte[] Encrypt(byte[] data) => Mode switch
        {
            CipherMode.ECB => _aes.EncryptEcb(data, PaddingMode.None),
            CipherMode.CBC => _aes.EncryptCbc(data, IV, PaddingMode.None),
            _ => throw new NotSupportedException(),
        };

        public byte[] Decrypt(byte[] data) => Mode switch
        {
            CipherMode.ECB => _aes.DecryptEcb(data, PaddingMode.None),
            CipherMode.CBC => _aes.DecryptCbc(data, IV, PaddingMode.None),
            _ => throw new NotSupportedException(),
        };
    }
}
