// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>A certificate chain and its private key as files: PEM or DER, SEC1 or PKCS#8.</summary>
    internal sealed class CertificateFiles
    {
        private const string P256 = "1.2.840.10045.3.1.7";

        private CertificateFiles(byte[] chain, byte[] privateKey)
        {
            Chain = chain;
            PrivateKey = privateKey;
        }

        /// <summary>The chain as <see cref="ServerCertificates"/> takes it, leaf first.</summary>
        public byte[] Chain { get; }

        /// <summary>The private scalar, 32 bytes, big endian.</summary>
        public byte[] PrivateKey { get; }

        /// <summary>Reads a pair of files.</summary>
        /// <param name="wrong">What is wrong and how to mend it, in one line, when null is returned.</param>
        public static CertificateFiles TryRead(string certificatePath, string keyPath, out string wrong)
        {
            X509Certificate2Collection chain = new X509Certificate2Collection();
            try
            {
                byte[] content = File.ReadAllBytes(certificatePath);
                string text = Encoding.Latin1.GetString(content);
                if (text.Contains("-----BEGIN"))
                {
                    chain.ImportFromPem(text);
                }
                else
                {
                    chain.Add(X509CertificateLoader.LoadCertificate(content));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
            {
                wrong = "cannot read the certificate '" + certificatePath + "': " + FirstLine(exception);
                return null;
            }

            if (chain.Count == 0)
            {
                wrong = "'" + certificatePath + "' holds no certificate; give a PEM or DER file";
                return null;
            }

            ECParameters parameters;
            try
            {
                using ECDsa key = ReadKey(File.ReadAllBytes(keyPath));
                parameters = key.ExportParameters(true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                wrong = "cannot read the private key '" + keyPath + "': " + FirstLine(exception) + "; give an unencrypted EC key in PEM or DER";
                return null;
            }

            if (parameters.Curve.Oid.Value != P256)
            {
                wrong = "the private key '" + keyPath + "' is not on P-256; make one with: openssl ecparam -name prime256v1 -genkey -noout";
                return null;
            }

            using ECDsa certified = chain[0].GetECDsaPublicKey();
            ECParameters expected = certified == null ? default : certified.ExportParameters(false);
            if (certified == null || !parameters.Q.X.AsSpan().SequenceEqual(expected.Q.X) || !parameters.Q.Y.AsSpan().SequenceEqual(expected.Q.Y))
            {
                wrong = "the private key '" + keyPath + "' does not match the certificate '" + certificatePath + "'";
                return null;
            }

            int length = 0;
            byte[] list = new byte[Total(chain)];
            foreach (X509Certificate2 certificate in chain)
            {
                byte[] der = certificate.RawData;
                length = ServerCertificates.AppendEntry(der, 0, der.Length, list, length);
            }

            wrong = null;
            return new CertificateFiles(list, parameters.D);
        }

        private static int Total(X509Certificate2Collection chain)
        {
            int length = 0;
            foreach (X509Certificate2 certificate in chain)
            {
                length += certificate.RawData.Length + 5;
            }

            return length;
        }

        private static ECDsa ReadKey(byte[] content)
        {
            ECDsa key = ECDsa.Create();
            string text = Encoding.Latin1.GetString(content);
            if (text.Contains("-----BEGIN"))
            {
                key.ImportFromPem(text);
                return key;
            }

            try
            {
                key.ImportPkcs8PrivateKey(content, out _);
            }
            catch (CryptographicException)
            {
                key.ImportECPrivateKey(content, out _);
            }

            return key;
        }

        private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].TrimEnd('\r', '.');
    }
}
