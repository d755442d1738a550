// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MilliHttp.Nano.Board.Authority
{
    /// <summary>A certificate authority for the devices of one house: a P-256 key and a certificate constrained by name, in a folder.</summary>
    internal sealed class LocalAuthority
    {
        private const string CertificateFile = "authority.crt";
        private const string KeyFile = "authority.key";
        private const int SerialLength = 16;

        // Clocks differ: a certificate that begins now is not valid yet for a neighbour whose clock is behind.
        private static readonly TimeSpan s_clockSkew = TimeSpan.FromHours(1);

        private readonly X509Certificate2 _certificate;

        private LocalAuthority(X509Certificate2 certificate)
        {
            _certificate = certificate;
            Constraints = NameConstraints.Read(certificate);
        }

        /// <summary>The names that it may certify; null where its certificate does not limit them.</summary>
        public NameConstraints Constraints { get; }

        /// <summary>Its certificate, with the key.</summary>
        public X509Certificate2 Certificate => _certificate;

        /// <summary>Makes one, in a folder that holds none yet.</summary>
        /// <param name="folder">Where its two files are written.</param>
        /// <param name="name">The name under which trust stores list it.</param>
        /// <param name="constraints">The names that it may certify.</param>
        /// <param name="years">How long it is valid.</param>
        public static LocalAuthority Create(string folder, string name, NameConstraints constraints, int years)
        {
            Directory.CreateDirectory(folder);
            string keyPath = Path.Combine(folder, KeyFile);
            string certificatePath = Path.Combine(folder, CertificateFile);
            if (File.Exists(keyPath) || File.Exists(certificatePath))
            {
                throw new UserException("'" + folder + "' holds an authority already; name another folder with --authority");
            }

            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            X500DistinguishedNameBuilder subject = new X500DistinguishedNameBuilder();
            subject.AddCommonName(name);
            CertificateRequest request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
            request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
            request.CertificateExtensions.Add(constraints.Encode());
            DateTimeOffset now = DateTimeOffset.UtcNow;
            X509Certificate2 certificate = request.CreateSelfSigned(now - s_clockSkew, now.AddYears(years));

            // The key's file is closed to others before it holds anything.
            FileStreamOptions options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (StreamWriter writer = new StreamWriter(keyPath, options))
            {
                writer.Write(key.ExportPkcs8PrivateKeyPem());
            }

            File.WriteAllText(certificatePath, certificate.ExportCertificatePem() + "\n");
            return new LocalAuthority(certificate);
        }

        /// <summary>Reads one that was made before.</summary>
        public static LocalAuthority Open(string folder)
        {
            string certificatePath = Path.Combine(folder, CertificateFile);
            try
            {
                return new LocalAuthority(X509Certificate2.CreateFromPemFile(certificatePath, Path.Combine(folder, KeyFile)));
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new UserException("'" + folder + "' holds no authority; make one with 'create --authority " + folder + "'");
            }
            catch (Exception exception) when (exception is CryptographicException or UnauthorizedAccessException or IOException)
            {
                throw new UserException("the authority in '" + folder + "' cannot be read: " + exception.Message.Split('\n')[0]);
            }
        }

        /// <summary>Signs a request (PKCS#10, PEM or DER) for a server's certificate.</summary>
        /// <param name="request">The request; its signature must be right.</param>
        /// <param name="days">How long the certificate is valid. Systems of Apple take at most 825 days, from a public authority 398.</param>
        /// <returns>The certificate.</returns>
        public X509Certificate2 Sign(byte[] request, int days)
        {
            CertificateRequest asked = Load(request);
            X509SubjectAlternativeNameExtension names = asked.CertificateExtensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
            if (names == null)
            {
                throw new UserException("the request names no host; it needs a subjectAltName with the device's names and addresses");
            }

            Check(names);
            CertificateRequest leaf = new CertificateRequest(asked.SubjectName, asked.PublicKey, HashAlgorithmName.SHA256);
            leaf.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
            leaf.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
            leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new Oid("1.3.6.1.5.5.7.3.1") }, false));
            leaf.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(leaf.PublicKey, false));
            leaf.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
            leaf.CertificateExtensions.Add(names);
            byte[] serial = RandomNumberGenerator.GetBytes(SerialLength);
            serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
            DateTimeOffset now = DateTimeOffset.UtcNow;
            DateTimeOffset end = now.AddDays(days);
            if (end > _certificate.NotAfter)
            {
                throw new UserException("the authority ends on " + _certificate.NotAfter.ToString("yyyy-MM-dd") + ", before the certificate would; make a new one");
            }

            return leaf.Create(_certificate, now - s_clockSkew, end, serial);
        }

        private static CertificateRequest Load(byte[] request)
        {
            try
            {
                string text = System.Text.Encoding.Latin1.GetString(request);
                return text.Contains("-----BEGIN", StringComparison.Ordinal)
                    ? CertificateRequest.LoadSigningRequestPem(text, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions)
                    : CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                throw new UserException("this is no certificate request: " + exception.Message.Split('\n')[0]);
            }
        }

        // What the constraints forbid would be refused by every client; here somebody can still be told why.
        private void Check(X509SubjectAlternativeNameExtension names)
        {
            if (Constraints == null)
            {
                return;
            }

            List<string> forbidden = names.EnumerateDnsNames().Where(name => !Constraints.Permits(name))
                .Concat(names.EnumerateIPAddresses().Where(address => !Constraints.Permits(address)).Select(address => address.ToString())).ToList();
            if (forbidden.Count > 0)
            {
                throw new UserException("the authority may not certify " + string.Join(", ", forbidden) + "; it permits " + Constraints);
            }
        }
    }
}
