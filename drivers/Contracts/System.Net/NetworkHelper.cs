// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Networking
{
    public static class NetworkHelper
    {
        public static global::System.Threading.ManualResetEvent NetworkReady { get => throw null; }

        public static NetworkHelperStatus Status { get => throw null; }

        public static Exception HelperException { get => throw null; }

        public static void SetupNetworkHelper(bool requiresDateTime = false) => throw null;

        public static void SetupNetworkHelper(IPConfiguration ipConfiguration, bool requiresDateTime = false) => throw null;

        public static bool SetupAndConnectNetwork(global::System.Threading.CancellationToken token = default, bool requiresDateTime = false) => throw null;

        public static bool SetupAndConnectNetwork(IPConfiguration ipConfiguration, global::System.Threading.CancellationToken token = default, bool requiresDateTime = false) => throw null;

        public static void Reset() => throw null;
    }
}
