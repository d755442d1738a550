// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;

namespace MilliHttp.Nano.Board
{
    /// <summary>Boards whose firmware has no storage volume keep their credentials in memory; boot says what that means, and the status counts them.</summary>
    internal static partial class Ports
    {
        private static CredentialPort MakeStore()
        {
            return new MemoryCredentials();
        }
    }
}
