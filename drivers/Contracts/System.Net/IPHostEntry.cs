// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net
{
    public class IPHostEntry
    {
        public IPHostEntry() => throw null;

        public string HostName { get => throw null; }

        public IPAddress[] AddressList { get => throw null; }
    }
}
