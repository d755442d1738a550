// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>The profiles that a command line can name.</summary>
    public static class Profiles
    {
        /// <summary>Makes a profile, or returns null for a name that is not known.</summary>
        public static Profile ByName(string name) => name switch
        {
            "standard" => Profile.Standard(),
            "tight" => Profile.Tight(),
            "compact" => Profile.Compact(),
            _ => null
        };
    }
}
