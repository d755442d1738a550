// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>Alert descriptions (RFC 8446 section 6). Over QUIC the close code is 0x0100 + the alert.</summary>
    public static class TlsAlert
    {
        /// <summary>No alert: the connection did not fail.</summary>
        public const int None = -1;

        /// <summary>The peer sends nothing more.</summary>
        public const int CloseNotify = 0;

        /// <summary>A message that is not allowed now.</summary>
        public const int UnexpectedMessage = 10;

        /// <summary>A record that does not open.</summary>
        public const int BadRecordMac = 20;

        /// <summary>A record longer than allowed.</summary>
        public const int RecordOverflow = 22;

        /// <summary>No acceptable set of parameters.</summary>
        public const int HandshakeFailure = 40;

        /// <summary>A certificate that is corrupt or has a wrong signature.</summary>
        public const int BadCertificate = 42;

        /// <summary>A certificate of an unsupported type.</summary>
        public const int UnsupportedCertificate = 43;

        /// <summary>A certificate that its signer revoked.</summary>
        public const int CertificateRevoked = 44;

        /// <summary>A certificate that has expired or is not valid yet.</summary>
        public const int CertificateExpired = 45;

        /// <summary>A certificate that is not accepted for another reason.</summary>
        public const int CertificateUnknown = 46;

        /// <summary>A field with a wrong value or that contradicts others.</summary>
        public const int IllegalParameter = 47;

        /// <summary>A certificate chain whose root is not known.</summary>
        public const int UnknownCa = 48;

        /// <summary>A valid certificate without access.</summary>
        public const int AccessDenied = 49;

        /// <summary>A message that cannot be decoded.</summary>
        public const int DecodeError = 50;

        /// <summary>A signature or Finished that is not right.</summary>
        public const int DecryptError = 51;

        /// <summary>A version of the protocol that is not supported.</summary>
        public const int ProtocolVersion = 70;

        /// <summary>Parameters less secure than the server requires.</summary>
        public const int InsufficientSecurity = 71;

        /// <summary>An error that has nothing to do with the peer, such as lack of memory.</summary>
        public const int InternalError = 80;

        /// <summary>A retry with a lower version than the server supports.</summary>
        public const int InappropriateFallback = 86;

        /// <summary>The user canceled the handshake.</summary>
        public const int UserCanceled = 90;

        /// <summary>A message without a mandatory extension.</summary>
        public const int MissingExtension = 109;

        /// <summary>A message with an extension that is not allowed in it.</summary>
        public const int UnsupportedExtension = 110;

        /// <summary>No server of that name.</summary>
        public const int UnrecognizedName = 112;

        /// <summary>An invalid OCSP response.</summary>
        public const int BadCertificateStatusResponse = 113;

        /// <summary>No acceptable PSK identity.</summary>
        public const int UnknownPskIdentity = 115;

        /// <summary>A certificate is required and none was sent.</summary>
        public const int CertificateRequired = 116;

        /// <summary>No common application protocol (ALPN).</summary>
        public const int NoApplicationProtocol = 120;
    }
}
