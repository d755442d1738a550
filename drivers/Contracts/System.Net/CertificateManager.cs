// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.Security
{
    public static class CertificateManager
    {
        public static bool AddCaCertificateBundle(System.Security.Cryptography.X509Certificates.X509Certificate[] ca) => throw null;

        public static bool AddCaCertificateBundle(string ca) => throw null;

        public static bool AddCaCertificateBundle(byte[] ca) => throw null;
    }
}
