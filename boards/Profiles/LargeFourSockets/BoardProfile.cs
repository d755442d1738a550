// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>The constants of boards with megabytes of heap in external RAM whose platform has four sockets in all: UDP, the listener, two connections.</summary>
    internal static class BoardProfile
    {
        /// <summary>Makes the profile, at boot.</summary>
        public static Profile Create()
        {
            Profile profile = Profile.Large();
            profile.Http.Connections = 2;

            // External RAM is cached: tables indexed by secrets would reveal them through timing.
            profile.Crypto = CryptoProfile.ConstantTime();
            return profile;
        }
    }
}
