// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace nanoFramework.Networking
{
    public static class WifiNetworkHelper
    {
        public static extern void SetupNetworkHelper(bool requiresDateTime = false);
    }
}
