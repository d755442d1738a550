// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// The profiles that figures are taken for, as they are flashed. A figure of <see cref="Profile.Standard"/> has no suffix, that of <see cref="Profile.Tight"/>
    /// ends in "Tight", that of the standard one without tables, as boards with external RAM take it, in "ConstantTime".
    /// </summary>
    internal sealed class FlashedProfile
    {
        private readonly bool _hasGoals;

        private FlashedProfile(string suffix, Profile profile, bool hasGoals)
        {
            Suffix = suffix;
            Profile = profile;
            _hasGoals = hasGoals;
        }

        public string Suffix { get; }

        public Profile Profile { get; }

        /// <summary>All of them, new each time.</summary>
        public static IEnumerable<FlashedProfile> All()
        {
            Profile withoutTables = Profile.Standard();
            withoutTables.Crypto = CryptoProfile.ConstantTime();
            return new[]
            {
                new FlashedProfile(string.Empty, Profile.Standard(), true),
                new FlashedProfile("Tight", Profile.Tight(), true),
                new FlashedProfile("ConstantTime", withoutTables, false),
            };
        }

        /// <summary>The standard one with HMAC and AES of a platform, as -p:BoardCrypto=Native builds it; its figures end in "Native".</summary>
        public static FlashedProfile Native(PlatformCrypto platform)
        {
            Profile profile = Profile.Standard();
            profile.Crypto.HmacAccelerator = platform;
            profile.Crypto.Accelerator = platform.Aes;
            return new FlashedProfile("Native", profile, false);
        }

        /// <summary>The goal, which the profiles with tables are to reach; none for the other.</summary>
        public long Goal(long goal) => _hasGoals ? goal : 0;
    }
}
