// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>A TLS server in memory: engine, connection and a small loop around them, with an application that echoes or collects.</summary>
    public sealed class TlsServer
    {
        public readonly CryptoProvider Provider;
        public readonly AsymmetricJobs Jobs;
        public readonly HmacDrbg Drbg;
        public readonly ServerCertificates Certificates = new ServerCertificates(4);
        public readonly TicketKeys Tickets;
        public readonly X25519KeyPool KeyPairs = new X25519KeyPool(2);
        public readonly EcdsaNoncePool Nonces = new EcdsaNoncePool(2);
        public readonly TlsEngine Engine;
        public readonly TlsConnection Connection;
        public readonly TlsProfile Profile;

        /// <summary>Everything the client was sent and has not read yet.</summary>
        public readonly Queue<byte> Sent = new Queue<byte>();

        /// <summary>Application bytes of verified records, in order.</summary>
        public readonly MemoryStream Received = new MemoryStream();

        /// <summary>Echo what is received.</summary>
        public bool Echo = true;

        /// <summary>Bytes given to FeedData at once.</summary>
        public int FeedPiece = int.MaxValue;

        /// <summary>Bytes the application consumes at once.</summary>
        public int ConsumePiece = int.MaxValue;

        public long Now = 1000000;

        private readonly MemoryStream _staged = new MemoryStream();
        private readonly MemoryStream _answer = new MemoryStream();
        private int _answered;
        private byte[] _input = new byte[0];

        public TlsServer(TlsProfile profile = null, bool prepared = false, X509Certificate2 certificate = null, byte[] chain = null, KeyEncapsulation encapsulation = null, int records = 1)
        {
            Provider = new CryptoProvider(new CryptoProfile { Records = records });
            Profile = profile ?? TlsProfile.Standard();
            Jobs = new AsymmetricJobs(Provider, encapsulation);
            Drbg = new HmacDrbg(Provider);
            Drbg.Instantiate(RandomNumberGenerator.GetBytes(48), 0, 48);
            Tickets = new TicketKeys(Provider, Drbg, Profile.TicketLifetime);
            Engine = new TlsEngine(Profile, Provider, Jobs, Drbg, Certificates, Tickets, prepared ? KeyPairs : null, prepared ? Nonces : null);
            certificate ??= TestCertificate("localhost");
            if (!Certificates.Set(0, chain ?? Chain(certificate.RawData), PrivateKey(certificate)))
            {
                throw new InvalidOperationException("certificate refused");
            }

            while (prepared && Engine.Prepare(1000, Now))
            {
            }

            Connection = new TlsConnection(Engine, Provider, Profile);
            Connection.Open(Now);
        }

        public static X509Certificate2 TestCertificate(params string[] names)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = new CertificateRequest("CN=" + names[0], key, HashAlgorithmName.SHA256);
            SubjectAlternativeNameBuilder builder = new SubjectAlternativeNameBuilder();
            foreach (string name in names)
            {
                builder.AddDnsName(name);
            }

            builder.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(builder.Build());
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        }

        public static byte[] PrivateKey(X509Certificate2 certificate)
        {
            using ECDsa key = certificate.GetECDsaPrivateKey();
            return key.ExportParameters(true).D;
        }

        public static byte[] Chain(params byte[][] certificates)
        {
            int length = 0;
            foreach (byte[] der in certificates)
            {
                length += der.Length + 5;
            }

            byte[] list = new byte[length];
            length = 0;
            foreach (byte[] der in certificates)
            {
                length = ServerCertificates.AppendEntry(der, 0, der.Length, list, length);
            }

            return list;
        }

        /// <summary>Gives bytes of the client to the server and runs it until it rests.</summary>
        public void Feed(ReadOnlySpan<byte> data)
        {
            byte[] joined = new byte[_input.Length + data.Length];
            _input.CopyTo(joined, 0);
            data.CopyTo(joined.AsSpan(_input.Length));
            _input = joined;
            Run();
        }

        /// <summary>Runs the server until nothing moves.</summary>
        public void Run()
        {
            int offset = 0;
            bool moved = true;
            while (moved)
            {
                moved = false;
                int piece = Math.Min(FeedPiece, _input.Length - offset);
                if (piece > 0 || _input.Length == 0)
                {
                    int taken = Connection.FeedData(_input, offset, piece, Now);
                    offset += taken;
                    moved |= taken > 0;
                }

                if (Connection.NeedsStep)
                {
                    Connection.Step(50, Now);
                    moved = true;
                }

                moved |= Application();
                int count = Connection.PollOutput();
                if (count > 0)
                {
                    for (int i = 0; i < count; i++)
                    {
                        Sent.Enqueue(Connection.OutputBuffer[Connection.OutputOffset + i]);
                    }

                    Connection.OutputSent(count);
                    moved = true;
                }
            }

            _input = _input.AsSpan(offset).ToArray();
        }

        /// <summary>Sends application data.</summary>
        public void Send(byte[] data)
        {
            _answer.Write(data);
            Run();
        }

        private bool Application()
        {
            bool moved = false;
            TlsConnection c = Connection;
            if (c.State == TlsConnectionState.Failed)
            {
                _staged.SetLength(0);
                return false;
            }

            if (c.ReadLength > 0)
            {
                int count = Math.Min(c.ReadLength, ConsumePiece);
                _staged.Write(c.ReadBuffer, c.ReadOffset, count);
                c.Consume(count);
                moved = true;
            }

            if (c.IsVerified && _staged.Length > 0 && c.ReadLength == 0)
            {
                Received.Write(_staged.GetBuffer(), 0, (int)_staged.Length);
                if (Echo)
                {
                    _answer.Write(_staged.GetBuffer(), 0, (int)_staged.Length);
                }

                _staged.SetLength(0);
            }

            while (_answered < _answer.Length)
            {
                int room = c.Reserve();
                if (room == 0)
                {
                    break;
                }

                int count = (int)Math.Min(room, _answer.Length - _answered);
                Array.Copy(_answer.GetBuffer(), _answered, c.WriteBuffer, c.WriteOffset, count);
                c.Commit(count);
                _answered += count;
                moved = true;
            }

            return moved;
        }
    }
}
