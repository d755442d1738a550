// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>Composes datagrams of connections in the caller's buffer: decides what is sent, and whom it is sent to.</summary>
    internal static class PacketSender
    {
        /// <summary>Composes the next datagram of a connection.</summary>
        /// <returns>Its length, 0 if there is nothing to send now.</returns>
        internal static int Build(Connection c, byte[] buffer, int offset, int max, long now)
        {
            int state = c.State;
            if ((state & (ConnectionState.Alive | ConnectionState.Closing)) == 0)
            {
                // A free slot may have no memory to look into.
                return 0;
            }

            QuicShared s = c.Shared;
            PathManager.SetAddress(c);
            if (state == ConnectionState.Closing)
            {
                return BuildClosing(c, buffer, offset, max, now);
            }

            int size = c.PeerDatagram;
            if (size > max)
            {
                size = max;
            }

            int length;
            if (state == ConnectionState.Handshaking)
            {
                length = HandshakePackets.Build(c, buffer, offset, size, now);
            }
            else
            {
                if ((c.Flags & Connection.ResponseDue) != 0 && !PathManager.ResponseIsCurrent(c))
                {
                    return ApplicationPackets.BuildResponse(c, buffer, offset, size, now);
                }

                if ((c.Flags & Connection.PreviousChallengeDue) != 0)
                {
                    return ApplicationPackets.BuildPreviousChallenge(c, buffer, offset, size, now);
                }

                length = ApplicationPackets.Build(c, buffer, offset, size, now);
            }

            if (length > 0 && (c.Flags & Connection.AddressValidated) == 0)
            {
                c.PathSent += length;
            }

            return length;
        }

        private static int BuildClosing(Connection c, byte[] buffer, int offset, int max, long now)
        {
            if ((c.Flags & Connection.CloseBuilt) == 0)
            {
                ConnectionCloser.Build(c, now);
            }

            int length = c.ClosingLength;
            if ((c.Flags & Connection.CloseDue) == 0 || length > max)
            {
                return 0;
            }

            c.Flags &= ~Connection.CloseDue;
            if ((c.Flags & Connection.AddressValidated) == 0)
            {
                if (c.PathSent + length > c.PathReceived * 3)
                {
                    return 0;
                }

                c.PathSent += length;
            }

            Array.Copy(c.Arena, ConnectionCloser.Start(c.Arena), buffer, offset, length);
            return length;
        }
    }
}
