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
            X509Certificate2Collection chain = ReadChain(certificatePath, out wrong);
            if (chain == null)
            {
                return null;
            }

            ECParameters parameters;
            try
            {
                byte[] content = File.ReadAllBytes(keyPath);
                wrong = PemText.FindFault(content, keyPath);
                if (wrong != null)
                {
                    return null;
                }

                if (IsRsa(content))
                {
                    wrong = "the private key '" + keyPath + "' is an RSA key, and this server has keys on P-256 alone; make one with: openssl ecparam -name prime256v1 -genkey -noout, and a certificate for it";
                    return null;
                }

                using ECDsa key = ReadKey(content);
                parameters = key.ExportParameters(true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                wrong = "cannot read the private key '" + keyPath + "': " + FirstLine(exception) + "; give an unencrypted EC key in PEM or DER";
                return null;
            }

            if (!parameters.Curve.IsNamed)
            {
                wrong = "the private key '" + keyPath + "' spells its curve out; name it with: openssl ec -in KEY -param_enc named_curve";
                return null;
            }

            if (parameters.Curve.Oid.Value != P256)
            {
                wrong = "the private key '" + keyPath + "' is not on P-256; make one with: openssl ecparam -name prime256v1 -genkey -noout";
                return null;
            }

            wrong = CheckLeaf(chain, parameters, certificatePath, keyPath);
            if (wrong != null)
            {
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

        private static X509Certificate2Collection ReadChain(string path, out string wrong)
        {
            X509Certificate2Collection chain = new X509Certificate2Collection();
            try
            {
                byte[] content = File.ReadAllBytes(path);
                wrong = PemText.FindFault(content, path);
                if (wrong != null)
                {
                    return null;
                }

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
                wrong = "cannot read the certificate '" + path + "': " + FirstLine(exception);
                return null;
            }

            if (chain.Count == 0)
            {
                wrong = "'" + path + "' holds no certificate; give a PEM or DER file";
                return null;
            }

            for (int i = 1; i < chain.Count; i++)
            {
                if (!chain[i - 1].IssuerName.RawData.AsSpan().SequenceEqual(chain[i].SubjectName.RawData))
                {
                    wrong = "the chain in '" + path + "' is not in order: certificate " + i + " was issued by '" + chain[i - 1].Issuer + "', and '" + chain[i].Subject
                        + "' follows; put the device's own first, and after each the one that issued it";
                    return null;
                }
            }

            return chain;
        }

        private static string CheckLeaf(X509Certificate2Collection chain, ECParameters key, string certificatePath, string keyPath)
        {
            byte[] point = chain[0].PublicKey.EncodedKeyValue.RawData;
            if (point.Length == 33 && point[0] is 2 or 3)
            {
                return "the public key in the certificate '" + certificatePath + "' is a compressed point, which browsers do not take; have the certificate made with an uncompressed one";
            }

            for (int i = 0; i < chain.Count; i++)
            {
                using ECDsa certified = chain[i].GetECDsaPublicKey();
                if (certified == null)
                {
                    continue;
                }

                ECParameters expected = certified.ExportParameters(false);
                if (key.Q.X.AsSpan().SequenceEqual(expected.Q.X) && key.Q.Y.AsSpan().SequenceEqual(expected.Q.Y))
                {
                    return i == 0 ? null : "the chain in '" + certificatePath + "' is not in order: the certificate of the key is number " + (i + 1) + "; put it first";
                }
            }

            return "the private key '" + keyPath + "' does not match the certificate '" + certificatePath + "'";
        }

        // An RSA key, as PKCS#1 or PKCS#8.
        private static bool IsRsa(byte[] content)
        {
            using RSA rsa = RSA.Create();
            string text = Encoding.Latin1.GetString(content);
            try
            {
                if (text.Contains("-----BEGIN"))
                {
                    rsa.ImportFromPem(text);
                }
                else
                {
                    rsa.ImportPkcs8PrivateKey(content, out _);
                }

                return true;
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                return false;
            }
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
