// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// The rotating key that seals session tickets. A key issues tickets for one ticket lifetime and opens them for one more; then it is
    /// gone. Keys live in RAM only: a reboot ends all sessions.
    /// </summary>
    /// <remarks>
    /// A ticket is a serial number (8 bytes: the nonce, never the same under one key, and the associated data), then sealed: transport,
    /// certificate, time of issue, PSK; then the tag. It says nothing to anybody else, and the server keeps nothing about it.
    /// </remarks>
    public sealed class TicketKeys
    {
        /// <summary>Length of a ticket in bytes.</summary>
        public const int TicketLength = 8 + PlainLength + 16;

        private const int PlainLength = 42;

        // A serial number counts tickets in its lower bits, keys in its upper ones.
        private const int SerialBits = 32;
        private const int Suite = CipherSuite.ChaCha20Poly1305Sha256;

        private readonly CryptoProvider _provider;
        private readonly HmacDrbg _drbg;
        private readonly byte[] _keys = new byte[2 * KeyBlock.Length];
        private readonly byte[] _scratch = new byte[TicketLength];
        private long _born;
        private long _serial;
        private int _count;
        private bool _isNew;
        private int _missing;

        /// <summary>Makes the keys; the first is drawn when the first ticket is sealed.</summary>
        /// <param name="provider">The crypto of the image.</param>
        /// <param name="drbg">Seeded before the first ticket.</param>
        /// <param name="lifetime">Seconds a ticket lives, at most 604,800; 0: none is issued or taken.</param>
        public TicketKeys(CryptoProvider provider, HmacDrbg drbg, int lifetime)
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
            Array.Clear(_keys, 0, _keys.Length);
            _count = 0;
            _isNew = false;
            _missing = 0;
        }

        /// <summary>A client wants a ticket: if the key has lived long enough, the next one is drawn by <see cref="Prepare"/> until then.</summary>
        /// <param name="now">Microseconds.</param>
        internal void Look(long now)
        {
            Expire(now);
            if (_count != 0 && now - _born >= Lifetime * 1000000L)
            {
                Begin();
            }
        }

        /// <summary>Draws a piece of the first key, or of one that is due; it is not in use before <see cref="Rotate"/>.</summary>
        /// <returns>True if something was done.</returns>
        internal bool Prepare()
        {
            if (_count == 0)
            {
                Begin();
            }

            if (_missing == 0)
            {
                return false;
            }

            Draw();
            return true;
        }

        /// <summary>Takes a new key; tickets of the last one are still opened.</summary>
        /// <param name="now">Microseconds.</param>
        public void Rotate(long now)
        {
            Begin();
            while (_missing != 0)
            {
                Draw();
            }

            _isNew = false;
            _born = now;
            _serial = ((_serial >> SerialBits) + 1) << SerialBits;
            if (_count == 0)
            {
                _count = 1;
            }
        }

        /// <summary>Makes room for a new key.</summary>
        private void Begin()
        {
            if (_isNew)
            {
                return;
            }

            if (_count != 0)
            {
                Array.Copy(_keys, 0, _keys, KeyBlock.Length, KeyBlock.Length);
                _count = 2;
            }

            _isNew = true;
            _missing = KeyBlock.Length;
        }

        private void Draw()
        {
            int length = _missing < 32 ? _missing : 32;
            _drbg.Generate(_keys, KeyBlock.Length - _missing, length);
            _missing -= length;
        }

        /// <summary>Seals a ticket.</summary>
        /// <param name="transport"><see cref="TlsTransport"/>, which alone will take it back.</param>
        /// <param name="certificate">The certificate the client saw.</param>
        /// <param name="psk">32 bytes.</param>
        /// <param name="pskOffset">Where they begin.</param>
        /// <param name="ticket">Where to, <see cref="TicketLength"/> bytes.</param>
        /// <param name="offset">Offset there.</param>
        /// <param name="ageAdd">Where ticket_age_add goes, 4 bytes: a secret function of the serial number.</param>
        /// <param name="ageAddOffset">Offset there.</param>
        /// <param name="now">Microseconds.</param>
        internal void Seal(int transport, int certificate, byte[] psk, int pskOffset, byte[] ticket, int offset, byte[] ageAdd, int ageAddOffset, long now)
        {
            Expire(now);
            if (_count == 0 || _isNew || now - _born >= Lifetime * 1000000L)
            {
                Rotate(now);
            }

            long serial = _serial++;
            BigEndian.WriteUInt64(ticket, offset, (ulong)serial);
            int p = offset + 8;
            Array.Clear(_scratch, 0, 16);
            Array.Copy(ticket, offset, _scratch, 0, 8);
            _provider.HeaderProtectionMask(Suite, _keys, 0, _scratch, 0, _scratch, 16);
            Array.Copy(_scratch, 16, ageAdd, ageAddOffset, 4);
            ticket[p] = (byte)transport;
            ticket[p + 1] = (byte)certificate;
            BigEndian.WriteUInt64(ticket, p + 2, (ulong)now);
            Array.Copy(psk, pskOffset, ticket, p + 10, 32);
            _provider.Seal(Suite, _keys, 0, serial, ticket, offset, 8, ticket, p, PlainLength);
        }

        /// <summary>Opens a ticket.</summary>
        /// <param name="transport">The transport it came over.</param>
        /// <param name="certificate">The certificate this client would be shown now.</param>
        /// <param name="ticket">Holds it; left as it is.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="psk">Where the PSK goes, 32 bytes.</param>
        /// <param name="pskOffset">Offset there.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>False for a ticket that is forged, expired, or of another transport or certificate.</returns>
        internal bool Open(int transport, int certificate, byte[] ticket, int offset, byte[] psk, int pskOffset, long now)
        {
            Expire(now);
            byte[] b = _scratch;
            long serial = (long)BigEndian.ReadUInt64(ticket, offset);

            // The serial says which key it is; the newest is not yet one while it is drawn.
            long key = (_serial >> SerialBits) - (serial >> SerialBits) + (_isNew ? 1 : 0);
            bool good = key >= (_isNew ? 1 : 0) && key < _count;
            if (good)
            {
                Array.Copy(ticket, offset, b, 0, TicketLength);
                good = _provider.Open(Suite, _keys, (int)key * KeyBlock.Length, serial, b, 0, 8, b, 8, PlainLength);
            }

            if (good)
            {
                long age = now - (long)BigEndian.ReadUInt64(b, 10);
                good = b[8] == transport && b[9] == certificate && age >= 0 && age <= Lifetime * 1000000L;
                if (good)
                {
                    Array.Copy(b, 18, psk, pskOffset, 32);
                }
            }

            Array.Clear(b, 0, TicketLength);
            return good;
        }

        /// <summary>Wipes keys whose last ticket has expired. It is called whenever a client comes, and in idle time.</summary>
        /// <param name="now">Microseconds.</param>
        internal void Expire(long now)
        {
            long age = now - _born;
            long lifetime = Lifetime * 1000000L;
            if (_isNew)
            {
                // The last key has made room for the one that is being drawn.
                if (_count == 2 && age >= 2 * lifetime)
                {
                    Array.Clear(_keys, KeyBlock.Length, KeyBlock.Length);
                    _count = 0;
                }
            }
            else if (_count > 0 && age >= 2 * lifetime)
            {
                Wipe();
            }
            else if (_count == 2 && age >= lifetime)
            {
                Array.Clear(_keys, KeyBlock.Length, KeyBlock.Length);
                _count = 1;
            }
        }
    }
}
