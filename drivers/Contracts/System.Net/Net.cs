// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.Sockets;

namespace System.Net
{
    public abstract class EndPoint
    {
        protected extern EndPoint();
    }

    public class IPAddress
    {
        public static readonly IPAddress Any;
        public static readonly IPAddress Loopback;
        public extern IPAddress(long newAddress);
        public extern AddressFamily AddressFamily { get; }
        public extern byte[] GetAddressBytes();
        public override extern int GetHashCode();
        public static extern IPAddress GetDefaultLocalAddress();
    }

    public class IPEndPoint : EndPoint
    {
        public extern IPEndPoint(long address, int port);
        public extern IPEndPoint(IPAddress address, int port);
        public extern IPAddress Address { get; }
        public extern int Port { get; }
    }
}

namespace System.Net.NetworkInformation
{
    public class NetworkInterface
    {
        protected extern NetworkInterface(int interfaceIndex);
        public static extern bool GetIsNetworkAvailable();
    }
}

namespace nanoFramework.Networking
{
    public static class NetworkHelper
    {
        public static extern void SetupNetworkHelper(bool requiresDateTime = false);
    }
}
