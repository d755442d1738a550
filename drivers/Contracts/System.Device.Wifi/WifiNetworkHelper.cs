// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Networking
{
    public static class WifiNetworkHelper
    {
        public static global::System.Threading.ManualResetEvent NetworkReady { get => throw null; }

        public static NetworkHelperStatus Status { get => throw null; }

        public static Exception HelperException { get => throw null; }

        public static global::System.Device.Wifi.WifiAdapter WifiAdapter { get => throw null; }

        public static void SetupNetworkHelper(bool requiresDateTime = false) => throw null;

        public static void SetupNetworkHelper(IPConfiguration ipConfiguration, bool requiresDateTime = false) => throw null;

        public static void SetupNetworkHelper(string ssid, string password, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = global::System.Device.Wifi.WifiReconnectionKind.Automatic, bool requiresDateTime = false) => throw null;

        public static void Disconnect() => throw null;

        public static bool ConnectDhcp(string ssid, string password, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = global::System.Device.Wifi.WifiReconnectionKind.Automatic, bool requiresDateTime = false, int wifiAdapterId = 0, global::System.Threading.CancellationToken token = default) => throw null;

        public static bool ConnectFixAddress(string ssid, string password, IPConfiguration ipConfiguration, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = global::System.Device.Wifi.WifiReconnectionKind.Automatic, bool requiresDateTime = false, int WifiAdapter = 0, global::System.Threading.CancellationToken token = default) => throw null;

        public static bool ScanAndConnectDhcp(string ssid, string password, global::System.Device.Wifi.WifiReconnectionKind reconnectionKind = global::System.Device.Wifi.WifiReconnectionKind.Automatic, bool requiresDateTime = false, int WifiAdapter = 0, global::System.Threading.CancellationToken token = default) => throw null;

        public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, global::System.Threading.CancellationToken token = default) => throw null;

        public static void Reset() => throw null;
    }
}
