// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>When X25519MLKEM768 is used. No HelloRetryRequest ever asks for it: a client that offers it without a share is served with what it sent.</summary>
    public static class HybridPolicy
    {
        /// <summary>Never.</summary>
        public const int Off = 0;

        /// <summary>Only for a client that sent no share of another group that is known: what a client sends shares of, it likes as well.</summary>
        public const int Last = 1;

        /// <summary>Whenever the client sent a share of it.</summary>
        public const int Preferred = 2;
    }
}
