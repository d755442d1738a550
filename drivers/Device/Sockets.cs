// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net.Sockets;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>Helpers for all sockets.</summary>
    internal static class Sockets
    {
        /// <summary>Closes a socket, which may be null or broken already.</summary>
        public static void Close(Socket socket)
        {
            if (socket == null)
            {
                return;
            }

            try
            {
                socket.Close();
            }
            catch (SocketException)
            {
                // The platform has closed it already.
            }
        }
    }
}
