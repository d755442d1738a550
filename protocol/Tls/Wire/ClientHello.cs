// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// What one ClientHello offers (RFC 8446 section 4.1.2), as offsets into the message. One instance serves the image: it is read out
    /// in the very call that parsed it. The message is walked once, in one method, because calls cost more than the work.
    /// </summary>
    internal sealed class ClientHello
    {
        // Bits of Offers.
        internal const int Tls13 = 1;
        internal const int Aes128Gcm = 2;
        internal const int ChaCha20Poly1305 = 4;
        internal const int EcdsaP256Sha256 = 32;
        internal const int PskDheKe = 64;
        internal const int ProtocolMatches = 128;

        // Numbers of extensions, which are bit numbers of Seen.
        internal const int ServerNameExtension = 0;
        internal const int MaxFragmentLengthExtension = 1;
        internal const int SupportedGroupsExtension = 10;
        internal const int SignatureAlgorithmsExtension = 13;
        internal const int ProtocolNegotiationExtension = 16;
        internal const int RecordSizeLimitExtension = 28;
        internal const int PreSharedKeyExtension = 41;
        internal const int EarlyDataExtension = 42;
        internal const int SupportedVersionsExtension = 43;
        internal const int PskKeyExchangeModesExtension = 45;
        internal const int OidFiltersExtension = 48;
        internal const int KeyShareExtension = 51;
        internal const int TransportParametersExtension = 57;

        // Entries of a list of the peer's that are looked at. A client with more is refused with internal_error: these are limits of ours.
        internal const int MaxExtensions = 48;
        internal const int MaxGroups = 64;
        internal const int MaxShares = 16;
        internal const int MaxProtocols = 32;
        internal const int MaxServerNames = 8;
        internal const int MaxIdentities = 32;

        internal int Offers;
        internal long Seen;
        internal int SessionIdOffset;
        internal int SessionIdLength;

        /// <summary>Bit i stands for the i-th group of the table.</summary>
        internal int Groups;

        /// <summary>Where the client's share of each group begins, 16 bits for each, the first group lowest; 0: it sent none.</summary>
        internal ulong Shares;

        internal int ShareCount;
        internal int ServerNameOffset;
        internal int ServerNameLength;
        internal int RecordSizeLimit;
        internal int MaxFragmentLength;
        internal int IdentitiesOffset;
        internal int BindersOffset;
        internal int TransportParametersOffset;
        internal int TransportParametersLength;

        /// <summary>Where the client's share of a group begins; 0: it sent none.</summary>
        /// <param name="group">Index in the table of groups.</param>
        internal int Share(int group)
        {
            return (ushort)(Shares >> (group << 4));
        }

        /// <summary>Parses a ClientHello.</summary>
        /// <param name="b">Holds the message.</param>
        /// <param name="offset">Where its 4-byte header begins.</param>
        /// <param name="length">Its length with the header.</param>
        /// <param name="transport"><see cref="TlsTransport"/>: whose application protocol is looked for.</param>
        /// <param name="groups">The table of groups, at most four.</param>
        /// <returns><see cref="TlsAlert.None"/>, or the alert for a malformed message.</returns>
        internal int Parse(byte[] b, int offset, int length, int transport, KeyExchange[] groups)
        {
            int offers = 0;
            long seen = 0;
            long bloom = 0;
            int shares = 0;
            int offered = 0;
            ulong places = 0;
            int end = offset + length;
            int p = offset + 4;
            ShareCount = 0;
            ServerNameLength = 0;
            RecordSizeLimit = 0;
            MaxFragmentLength = 0;
            TransportParametersLength = 0;

            // legacy_version, random, legacy_session_id
            if (end - p < 35)
            {
                return TlsAlert.DecodeError;
            }

            int version = (b[p] << 8) | b[p + 1];
            int n = b[p + 34];
            p += 35;
            if (n > 32 || end - p < n + 2)
            {
                return TlsAlert.DecodeError;
            }

            SessionIdOffset = p;
            SessionIdLength = n;
            p += n;

            // cipher_suites
            n = (b[p] << 8) | b[p + 1];
            p += 2;
            if (n < 2 || (n & 1) != 0 || end - p < n + 1)
            {
                return TlsAlert.DecodeError;
            }

            int stop = p + n;
            for (; p < stop; p += 2)
            {
                if (b[p] == 0x13)
                {
                    int suite = b[p + 1];
                    if (suite == 1)
                    {
                        offers |= Aes128Gcm;
                    }
                    else if (suite == 3)
                    {
                        offers |= ChaCha20Poly1305;
                    }
                }
            }

            // legacy_compression_methods: judged only when TLS 1.3 is offered
            n = b[p++];
            if (n < 1 || end - p < n)
            {
                return TlsAlert.DecodeError;
            }

            bool compression = n != 1 || b[p] != 0;
            p += n;
            if (p == end)
            {
                return TlsAlert.ProtocolVersion;
            }

            if (end - p < 2 || ((b[p] << 8) | b[p + 1]) != end - p - 2)
            {
                return TlsAlert.DecodeError;
            }

            p += 2;
            int first = p;
            int extensions = 0;
            while (p < end)
            {
                if (end - p < 4)
                {
                    return TlsAlert.DecodeError;
                }

                if (++extensions > MaxExtensions)
                {
                    return TlsAlert.InternalError;
                }

                int type = (b[p] << 8) | b[p + 1];
                int size = (b[p + 2] << 8) | b[p + 3];
                int here = p;
                p += 4;
                if (end - p < size)
                {
                    return TlsAlert.DecodeError;
                }

                // pre_shared_key is the last one
                if ((seen & (1L << PreSharedKeyExtension)) != 0)
                {
                    return TlsAlert.IllegalParameter;
                }

                // No type twice. The numbers below 64 have a bit each. The others share bits, and are searched for when theirs is taken: at most 48 times 48.
                if (type < 64)
                {
                    long bit = 1L << type;
                    if ((seen & bit) != 0)
                    {
                        return TlsAlert.IllegalParameter;
                    }

                    seen |= bit;
                }
                else
                {
                    long bit = 1L << ((type ^ (type >> 6) ^ (type >> 12)) & 63);
                    if ((bloom & bit) != 0)
                    {
                        for (int q = first; q < here; q += 4 + ((b[q + 2] << 8) | b[q + 3]))
                        {
                            if (((b[q] << 8) | b[q + 1]) == type)
                            {
                                return TlsAlert.IllegalParameter;
                            }
                        }
                    }

                    bloom |= bit;
                    p += size;
                    continue;
                }

                stop = p + size;
                switch (type)
                {
                    case ServerNameExtension:
                        if (size < 2 || ((b[p] << 8) | b[p + 1]) != size - 2 || size == 2)
                        {
                            return TlsAlert.DecodeError;
                        }

                        p += 2;
                        for (int i = 0; p < stop; i++)
                        {
                            if (i == MaxServerNames)
                            {
                                return TlsAlert.InternalError;
                            }

                            if (stop - p < 3)
                            {
                                return TlsAlert.DecodeError;
                            }

                            n = (b[p + 1] << 8) | b[p + 2];
                            if (n == 0 || stop - p - 3 < n)
                            {
                                return TlsAlert.DecodeError;
                            }

                            if (b[p] == 0)
                            {
                                if (ServerNameLength != 0)
                                {
                                    return TlsAlert.IllegalParameter;
                                }

                                ServerNameOffset = p + 3;
                                ServerNameLength = n;
                            }

                            p += 3 + n;
                        }

                        break;

                    case MaxFragmentLengthExtension:
                        if (size != 1)
                        {
                            return TlsAlert.DecodeError;
                        }

                        n = b[p];
                        if (n < 1 || n > 4)
                        {
                            return TlsAlert.IllegalParameter;
                        }

                        MaxFragmentLength = 256 << n;
                        break;

                    case SupportedGroupsExtension:
                        if (size < 4 || (size & 1) != 0 || ((b[p] << 8) | b[p + 1]) != size - 2)
                        {
                            return TlsAlert.DecodeError;
                        }

                        if (size > 2 + (2 * MaxGroups))
                        {
                            return TlsAlert.InternalError;
                        }

                        for (p += 2; p < stop; p += 2)
                        {
                            n = (b[p] << 8) | b[p + 1];
                            for (int i = 0; i < groups.Length; i++)
                            {
                                if (groups[i].Group == n)
                                {
                                    offered |= 1 << i;
                                }
                            }
                        }

                        break;

                    case SignatureAlgorithmsExtension:
                        if (size < 4 || (size & 1) != 0 || ((b[p] << 8) | b[p + 1]) != size - 2)
                        {
                            return TlsAlert.DecodeError;
                        }

                        for (p += 2; p < stop; p += 2)
                        {
                            if (b[p] == 4 && b[p + 1] == 3)
                            {
                                offers |= EcdsaP256Sha256;
                            }
                        }

                        break;

                    case ProtocolNegotiationExtension:
                        if (size < 4 || ((b[p] << 8) | b[p + 1]) != size - 2)
                        {
                            return TlsAlert.DecodeError;
                        }

                        p += 2;
                        for (int i = 0; p < stop; i++)
                        {
                            if (i == MaxProtocols)
                            {
                                return TlsAlert.InternalError;
                            }

                            n = b[p++];
                            if (n == 0 || stop - p < n)
                            {
                                return TlsAlert.DecodeError;
                            }

                            if (transport == TlsTransport.Quic)
                            {
                                // "h3"
                                if (n == 2 && b[p] == 0x68 && b[p + 1] == 0x33)
                                {
                                    offers |= ProtocolMatches;
                                }
                            }
                            else if (n == 8 && BitConverter.ToUInt64(b, p) == 0x312e312f70747468)
                            {
                                // "http/1.1"
                                offers |= ProtocolMatches;
                            }

                            p += n;
                        }

                        break;

                    case RecordSizeLimitExtension:
                        if (size != 2)
                        {
                            return TlsAlert.DecodeError;
                        }

                        n = (b[p] << 8) | b[p + 1];
                        if (n < 64)
                        {
                            return TlsAlert.IllegalParameter;
                        }

                        RecordSizeLimit = n;
                        break;

                    case PreSharedKeyExtension:
                        n = ReadPreSharedKeys(b, p, size);
                        if (n != TlsAlert.None)
                        {
                            return n;
                        }

                        break;

                    case EarlyDataExtension:
                        if (size != 0)
                        {
                            return TlsAlert.DecodeError;
                        }

                        break;

                    case SupportedVersionsExtension:
                        if (size < 3 || (size & 1) == 0 || b[p] != size - 1)
                        {
                            return TlsAlert.DecodeError;
                        }

                        for (p++; p < stop; p += 2)
                        {
                            if (b[p] == 3 && b[p + 1] == 4)
                            {
                                offers |= Tls13;
                            }
                        }

                        break;

                    case PskKeyExchangeModesExtension:
                        if (size < 2 || b[p] != size - 1)
                        {
                            return TlsAlert.DecodeError;
                        }

                        for (p++; p < stop; p++)
                        {
                            if (b[p] == 1)
                            {
                                offers |= PskDheKe;
                            }
                        }

                        break;

                    case OidFiltersExtension:
                        // known, and not for a ClientHello
                        return TlsAlert.IllegalParameter;

                    case KeyShareExtension:
                        if (size < 2 || ((b[p] << 8) | b[p + 1]) != size - 2)
                        {
                            return TlsAlert.DecodeError;
                        }

                        p += 2;
                        while (p < stop)
                        {
                            if (shares == MaxShares)
                            {
                                return TlsAlert.InternalError;
                            }

                            if (stop - p < 5)
                            {
                                return TlsAlert.DecodeError;
                            }

                            int group = (b[p] << 8) | b[p + 1];
                            n = (b[p + 2] << 8) | b[p + 3];
                            p += 4;
                            if (n == 0 || stop - p < n)
                            {
                                return TlsAlert.DecodeError;
                            }

                            for (int i = 0; i < groups.Length; i++)
                            {
                                if (groups[i].Group == group)
                                {
                                    if (n != groups[i].EncapsulationKeyLength + groups[i].ShareLength || (ushort)(places >> (i << 4)) != 0 || !groups[i].IsShare(b, p))
                                    {
                                        return TlsAlert.IllegalParameter;
                                    }

                                    places |= (ulong)(ushort)p << (i << 4);
                                }
                            }

                            shares++;
                            p += n;
                        }

                        break;

                    case TransportParametersExtension:
                        if (transport != TlsTransport.Quic)
                        {
                            return TlsAlert.UnsupportedExtension;
                        }

                        TransportParametersOffset = p;
                        TransportParametersLength = size;
                        break;
                }

                p = stop;
            }

            if ((offers & Tls13) == 0 || version <= 0x0300)
            {
                return TlsAlert.ProtocolVersion;
            }

            if (compression)
            {
                return TlsAlert.IllegalParameter;
            }

            Offers = offers;
            Groups = offered;
            Shares = places;
            Seen = seen;
            ShareCount = shares;
            return TlsAlert.None;
        }

        /// <summary>Checks the form of pre_shared_key (RFC 8446 section 4.2.11): as many binders as identities.</summary>
        private int ReadPreSharedKeys(byte[] b, int p, int size)
        {
            int end = p + size;
            if (size < 2)
            {
                return TlsAlert.DecodeError;
            }

            int n = (b[p] << 8) | b[p + 1];
            p += 2;
            if (n < 7 || end - p < n + 2)
            {
                return TlsAlert.DecodeError;
            }

            IdentitiesOffset = p;
            int stop = p + n;
            int count = 0;
            while (p < stop)
            {
                if (count == MaxIdentities)
                {
                    return TlsAlert.InternalError;
                }

                if (stop - p < 7)
                {
                    return TlsAlert.DecodeError;
                }

                n = (b[p] << 8) | b[p + 1];
                if (n == 0 || stop - p - 6 < n)
                {
                    return TlsAlert.DecodeError;
                }

                p += n + 6;
                count++;
            }

            BindersOffset = p;
            n = (b[p] << 8) | b[p + 1];
            p += 2;
            if (n < 33 || end - p != n)
            {
                return TlsAlert.DecodeError;
            }

            while (p < end)
            {
                n = b[p++];
                if (n < 32 || end - p < n)
                {
                    return TlsAlert.DecodeError;
                }

                p += n;
                count--;
            }

            return count == 0 ? TlsAlert.None : TlsAlert.IllegalParameter;
        }
    }
}
