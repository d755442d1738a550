// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Web
{
    /// <summary>Writes messages to the console: on a device, the debugger's output.</summary>
    public sealed class ConsoleLog : LogPort
    {
        /// <inheritdoc/>
        public override void Write(int level, string message)
        {
            Console.WriteLine((level == Error ? "error: " : level == Warning ? "warning: " : level == Information ? "info: " : "debug: ") + message);
        }
    }
}
