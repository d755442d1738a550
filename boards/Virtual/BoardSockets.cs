// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;
using MilliHttp.Nano.Board.Virtual.Drivers;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>Binds the TCP and UDP sockets of the board to one port.</summary>
    internal static class BoardSockets
    {
        private const int Attempts = 20;

        /// <summary>Binds; port 0 takes one that is free for both.</summary>
        /// <param name="line">Addresses and port.</param>
        /// <param name="ports">The sockets.</param>
        /// <param name="wrong">What is wrong and how to mend it, in one line, when -1 is returned.</param>
        /// <returns>The port, or -1.</returns>
        public static int TryBind(CommandLine line, VirtualPorts ports, out string wrong)
        {
            for (int attempt = 1; ; attempt++)
            {
                int port = line.Port;
                IPAddress current = null;
                string kind = null;
                try
                {
                    foreach (IPAddress address in line.Bind)
                    {
                        current = address;
                        kind = "TCP";
                        port = ports.ListenerSockets.Bind(new IPEndPoint(address, port)).Port;
                        kind = "UDP";
                        ports.DatagramSockets.Bind(new IPEndPoint(address, port));
                    }

                    wrong = null;
                    return port;
                }
                catch (SocketException exception)
                {
                    ports.Listener.Close();
                    ports.Datagrams.Close();

                    // A port that the system picked for TCP can be taken for UDP: pick another.
                    bool isInUse = exception.SocketErrorCode == SocketError.AddressAlreadyInUse;
                    if (line.Port == 0 && attempt < Attempts && isInUse)
                    {
                        continue;
                    }

                    string how = isInUse ? "is in use; choose another with --port, or 0 for any"
                        : exception.SocketErrorCode == SocketError.AccessDenied
                            ? "may not be bound by this user; choose one from 1024 on with --port, or allow it: sudo sysctl net.ipv4.ip_unprivileged_port_start=" + port
                        : exception.SocketErrorCode == SocketError.AddressNotAvailable ? "cannot be bound: this machine does not have that address; choose another with --bind"
                        : "cannot be bound: " + exception.Message;
                    wrong = kind + " port " + port + " at " + current + " " + how;
                    return -1;
                }
            }
        }
    }
}
