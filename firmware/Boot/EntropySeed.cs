// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Firmware.Boot
{
    /// <summary>
    /// Seeds the DRBG from three sources, so that none of them has to be good alone: the hardware generator (on some chips truly random only while
    /// the radio is on, so this runs after the link came up), a counter of starts that is kept over a restart, and the private key if there is one already.
    /// </summary>
    public static class EntropySeed
    {
        private const int HardwareLength = 48;
        private const int CounterLength = 8;
        private const int KeyLength = 32;
        private const int ClockLength = 8;

        /// <summary>
        /// Instantiates <paramref name="drbg"/> (NIST SP 800-90A section 10.1.2).
        /// </summary>
        /// <returns>False when the hardware has no entropy to give yet: call again later.</returns>
        public static bool TryInstantiate(HmacDrbg drbg, BoardPorts ports)
        {
            byte[] seed = new byte[HardwareLength + CounterLength + KeyLength + ClockLength];
            if (!ports.Entropy.Fill(seed, 0, HardwareLength))
            {
                return false;
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

            credentials.Save(Credential.BootCounter, seed, length, CounterLength);
            length += CounterLength;
            length += credentials.Load(Credential.PrivateKey, seed, length, KeyLength);
            long now = ports.Clock.Microseconds ^ (ports.Clock.UnixSeconds << 20);
            for (int i = 0; i < ClockLength; i++)
            {
                seed[length++] = (byte)(now >> (8 * i));
            }

            drbg.Instantiate(seed, 0, length);
            Array.Clear(seed, 0, seed.Length);
            return true;
        }
    }
}
