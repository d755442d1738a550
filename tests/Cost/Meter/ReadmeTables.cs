// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Tests.Cost.Scenarios;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>The tables of figures in README.md, as a run makes them. A test compares.</summary>
    public static class ReadmeTables
    {
        private static readonly (string Figure, string Label)[] s_peers =
        {
            ("X25519", "X25519"),
            ("X25519PublicKey", "X25519 public key"),
            ("P256PublicKey", "P-256 public key (k*G)"),
            ("EcdsaSign", "ECDSA with P-256"),
            ("MlKem768Encapsulate", "ML-KEM-768 encapsulation"),
            ("Sha256Block", "SHA-256 block"),
            ("ChaCha20Poly1305Of1200", "ChaCha20-Poly1305, 1,200 bytes"),
            ("Aes128GcmOf1200", "AES-128-GCM, 1,200 bytes"),
        };

        /// <summary>Our primitives beside BouncyCastle's.</summary>
        public static string Peers(CostResult result)
        {
            Dictionary<string, long> figures = result.Figures.ToDictionary(f => f.Name, f => f.Value);
            StringBuilder text = new StringBuilder("| IL operations | MilliHttp.Nano | BouncyCastle 2.7.0 | ours / theirs |\n|---|---|---|---|\n");
            foreach ((string figure, string label) in s_peers)
            {
                long ours = figures[figure];
                long theirs = figures[figure + PeersScenario.Theirs];
                text.Append(CultureInfo.InvariantCulture, $"| {label} | {ours:N0} | {theirs:N0} | {(double)ours / theirs:F2} |\n");
            }

            return text.ToString();
        }

        /// <summary>What stands in a document between two marks, or null.</summary>
        public static string Between(string document, string mark)
        {
            string begin = "<!-- " + mark + " -->\n";
            int from = document.IndexOf(begin, StringComparison.Ordinal);
            int to = document.IndexOf("<!-- end of " + mark + " -->", StringComparison.Ordinal);
            return from < 0 || to < 0 ? null : document.Substring(from + begin.Length, to - from - begin.Length);
        }
    }
}
