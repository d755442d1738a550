// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MilliHttp.Nano.Board.Authority
{
    /// <summary>
    /// A device, asked for its request and given its certificate. The token is sent only to a device that shows the authority's certificate or the key that was pinned.
    /// </summary>
    internal sealed class Device : IDisposable
    {
        private readonly HttpClient _client;
        private readonly X509Certificate2 _authority;
        private readonly string _pin;
        private readonly string _url;

        /// <summary>Names a device.</summary>
        /// <param name="url">Its address, <c>https://name/</c>.</param>
        /// <param name="token">The bearer token that it made for its owner.</param>
        /// <param name="pin">SHA-256 of its SubjectPublicKeyInfo in base64, as it prints at boot; null when it has a certificate of the authority already.</param>
        /// <param name="authority">The authority's certificate.</param>
        public Device(string url, string token, string pin, X509Certificate2 authority)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri parsed) || parsed.Scheme != Uri.UriSchemeHttps)
            {
                throw new UserException("'" + url + "' is no address of a device; give one such as https://lamp.local/");
            }

            _url = parsed.GetLeftPart(UriPartial.Authority);
            _pin = pin;
            _authority = authority;
            SocketsHttpHandler handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
            handler.SslOptions.RemoteCertificateValidationCallback = IsTrusted;
            _client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        /// <summary>The certificate that it showed; null before the first request.</summary>
        public X509Certificate2 Shown { get; private set; }

        /// <summary>Asks for its certificate request.</summary>
        public byte[] Request()
        {
            return Send(HttpMethod.Get, "/certificate/request", null);
        }

        /// <summary>Gives it a certificate.</summary>
        public void Put(X509Certificate2 certificate)
        {
            StringContent content = new StringContent(certificate.ExportCertificatePem() + "\n", Encoding.ASCII);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/pem-certificate-chain");
            Send(HttpMethod.Put, "/certificate", content);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _client.Dispose();
        }

        private byte[] Send(HttpMethod method, string path, HttpContent content)
        {
            try
            {
                using HttpRequestMessage message = new HttpRequestMessage(method, _url + path) { Content = content };
                using HttpResponseMessage answer = _client.Send(message);
                using System.IO.Stream stream = answer.Content.ReadAsStream();
                using System.IO.MemoryStream body = new System.IO.MemoryStream();
                stream.CopyTo(body);
                switch (answer.StatusCode)
                {
                    case HttpStatusCode.OK:
                    case HttpStatusCode.Created:
                    case HttpStatusCode.NoContent:
                        return body.ToArray();
                    case HttpStatusCode.Unauthorized:
                    case HttpStatusCode.Forbidden:
                        throw new UserException(_url + " refuses the token; make a new one on its page");
                    case HttpStatusCode.NotFound:
                        throw new UserException(_url + " takes no certificates; its application has to turn trust on");
                    default:
                        throw new UserException(_url + path + " answered " + (int)answer.StatusCode + ": " + Encoding.UTF8.GetString(body.ToArray()).Split('\n')[0]);
                }
            }
            catch (HttpRequestException exception)
            {
                throw new UserException(exception.InnerException is System.Security.Authentication.AuthenticationException
                    ? _url + " shows a certificate that is neither the authority's nor pinned; give --pin with the SPKI SHA-256 that the device prints at boot"
                    : _url + " cannot be reached: " + exception.Message);
            }
            catch (OperationCanceledException)
            {
                throw new UserException(_url + " did not answer in 30 seconds");
            }
        }

        private bool IsTrusted(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
        {
            if (certificate == null)
            {
                return false;
            }

            Shown = new X509Certificate2(certificate);
            if (_pin != null)
            {
                byte[] hash = SHA256.HashData(Shown.PublicKey.ExportSubjectPublicKeyInfo());
                return CryptographicOperations.FixedTimeEquals(hash, Decode(_pin));
            }

            if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            {
                return false;
            }

            using X509Chain own = new X509Chain();
            own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            own.ChainPolicy.CustomTrustStore.Add(_authority);
            own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return own.Build(Shown);
        }

        private static byte[] Decode(string pin)
        {
            try
            {
                return Convert.FromBase64String(pin);
            }
            catch (FormatException)
            {
                throw new UserException("'" + pin + "' is no pin; give the base64 of the SPKI SHA-256 that the device prints at boot");
            }
        }
    }
}
