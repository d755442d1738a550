// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>The constants of ESP32_S3_OCTAL.</summary>
    internal static class BoardProfile
    {
        /// <summary>Makes the profile, at boot.</summary>
        public static Profile Create()
        {
            Profile profile = Profile.Standard();

            // The heap lies in external RAM behind a cache: a table indexed by secrets would show them in time.
            profile.Crypto = CryptoProfile.ConstantTime();
            return profile;
        }
    }
}
