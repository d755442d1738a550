// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.TestClient;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>ML-KEM-768 of BouncyCastle as the client's half.</summary>
    public sealed class BouncyCastleEncapsulation : ClientEncapsulation
    {
        private readonly SecureRandom _random;
        private MLKemPrivateKeyParameters _key;

        public BouncyCastleEncapsulation(SecureRandom random = null)
        {
            _random = random ?? new SecureRandom();
        }

        public override void WriteKey(byte[] destination, int offset)
        {
            MLKemKeyPairGenerator generator = new MLKemKeyPairGenerator();
            generator.Init(new MLKemKeyGenerationParameters(_random, MLKemParameters.ml_kem_768));
            AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
            _key = (MLKemPrivateKeyParameters)pair.Private;
            ((MLKemPublicKeyParameters)pair.Public).GetEncoded().CopyTo(destination, offset);
        }

        public override void Decapsulate(byte[] ciphertext, int offset, byte[] secret, int secretOffset)
        {
            MLKemDecapsulator decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
            decapsulator.Init(_key);
            decapsulator.Decapsulate(ciphertext, offset, KeyEncapsulation.CiphertextLength, secret, secretOffset, 32);
        }
    }
}
