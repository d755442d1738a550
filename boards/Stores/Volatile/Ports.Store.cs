// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;

namespace MilliHttp.Nano.Board
{
    /// <summary>Boards whose firmware has no storage volume keep their credentials in memory, and say at every start what that means.</summary>
    internal static partial class Ports
    {
        private static CredentialPort MakeStore()
        {
            Console.WriteLine("WARNING: this board's firmware has no storage volume. Key and certificate are new after every restart, and every browser asks again.");
            return new MemoryCredentials();
        }
    }
}
