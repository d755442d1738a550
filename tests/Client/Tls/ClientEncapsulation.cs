// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.TestClient
{
    /// <summary>The client's half of ML-KEM-768, which the device does not have: somebody else's.</summary>
    public abstract class ClientEncapsulation
    {
        /// <summary>Makes a key pair and writes the encapsulation key, 1,184 bytes.</summary>
        public abstract void WriteKey(byte[] destination, int offset);

        /// <summary>Writes the secret of a ciphertext, 32 bytes.</summary>
        public abstract void Decapsulate(byte[] ciphertext, int offset, byte[] secret, int secretOffset);
    }
}
