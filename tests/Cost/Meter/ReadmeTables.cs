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

        // Label, goal, figures of the standard profile; those of the tight one have the same names with a suffix. Where there are none, no profile changes them.
        private static readonly (string Label, string Goal, string[] Figures)[] s_costs =
        {
            ("**a client connects over HTTP/3, gets 200 bytes and closes: the whole image**, loop, timers, preparation for the next one", "3.55 M", new[] { "Image.ConnectGetClose" }),
            ("... instructions of the interpreter, estimated", string.Empty, new[] { "Image.ConnectGetClose#" }),
            ("... and 100,000 bytes", string.Empty, new[] { "Image.Download100000" }),
            ("first page in a browser, cold: connection, dashboard and its figures over HTTP/3", string.Empty, new[] { "Image.FirstPageHttp3" }),
            ("turn of the loop, nobody connected / four connections", string.Empty, new[] { "Image.IdleTurn", "Image.IdleTurnFourConnections" }),
            ("**QUIC handshake**, first datagram in to HANDSHAKE_DONE out", "2.6 M", new[] { "Quic.Handshake" }),
            ("... with a hello of two datagrams, as Chromium's", string.Empty, new[] { "Quic.HandshakeTwoDatagrams" }),
            ("... and X25519MLKEM768, as browsers take it", "3.9 M", new[] { "Quic.HandshakeHybrid" }),
            ("... resumed", "2.5 M", new[] { "Quic.HandshakeResumed" }),
            ("TLS 1.3 over TCP handshake", "1.9 M", new[] { "Tls.HandshakeChaCha20" }),
            ("GET of 200 bytes over HTTP/3, to acknowledged", "110 k", new[] { "Quic.Get200" }),
            ("... as Chromium asks, the answer sent, not acknowledged / without crypto", string.Empty, new[] { "QuicRequests.BrowserGetSmall", "QuicRequests.BrowserGetSmallNoCrypto" }),
            ("GET over HTTPS/1.1", "90 k", new[] { "Https.GetSmall" }),
            ("1,200 bytes of a long download over HTTP/3, ChaCha20 / AES-128", "190 k / 255 k", new[] { "Quic.Download1200", "Quic.Download1200Aes" }),
            ("longest stretch apart from one packet sealed or opened", "60 k", new[] { "Quic.LongestStretchBesidesOnePacket" }),
            ("... that packet included", string.Empty, new[] { "Quic.LongestStretch" }),
            ("X25519 / key generation / inverse", "1.20 M / 320 k / 36 k", new[] { "Asymmetric.X25519", "Asymmetric.X25519PublicKey", "Asymmetric.Inverse" }),
            ("X25519MLKEM768 / ML-KEM-768 encapsulation in it", "2.04 M / 860 k", new[] { "MlKem.X25519MlKem768", "MlKem.Encapsulate" }),
            ("P-256 k*G / ECDSA signature, nonce prepared / complete", "380 k / 4.5 k / 470 k", new[] { "Asymmetric.P256KGProper", "Asymmetric.EcdsaSignPrepared", "Asymmetric.EcdsaSign" }),
            ("SHA-256 block / ChaCha20 block / Poly1305 16 bytes", "6.6 k / 6.4 k / 350", new[] { "Symmetric.Sha256Block", "Symmetric.ChaCha20Block", "Symmetric.Poly1305Of16" }),
            ("AES-128 CTR block / GHASH 16 bytes", "2.0 k / 900", new[] { "Symmetric.AesCtrBlock", "Symmetric.GhashOf16" }),
            ("packet of 1,200 bytes opened, AES-128-GCM / ChaCha20-Poly1305", "220 k / 155 k", new[] { "Symmetric.AesGcmOpen1200", "Symmetric.ChaCha20Poly1305Open1200" }),
        };

        /// <summary>What things cost, in operations.</summary>
        public static string Costs(CostResult result)
        {
            Dictionary<string, CostFigure> figures = result.Figures.ToDictionary(f => f.Scenario + "." + f.Name);
            StringBuilder text = new StringBuilder("| IL operations | goal | `standard` | `tight` |\n|---|---|---|---|\n");
            foreach ((string label, string goal, string[] names) in s_costs)
            {
                string standard = Values(figures, names, string.Empty);
                string tight = Values(figures, names, "Tight");
                text.Append(CultureInfo.InvariantCulture, $"| {label} | {goal} | {standard} | {tight ?? (names[0].Contains("Image", StringComparison.Ordinal) || names[0].EndsWith("Hybrid", StringComparison.Ordinal) ? string.Empty : "the same")} |\n");
            }

            return text.ToString();
        }

        private static string Values(Dictionary<string, CostFigure> figures, string[] names, string suffix)
        {
            List<string> values = new List<string>();
            foreach (string name in names)
            {
                bool weighs = name.EndsWith('#');
                if (!figures.TryGetValue(name.TrimEnd('#') + suffix, out CostFigure figure))
                {
                    return suffix.Length == 0 ? throw new InvalidOperationException("no figure " + name) : null;
                }

                values.Add((weighs ? figure.Weight : figure.Value).ToString("N0", CultureInfo.InvariantCulture));
            }

            return string.Join(" / ", values);
        }

        /// <summary>The price list of the standard profile, as recorded.</summary>
        public static string Prices(IReadOnlyDictionary<string, long> reached)
        {
            StringBuilder text = new StringBuilder("| what is sent | bytes in | operations | bytes out | longest stretch |\n|---|---|---|---|---|\n");
            foreach ((string figure, string label, Func<PriceScenario.Visit, byte[][]> _) in PriceScenario.Kinds)
            {
                string name = "Prices." + figure;
                text.Append(CultureInfo.InvariantCulture, $"| {label} | {reached[name + ".In"]:N0} | {reached[name]:N0} | {reached[name + ".Out"]:N0} | {reached[name + ".Stretch"]:N0} |\n");
            }

            return text.ToString();
        }

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

        /// <summary>The document with something else between two marks.</summary>
        public static string Replace(string document, string mark, string text)
        {
            string old = Between(document, mark) ?? throw new InvalidOperationException("no mark " + mark);
            int at = document.IndexOf("<!-- end of " + mark + " -->", StringComparison.Ordinal);
            return document.Substring(0, at - old.Length) + text + document.Substring(at);
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
