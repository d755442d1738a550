// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tls;
using nanoFramework.TestFramework;

namespace MilliHttp.Nano.Tests.Device.Tls
{
    /// <summary>A self-signed certificate for localhost, and its key, which is worth nothing.</summary>
    internal static class TestCertificate
    {
        private const string Key = "542fa6776a778df7cf554dbf560381ebe8388b9aa910c1782e0fc88d3c5c420e";

        private const string Der =
            "308201993082013fa003020102021414de7163b82810d40e1cc7d4712d1981543977bd300a06082a8648ce3d04030230143112301006035504030c09"
            + "6c6f63616c686f7374301e170d3236313132333232353235345a170d3336313132303232353235345a30143112301006035504030c096c6f63616c68"
            + "6f73743059301306072a8648ce3d020106082a8648ce3d030107034200040af35c8a5db36c8f672fc738a36a135e21318539e1e96c46cf878a75a8e7"
            + "2150e77b7c77fba4d2e555d01d1b4cdf5a42f9643cf47bbda086c95042c0737facc6a36f306d301d0603551d0e04160414c80c6a6206d3efccb0d57d"
            + "aeae786d2244565f91301f0603551d23041830168014c80c6a6206d3efccb0d57daeae786d2244565f91300f0603551d130101ff040530030101ff30"
            + "1a0603551d110413301182096c6f63616c686f737487047f000001300a06082a8648ce3d0403020348003045022073895be1516dae108434abf96c49"
            + "1fb96839a74ce9d33ed8e491e5117f87c280022100c7f95abc8d120f2e5386264ac44c75e6dbd369c24bb3cf2d5e70657bb9b9feed";

        /// <summary>A store that holds it.</summary>
        public static ServerCertificates Make()
        {
            ServerCertificates certificates = new ServerCertificates(1);
            PutInto(certificates);
            return certificates;
        }

        /// <summary>Puts it into a store, at index 0.</summary>
        public static void PutInto(ServerCertificates certificates)
        {
            byte[] der = Hex.Bytes(Der);
            byte[] chain = new byte[der.Length + 5];
            ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
            Assert.IsTrue(certificates.Set(0, chain, Hex.Bytes(Key)), "certificate");
        }
    }
}
