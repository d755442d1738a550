// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board
{
    /// <summary>The constants of boards with 100,000 bytes of internal heap that browsers visit.</summary>
    internal static class BoardProfile
    {
        /// <summary>Makes the profile, at boot.</summary>
        public static Profile Create()
        {
            return Profile.Browser();
        }
    }
}
