// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Threading;
using NativeGC = nanoFramework.Runtime.Native.GC;

namespace MilliHttp.Nano.Board
{
    /// <summary>
    /// Where the watched image starts: the program of the board, and beside it a thread that collects all the time and prints how much is free, and what
    /// the least was. What it takes itself is the same at rest and under load.
    /// </summary>
    public static class HeapWatch
    {
        private const int Looks = 50;

        /// <summary>Where the platform starts the image; never returns.</summary>
        public static void Main()
        {
            new Thread(Watch).Start();
            Program.Main();
        }

        private static void Watch()
        {
            uint least = uint.MaxValue;
            while (true)
            {
                uint free = 0;
                for (int i = 0; i < Looks; i++)
                {
                    Thread.Sleep(1);
                    free = NativeGC.Run(false);
                    if (free < least)
                    {
                        least = free;
                    }
                }

                Console.WriteLine("watch: " + free.ToString() + " " + least.ToString());
            }
        }
    }
}
