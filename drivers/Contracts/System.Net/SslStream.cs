// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.Security
{
    public class SslStream : System.Net.Sockets.NetworkStream
    {
        public SslStream(System.Net.Sockets.Socket socket) : base(default(System.Net.Sockets.Socket)) => throw null;

        public SslVerification SslVerification { get => throw null; set => throw null; }

        public bool UseStoredDeviceCertificate { get => throw null; set => throw null; }

        public bool IsServer { get => throw null; }

        public override long Length { get => throw null; }

        public override bool DataAvailable { get => throw null; }

        public void AuthenticateAsClient(string targetHost, SslProtocols enabledSslProtocols) => throw null;

        public void AuthenticateAsClient(string targetHost, System.Security.Cryptography.X509Certificates.X509Certificate clientCertificate, SslProtocols enabledSslProtocols) => throw null;

        public void AuthenticateAsClient(string targetHost, System.Security.Cryptography.X509Certificates.X509Certificate clientCertificate, System.Security.Cryptography.X509Certificates.X509Certificate ca, SslProtocols enabledSslProtocols) => throw null;

        public void AuthenticateAsServer(System.Security.Cryptography.X509Certificates.X509Certificate serverCertificate, SslProtocols enabledSslProtocols) => throw null;

        public void AuthenticateAsServer(System.Security.Cryptography.X509Certificates.X509Certificate serverCertificate, bool clientCertificateRequired, SslProtocols enabledSslProtocols) => throw null;

        ~SslStream() => throw null;

        protected override void Dispose(bool disposing) => throw null;

        public override int Read(byte[] buffer, int offset, int size) => throw null;

        public override void Write(byte[] buffer, int offset, int size) => throw null;
    }
}
