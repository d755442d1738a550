// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The frames that belong to a connection as a whole: what each means when it comes, how it is written, and what its loss or acknowledgement means to its
    /// owner. Nothing else knows that; those of streams go to <see cref="StreamMap"/>.
    /// </summary>
    internal static class ConnectionFrames
    {
        private const int PathFrameLength = 9;

        /// <summary>Takes NEW_CONNECTION_ID, RETIRE_CONNECTION_ID or PATH_RESPONSE; PATH_CHALLENGE is about the datagram it came in.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="frame">The frame.</param>
        /// <param name="buffer">Holds its data.</param>
        /// <param name="id">The id of ours that the packet came to.</param>
        /// <returns>0, or the transport error to close with.</returns>
        internal static int OnReceived(Connection c, Frame frame, byte[] buffer, long id)
        {
            switch (frame.Type)
            {
                case FrameType.NewConnectionId:
                    return ConnectionIds.OnNew(c, frame, buffer);
                case FrameType.RetireConnectionId:
                    return ConnectionIds.OnRetire(c, frame.Value, id);
                case FrameType.PathResponse:
                    PathManager.OnResponse(c, (long)BigEndian.ReadUInt64(buffer, frame.DataOffset));
                    return 0;
                default:
                    // PADDING and PING ask for nothing but an acknowledgement.
                    return 0;
            }
        }

        /// <summary>Whether <see cref="Write"/> has something.</summary>
        /// <param name="c">The connection.</param>
        /// <returns>True if a frame is due.</returns>
        internal static bool HasDue(Connection c)
        {
            return c.Pending != 0 || (c.Flags & Connection.ResponseDue) != 0;
        }

        /// <summary>Which frames about a path are due. A packet that carries one fills its datagram (RFC 9000 section 8.2.1).</summary>
        /// <param name="c">The connection.</param>
        /// <returns>A number that changes when one of them was written; 0 for none.</returns>
        internal static int PathFramesDue(Connection c)
        {
            return (c.Flags & Connection.ResponseDue) << 16 | (c.Pending & ControlFrame.PathChallenge);
        }

        /// <summary>Writes the frames that are due and have room, and notes them in the packet's record.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="buffer">Packet.</param>
        /// <param name="p">Where to write.</param>
        /// <param name="limit">Where to stop.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Where the frames end.</returns>
        internal static int Write(Connection c, byte[] buffer, int p, int limit, long now)
        {
            int pending = c.Pending;
            if ((c.Flags & Connection.ResponseDue) != 0 && limit - p >= PathFrameLength)
            {
                p = FrameWriter.WritePath(buffer, p, FrameType.PathResponse, c.Response);
                SentPacketTracker.AddControl(c, ControlFrame.Ping);
                c.Flags &= ~Connection.ResponseDue;
            }

            if ((pending & ControlFrame.HandshakeDone) != 0 && p < limit)
            {
                p = FrameWriter.Write(buffer, p, FrameType.HandshakeDone);
                SentPacketTracker.AddControl(c, ControlFrame.HandshakeDone);
                pending &= ~ControlFrame.HandshakeDone;
            }

            if ((pending & ControlFrame.PathChallenge) != 0 && limit - p >= PathFrameLength)
            {
                // Other data each time (RFC 9000 section 13.3).
                c.Challenge = c.Shared.Random.NextLong();
                p = FrameWriter.WritePath(buffer, p, FrameType.PathChallenge, c.Challenge);
                SentPacketTracker.AddControl(c, ControlFrame.PathChallenge);
                pending &= ~ControlFrame.PathChallenge;
            }

            if ((pending & ControlFrame.NewToken) != 0 && limit - p >= 2 + AddressValidation.NewTokenLength)
            {
                buffer[p] = FrameType.NewToken;
                buffer[p + 1] = AddressValidation.NewTokenLength;
                c.Shared.Tokens.WriteNewToken(buffer, p + 2, c.Shared.Address, now);
                p += 2 + AddressValidation.NewTokenLength;
                SentPacketTracker.AddControl(c, ControlFrame.NewToken);
                pending &= ~ControlFrame.NewToken;
            }

            c.Pending = pending;
            return p;
        }

        /// <summary>Frames were lost: those that still matter are due again.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="frames">Bits of <see cref="ControlFrame"/>.</param>
        internal static void OnLost(Connection c, int frames)
        {
            c.Pending |= frames & (ControlFrame.HandshakeDone | ControlFrame.NewToken);
            if (c.PathDeadline != long.MaxValue)
            {
                c.Pending |= frames & ControlFrame.PathChallenge;
            }

            if ((frames & ControlFrame.OfIds) != 0)
            {
                ConnectionIds.OnLost(c, frames);
            }

            if ((frames & ControlFrame.OfStreams) != 0)
            {
                StreamSender.OnControlLost(c, frames);
            }
        }

        /// <summary>Frames were acknowledged.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="frames">Bits of <see cref="ControlFrame"/>.</param>
        internal static void OnAcknowledged(Connection c, int frames)
        {
            if ((frames & ControlFrame.OfIds) != 0)
            {
                ConnectionIds.OnAcknowledged(c, frames);
            }
        }
    }
}
