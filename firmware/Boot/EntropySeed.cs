// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Firmware.Boot
{
    /// <summary>
    /// Seeds the DRBG from three sources, any one of which is enough: the hardware generator (on some chips truly random only while
    /// the radio is on, so this runs after the link came up), a counter of starts in persistent storage, and the private key if there is one already.
    /// </summary>
    public static class EntropySeed
    {
        /// <summary>The hardware has no entropy to give yet: call again later.</summary>
        public const int NotYet = 0;

        /// <summary>The generator is seeded.</summary>
        public const int Seeded = 1;

        /// <summary>
        /// The generator is seeded, but the counter of starts did not advance because the storage no longer writes. If the hardware generator fails as well, the
        /// next start produces the same numbers. ECDSA nonces must not be prepared then, since a nonce that signs two messages reveals the private key. A nonce
        /// derived at signing time depends on key and message, so it stays safe.
        /// </summary>
        public const int CounterStands = 2;

        private const int HardwareLength = 48;
        private const int CounterLength = 8;
        private const int KeyLength = 32;
        private const int ClockLength = 8;

        /// <summary>
        /// Instantiates <paramref name="drbg"/> (NIST SP 800-90A section 10.1.2).
        /// </summary>
        /// <param name="drbg">The generator.</param>
        /// <param name="ports">The board.</param>
        /// <returns><see cref="NotYet"/>, <see cref="Seeded"/> or <see cref="CounterStands"/>.</returns>
        public static int Instantiate(HmacDrbg drbg, BoardPorts ports)
        {
            byte[] seed = new byte[HardwareLength + CounterLength + KeyLength + ClockLength];
            if (!ports.Entropy.Fill(seed, 0, HardwareLength))
            {
                return NotYet;
            }

            int length = HardwareLength;
            CredentialPort credentials = ports.Credentials;
            if (credentials.Load(Credential.BootCounter, seed, length, CounterLength) != CounterLength)
            {
                Array.Clear(seed, length, CounterLength);
            }

            for (int i = length + CounterLength - 1; i >= length && ++seed[i] == 0; i--)
            {
            }

            // Worn flash may report a successful write, so compare what can be read back.
            bool advances = credentials.Save(Credential.BootCounter, seed, length, CounterLength);
            byte[] stored = new byte[CounterLength];
            advances &= credentials.Load(Credential.BootCounter, stored, 0, CounterLength) == CounterLength && ConstantTime.Equals(stored, 0, seed, length, CounterLength);
            length += CounterLength;
            length += credentials.Load(Credential.PrivateKey, seed, length, KeyLength);
            long now = ports.Clock.Microseconds ^ (ports.Clock.UnixSeconds << 20);
            for (int i = 0; i < ClockLength; i++)
            {
                seed[length++] = (byte)(now >> (8 * i));
            }

            drbg.Instantiate(seed, 0, length);
            Array.Clear(seed, 0, seed.Length);
            return advances ? Seeded : CounterStands;
        }
    }
}
