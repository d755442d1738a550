// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>Sends the session ticket of a connection, NewSessionTicket, in CRYPTO frames of 1-RTT packets (RFC 9001 section 4.1.3).</summary>
    internal static class SessionTicket
    {
        /// <summary>Whether a part was never sent.</summary>
        /// <param name="c">The connection.</param>
        /// <returns>True if <see cref="Write"/> has something.</returns>
        internal static bool IsDue(Connection c)
        {
            return c.TicketSent < c.TicketLength;
        }

        /// <summary>Writes the rest of the ticket, if all of it fits.</summary>
        internal static int Write(Connection c, byte[] buffer, int p, int limit)
        {
            int from = c.TicketSent;
            int left = c.TicketLength - from;
            if (SentPacketTracker.EntriesLeft(c) > 0 && limit - p >= left + 8)
            {
                p = WriteRange(c, buffer, p, from, left);
                SentPacketTracker.AddEntry(c, SentEntry.Crypto, 0, from, left);
                c.TicketSent = c.TicketLength;
            }

            return p;
        }

        /// <summary>Writes a range that was lost, or that <see cref="Write"/> chose.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="buffer">Packet.</param>
        /// <param name="p">Where to write.</param>
        /// <param name="from">First byte of the ticket.</param>
        /// <param name="length">Bytes.</param>
        /// <returns>Where the frame ends.</returns>
        internal static int WriteRange(Connection c, byte[] buffer, int p, int from, int length)
        {
            p = FrameWriter.Write(buffer, p, FrameType.Crypto, from, length);
            Array.Copy(c.Bytes, c.Layout.TicketAt + from, buffer, p, length);
            return p + length;
        }
    }
}
