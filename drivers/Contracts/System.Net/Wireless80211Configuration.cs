// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.NetworkInformation
{
    public class Wireless80211Configuration
    {
        public Wireless80211Configuration(uint id) => throw null;

        public AuthenticationType Authentication { get => throw null; set => throw null; }

        public EncryptionType Encryption { get => throw null; set => throw null; }

        public RadioType Radio { get => throw null; set => throw null; }

        public Wireless80211Configuration.ConfigurationOptions Options { get => throw null; set => throw null; }

        public string Password { get => throw null; set => throw null; }

        public string Ssid { get => throw null; set => throw null; }

        public uint Id { get => throw null; }

        public void SaveConfiguration() => throw null;

        public static Wireless80211Configuration[] GetAllWireless80211Configurations() => throw null;

        [Flags]
        public enum ConfigurationOptions : byte
        {
            None = 0,
            Disable = 1,
            Enable = 2,
            AutoConnect = 6,
            SmartConfig = 10,
        }
    }
}
