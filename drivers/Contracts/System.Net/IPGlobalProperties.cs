// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.NetworkInformation
{
    public static class IPGlobalProperties
    {
        public static System.Net.IPAddress GetIPAddress() => throw null;
    }
}
