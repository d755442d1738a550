// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.IO;
using System.Reflection;
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

        /// <summary>Makes a profile with a policy, or returns null if either name is not known. In place of a name it takes the file of a built image.</summary>
        public static Profile ByName(string name, string policy)
        {
            Profile profile = name switch
            {
                "standard" => Profile.Standard(),
                "tight" => Profile.Tight(),
                "browser" => Profile.Browser(),
                "large" => Profile.Large(),
                "compact" => Profile.Compact(),
                _ => File.Exists(name) ? OfImage(name) : null
            };
            if (profile == null || (policy != Static && policy != OnDemand))
            {
                return null;
            }

            if (name is "standard" or "browser" or "large")
            {
                profile.Encapsulation = new MlKem768();
            }

            profile.OnDemand |= policy == OnDemand;

            // Some 400 million operations a second, as the runtime of a desktop executes them.
            profile.Quic.ThousandOperationsPerSecond = 400000;
            return profile;
        }

        // The constants that the image was built with, by the method that its own boot calls; null if the file is no image.
        private static Profile OfImage(string path)
        {
            Assembly image = Assembly.LoadFrom(Path.GetFullPath(path));
            if (image.GetType("MilliHttp.Nano.Board.BoardProfile")?.GetMethod("Create")?.Invoke(null, null) is not Profile profile)
            {
                return null;
            }

            profile.Encapsulation = (KeyEncapsulation)image.GetType("MilliHttp.Nano.Board.Hybrid").GetMethod("Make").Invoke(null, null);
            return profile;
        }
    }
}
