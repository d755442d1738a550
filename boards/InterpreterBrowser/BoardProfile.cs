// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>The constants of the interpreter with the profile "browser".</summary>
    internal static class BoardProfile
    {
        /// <summary>Makes the profile, at boot.</summary>
        public static Profile Create()
        {
            Profile profile = Profile.Browser();
            profile.Port = 8443;
            return profile;
        }
    }
}
