// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>The profiles and memory policies that a command line can name.</summary>
    public static class Profiles
    {
        /// <summary>All memory is taken at boot.</summary>
        public const string Static = "static";

        /// <summary>The memory of a connection is taken when its client comes.</summary>
        public const string OnDemand = "ondemand";

        /// <summary>Makes a profile with a policy, or returns null if either name is not known.</summary>
        public static Profile ByName(string name, string policy)
        {
            Profile profile = name switch
            {
                "standard" => Profile.Standard(),
                "tight" => Profile.Tight(),
                "compact" => Profile.Compact(),
                _ => null
            };
            if (profile == null || (policy != Static && policy != OnDemand))
            {
                return null;
            }

            if (name == "standard")
            {
                profile.Encapsulation = new MlKem768();
            }

            profile.OnDemand = policy == OnDemand;

            // Some 400 million operations a second, as the runtime of a desktop executes them.
            profile.Quic.ThousandOperationsPerSecond = 400000;
            return profile;
        }
    }
}
