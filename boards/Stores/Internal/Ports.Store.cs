// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Storage;

namespace MilliHttp.Nano.Board
{
    /// <summary>Boards whose firmware has an internal storage volume keep their credentials in it.</summary>
    internal static partial class Ports
    {
        private static CredentialPort MakeStore()
        {
            return new FileCredentials("I:\\");
        }
    }
}
