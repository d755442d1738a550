// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>Certificates and private keys that an application gives (DER).</summary>
    internal sealed class CertificateTarget : FuzzTarget
    {
        private readonly CertificateReader _reader = new CertificateReader();

        public override string Name => "certificate";

        public override IEnumerable<byte[]> Seeds()
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            names.AddIpAddress(System.Net.IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(60));
            yield return certificate.RawData;
            yield return key.ExportECPrivateKey();
            yield return key.ExportPkcs8PrivateKey();
            byte[] chain = new byte[certificate.RawData.Length + 5];
            ServerCertificates.AppendEntry(certificate.RawData, 0, certificate.RawData.Length, chain, 0);
            yield return chain;
        }

        public override void Run(byte[] input)
        {
            byte[] b = FuzzInput.Join(new byte[3], input);
            if (_reader.Read(b, 3, input.Length))
            {
                Check(_reader.KeyInfoOffset >= 3 && _reader.KeyInfoLength >= 0 && _reader.KeyInfoOffset + _reader.KeyInfoLength <= b.Length, "key outside");
                Check(_reader.NamesLength >= 0 && _reader.NamesOffset + _reader.NamesLength <= b.Length, "names outside");
                Check(_reader.PointOffset == 0 || _reader.PointOffset + 65 <= b.Length, "point outside");
            }

            PrivateKeyReader.Read(b, 3, input.Length, new byte[32], 0);
            new ServerCertificates(1).Set(0, input, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8 });
        }
    }
}
