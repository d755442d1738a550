// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net
{
    public class SocketAddress
    {
        public SocketAddress(System.Net.Sockets.AddressFamily family, int size) => throw null;

        public System.Net.Sockets.AddressFamily Family { get => throw null; }

        public int Size { get => throw null; }

        public byte this[int offset] { get => throw null; set => throw null; }

        public override bool Equals(object obj) => throw null;

        public override int GetHashCode() => throw null;
    }
}
