// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Where log messages go. If <see cref="WebApplication.Log"/> is null, no message is composed.</summary>
    public abstract class LogPort
    {
        /// <summary>Details of the work.</summary>
        public const int Debug = 0;

        /// <summary>What happens in normal use.</summary>
        public const int Information = 1;

        /// <summary>Something unusual; the device goes on.</summary>
        public const int Warning = 2;

        /// <summary>A request or a task failed.</summary>
        public const int Error = 3;

        /// <summary>The least level that is written: one of <see cref="Debug"/> to <see cref="Error"/>.</summary>
        public int Level = Information;

        /// <summary>Whether messages of a level are written. Check it before composing a message.</summary>
        public bool IsEnabled(int level)
        {
            return level >= Level;
        }

        /// <summary>Writes a message of a level that is enabled.</summary>
        public abstract void Write(int level, string message);
    }
}
