// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Firmware.Boot
{
    /// <summary>
    /// Finds the board's own key and certificate, or makes them. The key never changes; the certificate is made again when the board's names or
    /// addresses differ from those in it.
    /// </summary>
    public static class CertificateBoot
    {
        private const int KeyLength = 32;
        private const int MaxCertificate = 1024;

        // First day of validity of certificates that this release makes: without a clock, the build date of the firmware is the best estimate.
        private const int ReleaseDay = 20261101;

        /// <summary>Puts a certificate at index 0 of the image's set. If the board cannot store it, the console and the status say so.</summary>
        /// <param name="image">The image.</param>
        /// <param name="credentials">The board's store.</param>
        /// <param name="names">Names and addresses of the board.</param>
        public static void LoadOrMake(Image image, CredentialPort credentials, SubjectNames names)
        {
            Put(image, credentials, names);
            int lost = credentials.LostCount;
            image.Status.LostCredentials = lost;
            if (lost > 0)
            {
                Console.WriteLine(
                    "WARNING: this board cannot keep its credentials (" + lost.ToString() + " of them): key and certificate are new after every restart, and every browser asks again");
            }
        }

        private static void Put(Image image, CredentialPort credentials, SubjectNames names)
        {
            byte[] key = new byte[KeyLength];
            bool hasKey = credentials.Load(Credential.PrivateKey, key, 0, KeyLength) == KeyLength;
            if (hasKey && IsFor(credentials, names))
            {
                byte[] kept = new byte[MaxCertificate];
                int length = credentials.Load(Credential.Certificate, kept, 0, MaxCertificate);
                if (length > 0 && image.Certificates.Set(0, Chain(kept, length), key))
                {
                    return;
                }
            }

            if (!hasKey)
            {
                image.Drbg.Generate(key, 0, KeyLength);

                // The key must be below the group's order, which begins with 32 one bits. Clearing the top bit ensures that without a loop and costs one bit of entropy.
                key[0] &= 0x7F;
                credentials.Save(Credential.PrivateKey, key, 0, KeyLength);
            }

            byte[] made = new CertificateBuilder(image.Provider, image.Jobs, image.Drbg).Build(key, names.Buffer, names.Length, ReleaseDay);
            credentials.Save(Credential.Certificate, made, 0, made.Length);
            credentials.Save(Credential.CertificateSubject, names.Buffer, 0, names.Length);
            if (!image.Certificates.Set(0, Chain(made, made.Length), key))
            {
                throw new InvalidOperationException();
            }
        }

        private static bool IsFor(CredentialPort credentials, SubjectNames names)
        {
            byte[] kept = new byte[names.Length];
            if (credentials.Load(Credential.CertificateSubject, kept, 0, kept.Length) != names.Length)
            {
                return false;
            }

            for (int i = 0; i < kept.Length; i++)
            {
                if (kept[i] != names.Buffer[i])
                {
                    return false;
                }
            }

            return true;
        }

        private static byte[] Chain(byte[] certificate, int length)
        {
            byte[] chain = new byte[length + 5];
            ServerCertificates.AppendEntry(certificate, 0, length, chain, 0);
            return chain;
        }
    }
}
