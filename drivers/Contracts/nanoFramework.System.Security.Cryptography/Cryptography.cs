// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.Security.Cryptography
{
    public enum CipherMode
    {
        None = 0,
        CBC = 1,
        ECB = 2
    }

    public class Aes
    {
        public extern Aes(CipherMode mode);

        public extern byte[] Key { get; set; }

        public extern byte[] Encrypt(byte[] data);
    }
}
