// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// Makes the certificate of a device that was given none: X.509 v3 (RFC 5280), self-signed with ECDSA P-256 and SHA-256, for a server's names
    /// and addresses. For boot, not for the loop: it allocates, and runs whole jobs.
    /// </summary>
    /// <remarks>
    /// DER is written from the end to the front, so that the length of everything is known when its header is written.
    /// A device without a clock cannot renew in time, so the end is 9999-12-31, which RFC 5280 section 4.1.2.5 has for "no well-defined expiration date".
    /// </remarks>
    public sealed class CertificateBuilder
    {
        /// <summary>Tag of a DNS name in a list of names (RFC 5280 section 4.2.1.6).</summary>
        public const byte DnsName = 0x82;

        /// <summary>Tag of an IP address in a list of names: 4 or 16 bytes.</summary>
        public const byte IpAddress = 0x87;

        private const byte Boolean = 0x01;
        private const byte Integer = 0x02;
        private const byte BitString = 0x03;
        private const byte OctetString = 0x04;
        private const byte ObjectId = 0x06;
        private const byte Utf8String = 0x0C;
        private const byte UtcTime = 0x17;
        private const byte GeneralizedTime = 0x18;
        private const byte Sequence = 0x30;
        private const byte Set = 0x31;
        private const byte Context0 = 0xA0;
        private const byte Context3 = 0xA3;
        private const int PointLength = 65;
        private const int SerialLength = 16;

        // Everything but the names and the signature takes under 400 bytes.
        private const int Overhead = 640;

        // Object ids, as the bytes of their DER content, eight to a number and the last first.
        private const long IdEcdsaWithSha256 = 0x0203043DCE48862A;
        private const long IdEcPublicKey = 0x01023DCE48862A;
        private const long IdPrime256v1 = 0x0701033DCE48862A;
        private readonly CryptoProvider _provider;
        private readonly AsymmetricJobs _jobs;
        private readonly HmacDrbg _drbg;
        private byte[] _der;
        private int _at;

        /// <summary>Makes the builder; nothing is kept in it between calls.</summary>
        public CertificateBuilder(CryptoProvider provider, AsymmetricJobs jobs, HmacDrbg drbg)
        {
            _provider = provider;
            _jobs = jobs;
            _drbg = drbg;
        }

        /// <summary>
        /// Builds and signs a certificate.
        /// </summary>
        /// <param name="privateKey">The private scalar, 32 bytes, big endian.</param>
        /// <param name="names">The server's names: for each a tag (<see cref="DnsName"/>, <see cref="IpAddress"/>), one byte of length, the value.
        /// The first DNS name is also the subject.</param>
        /// <param name="namesLength">Bytes of that list.</param>
        /// <param name="notBefore">First day of validity as a number: 20261101 is 1 November 2026.</param>
        /// <returns>The certificate in DER, an array of exactly its length.</returns>
        public byte[] Build(byte[] privateKey, byte[] names, int namesLength, int notBefore)
        {
            byte[] point = new byte[PointLength];
            _jobs.StartP256PublicKey(privateKey, 0);
            Finish(point);

            _der = new byte[Overhead + (3 * namesLength)];
            _at = _der.Length;
            WriteExtensions(names, namesLength);
            WriteKey(point);
            WriteName(names, namesLength);
            WriteValidity(notBefore);
            WriteName(names, namesLength);
            WriteAlgorithm();
            WriteSerial();
            int mark = _at;
            Put(2);
            Wrap(Integer, mark);
            Wrap(Context0, mark);
            Wrap(Sequence, _der.Length);
            int bodyOffset = _at;
            int bodyLength = _der.Length - _at;

            byte[] hash = new byte[Sha256.HashLength];
            byte[] signature = new byte[64];
            byte[] signatureDer = new byte[72];
            Sha256 sha = _provider.Hash;
            sha.Reset();
            sha.Update(_der, bodyOffset, bodyLength);
            sha.Finish(hash, 0);
            _jobs.StartEcdsaSign(privateKey, 0, hash, 0, _drbg);
            Finish(signature);
            int signatureLength = EcdsaSignature.WriteDer(signature, 0, signatureDer, 0);

            byte[] body = new byte[bodyLength];
            Array.Copy(_der, bodyOffset, body, 0, bodyLength);
            _at = _der.Length;
            Put(signatureDer, 0, signatureLength);
            Put(0);
            Wrap(BitString, _der.Length);
            WriteAlgorithm();
            Put(body, 0, bodyLength);
            Wrap(Sequence, _der.Length);
            byte[] certificate = new byte[_der.Length - _at];
            Array.Copy(_der, _at, certificate, 0, certificate.Length);
            _der = null;
            return certificate;
        }

        private void Finish(byte[] result)
        {
            while (_jobs.Step(1000) == JobStatus.Running)
            {
            }

            if (_jobs.Status != JobStatus.Done)
            {
                throw new InvalidOperationException();
            }

            _jobs.TakeResult(result, 0);
        }

        private void WriteExtensions(byte[] names, int namesLength)
        {
            int end = _at;

            // extKeyUsage: serverAuth.
            int mark = _at;
            PutId(0x010307050501062BL, 8);
            Wrap(ObjectId, mark);
            Wrap(Sequence, mark);
            Wrap(OctetString, mark);
            PutId(0x251D55, 3);
            Wrap(ObjectId, _at + 3);
            Wrap(Sequence, mark);

            // keyUsage, critical: digitalSignature.
            mark = _at;
            Put(0x80);
            Put(7);
            Wrap(BitString, mark);
            Wrap(OctetString, mark);
            PutCritical();
            PutId(0x0F1D55, 3);
            Wrap(ObjectId, _at + 3);
            Wrap(Sequence, mark);

            // basicConstraints, critical: not a CA.
            mark = _at;
            Wrap(Sequence, mark);
            Wrap(OctetString, mark);
            PutCritical();
            PutId(0x131D55, 3);
            Wrap(ObjectId, _at + 3);
            Wrap(Sequence, mark);

            // subjectAltName.
            mark = _at;
            Put(names, 0, namesLength);
            Wrap(Sequence, mark);
            Wrap(OctetString, mark);
            PutId(0x111D55, 3);
            Wrap(ObjectId, _at + 3);
            Wrap(Sequence, mark);

            Wrap(Sequence, end);
            Wrap(Context3, end);
        }

        private void WriteKey(byte[] point)
        {
            int end = _at;
            Put(point, 0, PointLength);
            Put(0);
            Wrap(BitString, end);
            int mark = _at;
            PutId(IdPrime256v1, 8);
            Wrap(ObjectId, mark);
            int inner = _at;
            PutId(IdEcPublicKey, 7);
            Wrap(ObjectId, inner);
            Wrap(Sequence, mark);
            Wrap(Sequence, end);
        }

        private void WriteName(byte[] names, int namesLength)
        {
            int end = _at;
            int p = 0;
            while (p < namesLength && names[p] != DnsName)
            {
                p += 2 + names[p + 1];
            }

            if (p < namesLength)
            {
                Put(names, p + 2, names[p + 1]);
                Wrap(Utf8String, end);
                int mark = _at;
                PutId(0x030455, 3);
                Wrap(ObjectId, mark);
                Wrap(Sequence, end);
                Wrap(Set, end);
            }

            Wrap(Sequence, end);
        }

        private void WriteValidity(int notBefore)
        {
            int end = _at;
            Put((byte)'Z');
            PutDigits(235959, 6);
            PutDigits(99991231, 8);
            Wrap(GeneralizedTime, end);
            int mark = _at;
            Put((byte)'Z');
            PutDigits(0, 6);
            PutDigits(notBefore, 6);
            Wrap(UtcTime, mark);
            Wrap(Sequence, end);
        }

        private void WriteAlgorithm()
        {
            int end = _at;
            PutId(IdEcdsaWithSha256, 8);
            Wrap(ObjectId, end);
            Wrap(Sequence, end);
        }

        private void WriteSerial()
        {
            int end = _at;
            byte[] serial = new byte[SerialLength];
            _drbg.Generate(serial, 0, SerialLength);

            // Positive, and without a leading zero byte.
            serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
            Put(serial, 0, SerialLength);
            Wrap(Integer, end);
        }

        private void PutCritical()
        {
            int mark = _at;
            Put(0xFF);
            Wrap(Boolean, mark);
        }

        private void PutId(long id, int length)
        {
            for (int i = length - 1; i >= 0; i--)
            {
                Put((byte)(id >> (8 * i)));
            }
        }

        private void PutDigits(int value, int count)
        {
            for (int i = 0; i < count; i++)
            {
                Put((byte)('0' + (value % 10)));
                value /= 10;
            }
        }

        private void Put(byte value)
        {
            _der[--_at] = value;
        }

        private void Put(byte[] source, int offset, int length)
        {
            _at -= length;
            Array.Copy(source, offset, _der, _at, length);
        }

        /// <summary>Puts tag and length in front of what was written since <paramref name="end"/>.</summary>
        private void Wrap(byte tag, int end)
        {
            int length = end - _at;
            if (length > 255)
            {
                Put((byte)length);
                Put((byte)(length >> 8));
                Put(0x82);
            }
            else if (length > 127)
            {
                Put((byte)length);
                Put(0x81);
            }
            else
            {
                Put((byte)length);
            }

            Put(tag);
        }
    }
}
