// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Composes 1-RTT packets in the caller's buffer: header, frames, seal, all in place. Nothing is taken from any state (packet number, offset, pending
    /// acknowledgement) before it is certain that the datagram is sent.
    /// </summary>
    internal static class ApplicationPackets
    {
        private const int Tag = PacketProtection.TagLength;

        // Space for an ACK frame beside content that is sent again: enough for most.
        private const int AckRoom = 26;

        /// <summary>Composes the next datagram of an established connection.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="buffer">Where to.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="size">Largest datagram.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Its length, 0 if there is nothing to send now.</returns>
        internal static int Build(Connection c, byte[] buffer, int offset, int size, long now)
        {
            if (ApplicationKeys.IsUpdating(c))
            {
                // The last step wakes the slot up.
                return 0;
            }

            bool probe = LossDetector.Probes(c, PacketSpace.Application) > 0;
            bool may = probe || CongestionController.MaySend(c, now);
            bool ackDue = ReceivedPacketTracker.AckTime(c.Longs, ReceivedPacketTracker.Application) <= now;
            int record = may ? SentPacketTracker.FirstResend(c, PacketSpace.Application) : -1;
            bool fresh = may && record < 0 && HasFresh(c, probe);
            c.Flags = may ? c.Flags & ~Connection.Paced : c.Flags | Connection.Paced;
            if (!ackDue && record < 0 && !fresh)
            {
                c.Flags &= ~Connection.Blocked;
                return 0;
            }

            if ((c.Flags & Connection.AddressValidated) == 0)
            {
                int allowed = (c.PathReceived * 3) - c.PathSent;
                if (allowed < 64 + Tag)
                {
                    c.Flags |= Connection.Blocked;
                    return 0;
                }

                if (allowed < size)
                {
                    size = allowed;
                }
            }

            c.Flags &= ~Connection.Blocked;
            if (ApplicationKeys.IsExhausted(c))
            {
                ConnectionCloser.Fail(c, TransportError.AeadLimitReached);
                return 0;
            }

            if ((ApplicationKeys.NeedsUpdate(c) || (c.Flags & Connection.UpdateKeys) != 0) && ApplicationKeys.CanUpdate(c, LossDetector.LargestAcknowledged(c, PacketSpace.Application)))
            {
                c.Flags &= ~Connection.UpdateKeys;
                ApplicationKeys.Update(c);
                c.Shared.KeyWork |= 1 << c.Slot;
                return 0;
            }

            long number = LossDetector.NextNumber(c, PacketSpace.Application);
            int numberLength = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, PacketSpace.Application));
            int begin = WriteShortHeader(c, buffer, offset, numberLength, ConnectionIds.Current(c));
            int p = begin;
            int limit = offset + size - Tag;
            bool content = false;
            bool acknowledges = false;
            int again = 0;
            if (record >= 0)
            {
                again = StreamSender.ResendLength(c, record);
                if (again > limit - p)
                {
                    // It does not fit before the path is validated: smaller frames are sent first, above all the challenge that validates the path.
                    record = -1;
                    again = 0;
                    fresh = HasFresh(c, probe);
                }
            }

            // An ACK frame waits for the next packet if little space is left.
            if ((again == 0 || limit - p - again >= AckRoom) && (ackDue || ReceivedPacketTracker.HasUnacknowledged(c.Longs, ReceivedPacketTracker.Application)))
            {
                p = ReceivedPacketTracker.WriteAck(c.Longs, ReceivedPacketTracker.Application, buffer, p, limit - again, now, HandshakeDriver.AckDelayExponent);
                acknowledges = p != begin;
            }

            bool pad = false;
            if (record >= 0)
            {
                again += p;
                p = WriteLost(c, record, buffer, p);
                again -= p;
                content = true;
            }
            else if (fresh)
            {
                content = SentPacketTracker.Begin(c, PacketSpace.Application);
            }

            if (content)
            {
                // When the packet is sent again its number may be longer, and offsets are written that are omitted now: keep space for that, and for the
                // streams of a lost record, which are written last.
                limit -= 4 - numberLength + SentPacketTracker.EntriesLeft(c) + again;
                if (ConnectionFrames.HasDue(c))
                {
                    int path = ConnectionFrames.PathFramesDue(c);
                    p = ConnectionFrames.Write(c, buffer, p, limit, now);
                    pad = path != ConnectionFrames.PathFramesDue(c);
                }

                if (SessionTicket.IsDue(c))
                {
                    p = SessionTicket.Write(c, buffer, p, limit);
                }

                if (ConnectionIds.HasPending(c))
                {
                    p = ConnectionIds.WriteFrames(c, buffer, p, limit);
                }

                limit += again;
                p = StreamSender.WriteFrames(c, buffer, p, limit, may, c.Source);
                if (p < 0)
                {
                    SentPacketTracker.Cancel(c);
                    ConnectionCloser.Fail(c, TransportError.Internal);
                    return 0;
                }

                if (may)
                {
                    p = StreamSender.WriteData(c, buffer, p, limit, c.Source);
                }

                if (!SentPacketTracker.HasContent(c))
                {
                    if (probe && p < limit)
                    {
                        p = FrameWriter.Write(buffer, p, FrameType.Ping);
                        SentPacketTracker.AddControl(c, ControlFrame.Ping);
                    }
                    else
                    {
                        SentPacketTracker.Cancel(c);
                        content = false;
                    }
                }
            }

            if (p == begin)
            {
                return 0;
            }

            if (content)
            {
                ConnectionTimers.OnSent(c, now);
                limit = offset + size - Tag;
                if (pad && limit > p)
                {
                    // A path is validated for full datagrams (RFC 9000 section 8.2.1).
                    Array.Clear(buffer, p, limit - p);
                    p = limit;
                }
            }

            p = ApplicationKeys.Seal(c, c.Shared.Protection, buffer, c.Shared.Header, number, p);
            LossDetector.OnPacketSent(c, PacketSpace.Application, p - offset, now);
            if (acknowledges)
            {
                ReceivedPacketTracker.OnAckSent(c.Longs, ReceivedPacketTracker.Application);
                ApplicationKeys.OnAckSent(c);
            }

            return p - offset;
        }

        /// <summary>Whether there is something new to send, and a record for it.</summary>
        private static bool HasFresh(Connection c, bool probe)
        {
            return SentPacketTracker.CanTrack(c)
                && (probe || ConnectionFrames.HasDue(c) || SessionTicket.IsDue(c) || ConnectionIds.HasPending(c) || StreamSender.WantsToSend(c));
        }

        /// <summary>Begins to send a lost record again: writes its parts of the ticket; its streams are written with the other streams.</summary>
        private static int WriteLost(Connection c, int record, byte[] buffer, int p)
        {
            SentPacketTracker.BeginResend(c, record);
            int count = SentPacketTracker.CurrentEntryCount(c);
            for (int i = 0; i < count; i++)
            {
                if (SentPacketTracker.CurrentKind(c, i) == SentEntry.Crypto)
                {
                    p = SessionTicket.WriteRange(c, buffer, p, SentPacketTracker.CurrentOffset(c, i), SentPacketTracker.CurrentLength(c, i));
                }
            }

            return p;
        }

        /// <summary>A PATH_RESPONSE to an address that is not the current path's: a datagram of its own, within three times what came.</summary>
        internal static int BuildResponse(Connection c, byte[] buffer, int offset, int size, long now)
        {
            c.Flags &= ~Connection.ResponseDue;
            if (c.ResponseLimit < size)
            {
                size = c.ResponseLimit;
            }

            PathManager.SetResponseAddress(c);
            return BuildProbe(c, buffer, offset, size, FrameType.PathResponse, c.Response, now);
        }

        /// <summary>
        /// A PATH_CHALLENGE to the previous path, a datagram of its own. Its response says nothing by itself: a peer that is still there also sends packets that
        /// move the connection back.
        /// </summary>
        /// <param name="c">The connection.</param>
        /// <param name="buffer">Where to.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="size">Largest datagram.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Its length, 0 if it cannot be sent.</returns>
        internal static int BuildPreviousChallenge(Connection c, byte[] buffer, int offset, int size, long now)
        {
            c.Flags &= ~Connection.PreviousChallengeDue;
            PathManager.SetPreviousAddress(c);
            return BuildProbe(c, buffer, offset, size, FrameType.PathChallenge, c.Shared.Random.NextLong(), now);
        }

        // One frame about a path that is not the current one, padded to the whole size.
        private static int BuildProbe(Connection c, byte[] buffer, int offset, int size, int type, long data, long now)
        {
            if (size < 64 + Tag || ApplicationKeys.IsExhausted(c) || ApplicationKeys.IsUpdating(c) || !SentPacketTracker.Begin(c, PacketSpace.Application))
            {
                return 0;
            }

            long number = LossDetector.NextNumber(c, PacketSpace.Application);
            int numberLength = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, PacketSpace.Application));
            int p = WriteShortHeader(c, buffer, offset, numberLength, ConnectionIds.ProbeOffset(c));
            p = FrameWriter.WritePath(buffer, p, type, data);
            SentPacketTracker.AddControl(c, ControlFrame.Ping);
            int end = offset + size - Tag;
            Array.Clear(buffer, p, end - p);
            p = ApplicationKeys.Seal(c, c.Shared.Protection, buffer, c.Shared.Header, number, end);
            LossDetector.OnPacketSent(c, PacketSpace.Application, p - offset, now);
            return p - offset;
        }

        private static int WriteShortHeader(Connection c, byte[] buffer, int start, int numberLength, int id)
        {
            return c.Shared.Header.WriteShort(buffer, start, ApplicationKeys.SendPhase(c), numberLength, c.Bytes, id);
        }
    }
}
