// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Security.Cryptography.X509Certificates
{
    public class X509Certificate2 : X509Certificate
    {
        public X509Certificate2() => throw null;

        public X509Certificate2(byte[] rawData) => throw null;

        public X509Certificate2(string certificate) => throw null;

        public X509Certificate2(string rawData, string key, string password) => throw null;

        public X509Certificate2(byte[] rawData, string key, string password) => throw null;

        public X509Certificate2(byte[] rawData, byte[] key, string password) => throw null;

        public bool HasPrivateKey { get => throw null; }

        public byte[] PrivateKey { get => throw null; }

        public byte[] PublicKey { get => throw null; }

        public DateTime NotAfter { get => throw null; }

        public DateTime NotBefore { get => throw null; }

        public byte[] RawData { get => throw null; }
    }
}
