// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net
{
    public class IPEndPoint : EndPoint
    {
        public const int MinPort = 0;

        public const int MaxPort = 65535;

        public IPEndPoint(long address, int port) => throw null;

        public IPEndPoint(IPAddress address, int port) => throw null;

        public IPAddress Address { get => throw null; }

        public System.Net.Sockets.AddressFamily AddressFamily { get => throw null; }

        public int Port { get => throw null; }

        public override SocketAddress Serialize() => throw null;

        public override EndPoint Create(SocketAddress socketAddress) => throw null;

        public override string ToString() => throw null;

        public override bool Equals(object obj) => throw null;

        public override int GetHashCode() => throw null;
    }
}
