// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Firmware.Boot
{
    /// <summary>The key of stateless resets (RFC 9000 section 10.3): it must survive a restart, because stateless resets tell clients about the restart.</summary>
    public static class ResetKey
    {
        private const int Length = 32;

        /// <summary>Loads the key, or makes and keeps one.</summary>
        public static byte[] LoadOrMake(HmacDrbg drbg, CredentialPort credentials)
        {
            byte[] key = new byte[Length];
            if (credentials.Load(Credential.StatelessResetKey, key, 0, Length) != Length)
            {
                drbg.Generate(key, 0, Length);
                credentials.Save(Credential.StatelessResetKey, key, 0, Length);
            }

            return key;
        }
    }
}
