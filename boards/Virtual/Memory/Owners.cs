// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>Whose memory an object is: some types begin an owner, what hangs on them belongs to it unless it begins one of its own.</summary>
    internal static class Owners
    {
        public const string Common = "server, common";
        public const string Statics = "statics";
        public const string ImageTables = "tables of drivers and program";
        public const string Drivers = "drivers and sockets, measured";
        public const string Stack = "stack, deepest measured";
        public const string Http1 = "HTTPS/1.1 connection";
        public const string Crypto = "crypto, shared";
        public const string Tls = "TLS, shared";
        public const string Pages = "pages and handlers";
        public const string Application = "application";
        public const string Connection = "HTTP/3 connection";
        public const string Handshake = "HTTP/3 handshake";

        private static readonly Dictionary<string, string> s_byType = new Dictionary<string, string>
        {
            ["MilliHttp.Nano.Crypto.CryptoProvider"] = Crypto,
            ["MilliHttp.Nano.Crypto.AsymmetricJobs"] = Crypto,
            ["MilliHttp.Nano.Crypto.HmacDrbg"] = Crypto,
            ["MilliHttp.Nano.Crypto.X25519KeyPool"] = Crypto,
            ["MilliHttp.Nano.Crypto.EcdsaNoncePool"] = Crypto,
            ["MilliHttp.Nano.Crypto.IdlePreparation"] = Crypto,
            ["MilliHttp.Nano.Tls.TlsEngine"] = Tls,
            ["MilliHttp.Nano.Tls.ServerCertificates"] = Tls,
            ["MilliHttp.Nano.Tls.TicketKeys"] = Tls,
            ["MilliHttp.Nano.Http.Router"] = Pages,
            ["MilliHttp.Nano.Firmware.Pages.DemoApplication"] = Pages,
            ["MilliHttp.Nano.Firmware.Pages.PageSet"] = Pages,
            ["MilliHttp.Nano.Firmware.Status.ImageStatus"] = Pages
        };

        /// <summary>Types of which each instance is an owner with a number.</summary>
        private static readonly Dictionary<string, string> s_numbered = new Dictionary<string, string>
        {
            ["MilliHttp.Nano.Http.Https1Connection"] = Http1,
            ["MilliHttp.Nano.Quic.Connection"] = Connection,
            ["MilliHttp.Nano.Http3.H3QuicConnection"] = Connection,
            ["MilliHttp.Nano.Quic.HandshakeState"] = Handshake
        };

        [ThreadStatic]
        private static Dictionary<string, int> s_counts;

        /// <summary>Begins a new count of instances.</summary>
        public static void Begin() => s_counts = new Dictionary<string, int>();

        /// <summary>The owner of what a type's static fields hold, or null.</summary>
        public static string Of(Type type) => s_byType.TryGetValue(type.FullName, out string owner) ? owner
            : typeof(Firmware.Application).IsAssignableFrom(type) ? Application : null;

        /// <summary>The owner of an object that was found on something of <paramref name="inherited"/>.</summary>
        public static string Of(object thing, string inherited)
        {
            string type = thing.GetType().FullName;
            if (s_byType.TryGetValue(type, out string owner))
            {
                return owner;
            }

            if (s_numbered.TryGetValue(type, out string name))
            {
                s_counts.TryGetValue(type, out int count);
                s_counts[type] = ++count;
                return name + " " + count;
            }

            return thing is Firmware.Application or MilliHttp.Nano.Http.Router ? Application : inherited;
        }
    }
}
