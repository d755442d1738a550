// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>The virtual board's program: the demo application, or the one that <c>--app</c> names.</summary>
    internal static class Program
    {
        private static int Main(string[] arguments) => VirtualBoard.Run(arguments, null);
    }
}
