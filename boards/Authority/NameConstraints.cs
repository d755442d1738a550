// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace MilliHttp.Nano.Board.Authority
{
    /// <summary>
    /// The names that an authority may certify (RFC 5280 section 4.2.1.10). Whoever steals its key cannot make a certificate for a bank: the systems that trust the
    /// authority refuse every other name.
    /// </summary>
    internal sealed class NameConstraints
    {
        private const string Oid = "2.5.29.30";
        private const int DnsTag = 2;
        private const int AddressTag = 7;

        // Names that no public authority certifies, and addresses that are routed nowhere (RFC 1918, RFC 3927, RFC 4193, RFC 4291).
        private static readonly string[] s_domains = { "local", "home.arpa", "lan" };
        private static readonly string[] s_networks = { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10" };

        private readonly List<string> _domains;
        private readonly List<IPNetwork> _networks;

        private NameConstraints(List<string> domains, List<IPNetwork> networks)
        {
            _domains = domains;
            _networks = networks;
        }

        /// <summary>The permitted domains, each with everything below it.</summary>
        public IReadOnlyList<string> Domains => _domains;

        /// <summary>The permitted networks.</summary>
        public IReadOnlyList<IPNetwork> Networks => _networks;

        /// <summary>The names of local networks, and the domains in <paramref name="more"/>.</summary>
        public static NameConstraints Local(IEnumerable<string> more)
        {
            List<string> domains = s_domains.ToList();
            foreach (string domain in more)
            {
                string name = domain.Trim().TrimStart('.').ToLowerInvariant();
                if (Uri.CheckHostName(name) != UriHostNameType.Dns)
                {
                    throw new UserException("'" + domain + "' is not a domain name; give one such as devices.example.com");
                }

                domains.Add(name);
            }

            return new NameConstraints(domains.Distinct().ToList(), s_networks.Select(IPNetwork.Parse).ToList());
        }

        /// <summary>Reads them from an authority's certificate; null where it has none, so may certify every name.</summary>
        public static NameConstraints Read(X509Certificate2 certificate)
        {
            X509Extension extension = certificate.Extensions.FirstOrDefault(e => e.Oid.Value == Oid);
            if (extension == null)
            {
                return null;
            }

            List<string> domains = new List<string>();
            List<IPNetwork> networks = new List<IPNetwork>();
            AsnReader permitted = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true));
            while (permitted.HasData)
            {
                AsnReader subtree = permitted.ReadSequence();
                Asn1Tag tag = subtree.PeekTag();
                if (tag.TagValue == DnsTag)
                {
                    domains.Add(subtree.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                }
                else if (tag.TagValue == AddressTag)
                {
                    byte[] both = subtree.ReadOctetString(tag);
                    int bits = both.Skip(both.Length / 2).Sum(b => System.Numerics.BitOperations.PopCount(b));
                    networks.Add(new IPNetwork(new IPAddress(both.AsSpan(0, both.Length / 2)), bits));
                }
            }

            return new NameConstraints(domains, networks);
        }

        /// <summary>The critical extension.</summary>
        public X509Extension Encode()
        {
            AsnWriter writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, true)))
            {
                foreach (string domain in _domains)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.IA5String, domain, new Asn1Tag(TagClass.ContextSpecific, DnsTag));
                    }
                }

                foreach (IPNetwork network in _networks)
                {
                    byte[] address = network.BaseAddress.GetAddressBytes();
                    byte[] both = new byte[address.Length * 2];
                    address.CopyTo(both, 0);
                    for (int bit = 0; bit < network.PrefixLength; bit++)
                    {
                        both[address.Length + (bit / 8)] |= (byte)(0x80 >> (bit % 8));
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(both, new Asn1Tag(TagClass.ContextSpecific, AddressTag));
                    }
                }
            }

            return new X509Extension(Oid, writer.Encode(), true);
        }

        /// <summary>Tells whether a host name may be certified.</summary>
        public bool Permits(string name)
        {
            string host = name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name;
            return _domains.Any(domain => host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Tells whether an address may be certified.</summary>
        public bool Permits(IPAddress address)
        {
            return _networks.Any(network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
        }

        /// <inheritdoc/>
        public override string ToString()
        {
            return string.Join(", ", _domains.Concat(_networks.OrderBy(n => n.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6).Select(n => n.ToString())));
        }
    }
}
