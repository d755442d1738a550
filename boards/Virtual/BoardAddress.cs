// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using MilliHttp.Nano.Firmware.Boot;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>The names and addresses by which the board can be reached.</summary>
    internal static class BoardAddress
    {
        /// <summary>What the board's certificate is made for.</summary>
        public static SubjectNames Names(CommandLine line)
        {
            SubjectNames names = new SubjectNames();
            names.AddName("localhost");
            foreach (IPAddress address in Reachable(line.Bind))
            {
                names.AddAddress(address.GetAddressBytes());
            }

            return names;
        }

        /// <summary>The host of the address that is printed: one that a browser can open.</summary>
        public static string Host(CommandLine line)
        {
            if (line.Bind.All(IPAddress.IsLoopback))
            {
                return "localhost";
            }

            // An address that stands for all of them can be opened by nobody.
            IPAddress first = Reachable(line.Bind).FirstOrDefault(address => !IPAddress.IsLoopback(address));
            return first == null ? "localhost" : first.AddressFamily == AddressFamily.InterNetworkV6 ? "[" + first + "]" : first.ToString();
        }

        private static List<IPAddress> Reachable(IReadOnlyList<IPAddress> bound)
        {
            List<IPAddress> addresses = new List<IPAddress>();
            foreach (IPAddress address in bound)
            {
                if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
                {
                    addresses.Add(address);
                    continue;
                }

                addresses.AddRange(NetworkInterface.GetAllNetworkInterfaces()
                    .Where(link => link.OperationalStatus == OperationalStatus.Up || link.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                    .SelectMany(link => link.GetIPProperties().UnicastAddresses)
                    .Select(unicast => unicast.Address)
                    .Where(own => own.AddressFamily == address.AddressFamily && !own.IsIPv6LinkLocal)
                    .OrderBy(own => own.ToString(), System.StringComparer.Ordinal));
            }

            return addresses.Distinct().Take(MostAddresses).ToList();
        }

        // As many as a certificate of the board has room for.
        private const int MostAddresses = 4;
    }
}
