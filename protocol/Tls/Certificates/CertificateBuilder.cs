// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// Makes the self-signed certificate of a board (RFC 5280): P-256, signed with ECDSA and SHA-256, for the names and addresses of the board,
    /// valid to the end of 9999 because a board may have no clock. In steps, like every long computation.
    /// </summary>
    /// <remarks>
    /// The names are given as GeneralNames, one after another, as subjectAltName holds them: <see cref="AppendDnsName"/> and
    /// <see cref="AppendAddress"/> build that. Same bytes, same certificate but for serial number and signature: a board compares them
    /// to see whether it needs a new one.
    /// </remarks>
    public sealed class CertificateBuilder
    {
        /// <summary>Tag of a DNS name in names (RFC 5280 section 4.2.1.6); one byte of length and the name follow.</summary>
        public const byte DnsName = 0x82;

        /// <summary>Tag of an IP address in names; one byte of length and 4 or 16 bytes follow.</summary>
        public const byte IpAddress = 0x87;

        private const int PhaseIdle = 0;
        private const int PhasePoint = 1;
        private const int PhaseSign = 2;

        private readonly CryptoProvider _provider;
        private readonly AsymmetricJobs _jobs;
        private readonly HmacDrbg _drbg;
        private readonly byte[] _scratch = new byte[72];
        private byte[] _key;
        private byte[] _names;
        private int _namesOffset;
        private int _namesLength;
        private int _notBefore;
        private byte[] _b;
        private int _start;
        private int _phase;

        /// <summary>Makes the builder.</summary>
        /// <param name="provider">Hashing.</param>
        /// <param name="jobs">Must be idle when <see cref="Start"/> is called.</param>
        /// <param name="drbg">Seeded.</param>
        public CertificateBuilder(CryptoProvider provider, AsymmetricJobs jobs, HmacDrbg drbg)
        {
            _provider = provider;
            _jobs = jobs;
            _drbg = drbg;
        }

        /// <summary>Length of the finished certificate in bytes; 0 before.</summary>
        public int Length { get; private set; }

        /// <summary>Bytes that a certificate for these names takes at most.</summary>
        /// <param name="namesLength">Bytes of names.</param>
        /// <returns>Bytes, with room to work in.</returns>
        public static int Room(int namesLength)
        {
            return 512 + (3 * namesLength);
        }

        /// <summary>Appends a DNS name to names.</summary>
        /// <param name="name">ASCII.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">Its length, 1 to 63.</param>
        /// <param name="names">Where to.</param>
        /// <param name="namesLength">Bytes already there.</param>
        /// <returns>Bytes there now.</returns>
        public static int AppendDnsName(byte[] name, int offset, int length, byte[] names, int namesLength)
        {
            if (length < 1 || length > 63)
            {
                throw new ArgumentException();
            }

            names[namesLength] = DnsName;
            names[namesLength + 1] = (byte)length;
            Array.Copy(name, offset, names, namesLength + 2, length);
            return namesLength + 2 + length;
        }

        /// <summary>Appends an IP address to names.</summary>
        /// <param name="address">In network order.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">4 or 16.</param>
        /// <param name="names">Where to.</param>
        /// <param name="namesLength">Bytes already there.</param>
        /// <returns>Bytes there now.</returns>
        public static int AppendAddress(byte[] address, int offset, int length, byte[] names, int namesLength)
        {
            if (length != 4 && length != 16)
            {
                throw new ArgumentException();
            }

            names[namesLength] = IpAddress;
            names[namesLength + 1] = (byte)length;
            Array.Copy(address, offset, names, namesLength + 2, length);
            return namesLength + 2 + length;
        }

        /// <summary>Begins a certificate. All arrays are used until it is done.</summary>
        /// <param name="privateKey">32 bytes big-endian.</param>
        /// <param name="notBefore">The build date as decimal digits: yyyymmdd, 2000 to 2049.</param>
        /// <param name="names">GeneralNames; the first DNS name becomes the common name.</param>
        /// <param name="namesOffset">Where they begin.</param>
        /// <param name="namesLength">Their length in bytes.</param>
        /// <param name="certificate">Where to; <see cref="Room"/> bytes.</param>
        /// <param name="offset">Offset there.</param>
        public void Start(byte[] privateKey, int notBefore, byte[] names, int namesOffset, int namesLength, byte[] certificate, int offset)
        {
            _key = privateKey;
            _notBefore = notBefore;
            _names = names;
            _namesOffset = namesOffset;
            _namesLength = namesLength;
            _b = certificate;
            _start = offset;
            Length = 0;
            _jobs.StartP256PublicKey(privateKey, 0);
            _phase = PhasePoint;
        }

        /// <summary>Goes on.</summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <returns><see cref="JobStatus"/>; Done once, then Idle. Failed: the key is none.</returns>
        public int Step(int budget)
        {
            if (_phase == PhaseIdle)
            {
                return JobStatus.Idle;
            }

            int status = _jobs.Step(budget);
            if (status == JobStatus.Running)
            {
                return status;
            }

            if (status != JobStatus.Done)
            {
                _jobs.Cancel();
                _phase = PhaseIdle;
                return JobStatus.Failed;
            }

            if (_phase == PhasePoint)
            {
                int length = WriteBody();
                Sha256 hash = _provider.Hash;
                hash.Reset();
                hash.Update(_b, _start + 4, length);
                hash.Finish(_scratch, 0);
                _jobs.StartEcdsaSign(_key, 0, _scratch, 0, _drbg);
                _phase = PhaseSign;
                return JobStatus.Running;
            }

            _jobs.TakeResult(_scratch, 0);
            Finish();
            _phase = PhaseIdle;
            _key = null;
            return JobStatus.Done;
        }

        /// <summary>Runs <see cref="Start"/> and all steps: for boot, not for the loop.</summary>
        /// <returns>The length of the certificate; 0 if the key is none.</returns>
        public int Build(byte[] privateKey, int notBefore, byte[] names, int namesOffset, int namesLength, byte[] certificate, int offset)
        {
            Start(privateKey, notBefore, names, namesOffset, namesLength, certificate, offset);
            int status = JobStatus.Running;
            while (status == JobStatus.Running)
            {
                status = Step(1000);
            }

            return Length;
        }

        /// <summary>Builds a certificate in an array of its own: for boot, not for the loop.</summary>
        /// <param name="privateKey">32 bytes big-endian.</param>
        /// <param name="names">GeneralNames.</param>
        /// <param name="namesLength">Their length in bytes.</param>
        /// <param name="notBefore">The build date as decimal digits: yyyymmdd.</param>
        /// <returns>The DER, an array of exactly its length; null if the key is none.</returns>
        public byte[] Build(byte[] privateKey, byte[] names, int namesLength, int notBefore)
        {
            byte[] room = new byte[Room(namesLength)];
            int length = Build(privateKey, notBefore, names, 0, namesLength, room, 0);
            if (length == 0)
            {
                return null;
            }

            byte[] certificate = new byte[length];
            Array.Copy(room, 0, certificate, 0, length);
            return certificate;
        }

        /// <summary>Writes the head of an element.</summary>
        private static int Head(byte[] b, int p, int tag, int length)
        {
            b[p++] = (byte)tag;
            if (length > 255)
            {
                b[p++] = 0x82;
                b[p++] = (byte)(length >> 8);
            }
            else if (length > 127)
            {
                b[p++] = 0x81;
            }

            b[p++] = (byte)length;
            return p;
        }

        /// <summary>The bytes of an element with so much content.</summary>
        private static int Size(int length)
        {
            return length + (length > 255 ? 4 : length > 127 ? 3 : 2);
        }

        /// <summary>ecdsa-with-SHA256.</summary>
        private static int PutAlgorithm(byte[] b, int p)
        {
            BigEndian.WriteUInt64(b, p, 0x300a06082a8648ce);
            b[p + 8] = 0x3d;
            b[p + 9] = 0x04;
            b[p + 10] = 0x03;
            b[p + 11] = 0x02;
            return p + 12;
        }

        private static int PutTwoDigits(byte[] b, int p, int value)
        {
            b[p] = (byte)(0x30 + (value / 10 % 10));
            b[p + 1] = (byte)(0x30 + (value % 10));
            return p + 2;
        }

        /// <summary>A Name of the common name alone.</summary>
        private static int PutName(byte[] b, int p, byte[] from, int offset, int length)
        {
            p = Head(b, p, 0x30, length + 11);
            p = Head(b, p, 0x31, length + 9);
            p = Head(b, p, 0x30, length + 7);
            b[p] = 0x06;
            b[p + 1] = 0x03;
            b[p + 2] = 0x55;
            b[p + 3] = 0x04;
            b[p + 4] = 0x03;
            p = Head(b, p + 5, 0x0c, length);
            Array.Copy(from, offset, b, p, length);
            return p + length;
        }

        /// <summary>Writes the TBSCertificate four bytes after the start, with the public key that the job computed.</summary>
        /// <returns>Its length with its head.</returns>
        private int WriteBody()
        {
            byte[] b = _b;
            byte[] names = _names;
            int end = _namesOffset + _namesLength;
            int name = _namesOffset;
            while (name < end && names[name] != 0x82)
            {
                name += 2 + names[name + 1];
            }

            // without a DNS name: an empty common name would be malformed, so "MilliHttp"
            int nameLength = 9;
            if (name < end)
            {
                nameLength = names[name + 1];
                name += 2;
            }
            else
            {
                names = _scratch;
                name = 0;
                BigEndian.WriteUInt64(names, 0, 0x4d696c6c69487474);
                names[8] = 0x70;
            }

            int nameSize = Size(nameLength + 11);
            int san = Size(Size(_namesLength)) + 5;
            int extensions = 14 + 16 + 21 + Size(san);
            int validity = 15 + 17;
            int body = 5 + 18 + 12 + nameSize + Size(validity) + nameSize + 91 + Size(Size(extensions));

            // version 3, 16 bytes of serial number, of which the first is 1-127
            int p = Head(b, _start + 4, 0x30, body);
            int first = p;
            b[p] = 0xa0;
            b[p + 1] = 0x03;
            b[p + 2] = 0x02;
            b[p + 3] = 0x01;
            b[p + 4] = 0x02;
            b[p + 5] = 0x02;
            b[p + 6] = 0x10;
            _drbg.Generate(b, p + 7, 16);
            b[p + 7] = (byte)((b[p + 7] & 0x7f) | 1);
            p = PutAlgorithm(b, p + 23);
            p = PutName(b, p, names, name, nameLength);

            // UTCTime, GeneralizedTime 99991231235959Z
            p = Head(b, p, 0x30, validity);
            b[p] = 0x17;
            b[p + 1] = 13;
            p = PutTwoDigits(b, p + 2, _notBefore / 10000);
            p = PutTwoDigits(b, p, _notBefore / 100 % 100);
            p = PutTwoDigits(b, p, _notBefore % 100);
            p = PutTwoDigits(b, p, 0);
            p = PutTwoDigits(b, p, 0);
            p = PutTwoDigits(b, p, 0);
            b[p] = 0x5a;
            b[p + 1] = 0x18;
            b[p + 2] = 15;
            BigEndian.WriteUInt64(b, p + 3, 0x3939393931323331);
            BigEndian.WriteUInt64(b, p + 10, 0x313233353935395a);
            p = PutName(b, p + 18, names, name, nameLength);

            // SubjectPublicKeyInfo: id-ecPublicKey, prime256v1
            b[p] = 0x30;
            b[p + 1] = 89;
            BigEndian.WriteUInt64(b, p + 2, 0x301306072a8648ce);
            BigEndian.WriteUInt64(b, p + 10, 0x3d020106082a8648);
            BigEndian.WriteUInt64(b, p + 15, 0x2a8648ce3d030107);
            b[p + 23] = 0x03;
            b[p + 24] = 66;
            b[p + 25] = 0;
            _jobs.TakeResult(b, p + 26);
            p += 91;

            // basicConstraints (critical): no CA. keyUsage (critical): digitalSignature. extKeyUsage: serverAuth. subjectAltName.
            p = Head(b, p, 0xa3, Size(extensions));
            p = Head(b, p, 0x30, extensions);
            BigEndian.WriteUInt64(b, p, 0x300c0603551d1301);
            BigEndian.WriteUInt64(b, p + 6, 0x130101ff04023000);
            p += 14;
            BigEndian.WriteUInt64(b, p, 0x300e0603551d0f01);
            BigEndian.WriteUInt64(b, p + 8, 0x01ff040403020780);
            p += 16;
            BigEndian.WriteUInt64(b, p, 0x30130603551d2504);
            BigEndian.WriteUInt64(b, p + 8, 0x0c300a06082b0601);
            BigEndian.WriteUInt64(b, p + 13, 0x2b06010505070301);
            p += 21;
            p = Head(b, p, 0x30, san);
            b[p] = 0x06;
            b[p + 1] = 0x03;
            b[p + 2] = 0x55;
            b[p + 3] = 0x1d;
            b[p + 4] = 0x11;
            p = Head(b, p + 5, 0x04, Size(_namesLength));
            p = Head(b, p, 0x30, _namesLength);
            Array.Copy(_names, _namesOffset, b, p, _namesLength);
            p += _namesLength;
            if (p - first != body)
            {
                throw new InvalidOperationException();
            }

            return p - _start - 4;
        }

        /// <summary>Appends the signature to the TBSCertificate and writes the header before it.</summary>
        private void Finish()
        {
            byte[] b = _b;
            int body = (b[_start + 6] << 8) + b[_start + 7] + 4;
            int p = PutAlgorithm(b, _start + 4 + body);
            int length = EcdsaSignature.WriteDer(_scratch, 0, b, p + 3);
            b[p] = 0x03;
            b[p + 1] = (byte)(length + 1);
            b[p + 2] = 0;
            p += 3 + length;
            Head(b, _start, 0x30, p - _start - 4);
            Length = p - _start;
            Array.Clear(_scratch, 0, 72);
        }
    }
}
