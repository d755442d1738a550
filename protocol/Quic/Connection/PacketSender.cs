// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Composes datagrams in the caller's buffer: header, frames, seal, all in place. Nothing is taken from any state (packet number, offset,
    /// pending acknowledgement) before it is certain that the datagram goes out.
    /// </summary>
    internal static class PacketSender
    {
        private const int Tag = PacketProtection.TagLength;

        /// <summary>How long an acknowledgement of a first part of a ClientHello waits for the rest, microseconds.</summary>
        private const int InitialAckDelay = 25000;

        /// <summary>Smallest datagram with an ack-eliciting Initial (RFC 9000 section 14.1).</summary>
        private const int FullDatagram = 1200;

        /// <summary>Composes the next datagram of a connection.</summary>
        /// <returns>Its length, 0 if there is nothing to send now.</returns>
        internal static int Build(Connection c, byte[] buffer, int offset, int max, long now)
        {
            int state = c.State;
            if (state < ConnectionState.Handshaking || state > ConnectionState.Closing)
            {
                // A free slot may have no memory to look into.
                return 0;
            }

            QuicShared s = c.Shared;
            s.OutputHigh = c.AddressHigh;
            s.OutputLow = c.AddressLow;
            s.OutputPort = c.Port;
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
                length = BuildHandshake(c, buffer, offset, size, now);
            }
            else
            {
                if ((c.Flags & Connection.ResponseDue) != 0 && !PathManager.ResponseIsCurrent(c))
                {
                    return BuildResponse(c, buffer, offset, size, now);
                }

                length = BuildApplication(c, buffer, offset, size, now);
            }

            if (length > 0 && (c.Flags & Connection.AddressValidated) == 0)
            {
                c.PathSent += length;
            }

            return length;
        }

        /// <summary>When an Initial or Handshake acknowledgement has to go out on its own.</summary>
        internal static long InitialAckTime(HandshakeState hs)
        {
            if ((hs.Flags & HandshakeState.TlsPending) != 0)
            {
                // The flight that is being computed carries it; a client told earlier would only begin to probe earlier.
                return long.MaxValue;
            }

            long time = long.MaxValue;
            if ((hs.Flags & HandshakeState.HasInitialKeys) != 0)
            {
                long due = ReceivedPacketTracker.AckTime(hs.Received, PacketSpace.Initial * ReceivedPacketTracker.LongCount);
                if (due != long.MaxValue)
                {
                    time = due + InitialAckDelay;
                }
            }

            if ((hs.Flags & HandshakeState.HasHandshakeKeys) != 0)
            {
                long due = ReceivedPacketTracker.AckTime(hs.Received, PacketSpace.Handshake * ReceivedPacketTracker.LongCount);
                if (due < time)
                {
                    time = due;
                }
            }

            return time;
        }

        private static int BuildClosing(Connection c, byte[] buffer, int offset, int max, long now)
        {
            if ((c.Flags & Connection.CloseBuilt) == 0)
            {
                ConnectionCloser.Build(c, now);
            }

            int length = c.TicketLength;
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

        // ---- Initial and Handshake ----

        private static int BuildHandshake(Connection c, byte[] buffer, int offset, int size, long now)
        {
            HandshakeState hs = c.Handshake;
            bool may = CongestionController.MaySend(c, now);
            c.Flags = may ? c.Flags & ~Connection.Paced : c.Flags | Connection.Paced;
            bool initialData = HasFlight(c, PacketSpace.Initial, HandshakeState.HasInitialKeys, may);
            bool handshakeData = HasFlight(c, PacketSpace.Handshake, HandshakeState.HasHandshakeKeys, may);
            if (!initialData && !handshakeData && InitialAckTime(hs) > now)
            {
                // Nothing waits for the limit: what is in flight gets its timer back.
                c.Flags &= ~Connection.Blocked;
                return 0;
            }

            if ((c.Flags & Connection.AddressValidated) == 0)
            {
                // Three times what came (RFC 9000 section 8.1); an Initial that wants an acknowledgement fills its datagram.
                int allowed = (c.PathReceived * 3) - c.PathSent;
                if (allowed < size)
                {
                    if (allowed < (initialData ? FullDatagram : 64 + Tag))
                    {
                        c.Flags |= Connection.Blocked;
                        return 0;
                    }

                    size = allowed;
                }
            }

            c.Flags &= ~Connection.Blocked;
            int end = offset + size;
            int p = offset;
            bool pad = false;
            if (initialData && handshakeData && !FitsBehind(c, size))
            {
                handshakeData = false;
            }

            if ((hs.Flags & HandshakeState.HasInitialKeys) != 0 && (initialData || ReceivedPacketTracker.HasUnacknowledged(hs.Received, PacketSpace.Initial * ReceivedPacketTracker.LongCount)))
            {
                // The Handshake packet behind it pads the datagram where there is one: Initial protection is the dearer.
                p = BuildLong(c, PacketSpace.Initial, buffer, p, end, initialData, initialData && !handshakeData ? offset + FullDatagram : 0, now);
                pad = initialData && handshakeData && p > offset;
            }

            if ((hs.Flags & HandshakeState.HasHandshakeKeys) != 0 && (handshakeData || ReceivedPacketTracker.HasUnacknowledged(hs.Received, PacketSpace.Handshake * ReceivedPacketTracker.LongCount)) && end - p >= 64 + Tag)
            {
                p = BuildLong(c, PacketSpace.Handshake, buffer, p, end, handshakeData, pad ? offset + FullDatagram : 0, now);
            }

            return p - offset;
        }

        /// <summary>Whether a space has CRYPTO data or a probe to send now.</summary>
        private static bool HasFlight(Connection c, int space, int keys, bool may)
        {
            HandshakeState hs = c.Handshake;
            if ((hs.Flags & (keys | HandshakeState.TlsPending)) != keys)
            {
                return false;
            }

            bool initial = space == PacketSpace.Initial;
            return LossDetector.Probes(c, space) > 0 || (may && (SentPacketTracker.FirstResend(c, space) >= 0
                || (SentPacketTracker.CanTrack(c)
                    && c.Shared.Tls.FlightLength(hs.Tls, initial ? TlsLevel.Initial : TlsLevel.Handshake) > (initial ? hs.InitialSent : hs.HandshakeSent))));
        }

        /// <summary>Whether a Handshake packet has room in a datagram of a size behind the Initial packet that is about to be composed.</summary>
        private static bool FitsBehind(Connection c, int size)
        {
            // Headers, numbers, tags and acknowledgements of both; what the frames take comes on top.
            int taken = 160;
            int record = SentPacketTracker.FirstResend(c, PacketSpace.Initial);
            if (record >= 0)
            {
                taken += StreamMap.ResendLength(c, record);
            }

            taken += 8 + c.Shared.Tls.FlightLength(c.Handshake.Tls, TlsLevel.Initial) - c.Handshake.InitialSent;
            record = SentPacketTracker.FirstResend(c, PacketSpace.Handshake);
            if (record >= 0)
            {
                taken += StreamMap.ResendLength(c, record);
            }

            return taken < size;
        }

        /// <summary>One Initial or Handshake packet.</summary>
        /// <returns>Where it ends; <paramref name="start"/> if there was nothing to put in.</returns>
        private static int BuildLong(Connection c, int space, byte[] buffer, int start, int end, bool data, int padTo, long now)
        {
            QuicShared s = c.Shared;
            HandshakeState hs = c.Handshake;
            long number = LossDetector.NextNumber(c, space);
            int numberLength = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, space));
            int at = WriteLongHeader(c, space, buffer, start, numberLength);
            int p = at + numberLength;
            bool acknowledges = false;
            end -= Tag;
            if (ReceivedPacketTracker.HasUnacknowledged(hs.Received, space * ReceivedPacketTracker.LongCount))
            {
                p = ReceivedPacketTracker.WriteAck(hs.Received, space * ReceivedPacketTracker.LongCount, buffer, p, end, now, AckExponent);
                acknowledges = p != at + numberLength;
            }

            int q = data ? WriteFlight(c, space, buffer, p, end) : p;
            if (q == at + numberLength)
            {
                return start;
            }

            if (q != p)
            {
                p = q;
                ConnectionTimers.OnSent(c, now);
                padTo -= Tag;
                if (padTo > p)
                {
                    Array.Clear(buffer, p, padTo - p);
                    p = padTo;
                }
            }

            p = space == PacketSpace.Initial
                ? s.Protection.Seal(CipherSuite.Aes128GcmSha256, hs.Keys, HandshakeState.ServerInitial, buffer, start, at, numberLength, number, p)
                : s.Protection.Seal(hs.Tls.Suite, hs.HandshakeKeys, HandshakeState.ServerHandshake, buffer, start, at, numberLength, number, p);
            LossDetector.OnPacketSent(c, space, p - start, now);
            if (acknowledges)
            {
                ReceivedPacketTracker.OnAckSent(hs.Received, space * ReceivedPacketTracker.LongCount);
            }

            return p;
        }

        // What follows writes parts of packets. They are methods of their own for the sake of the stack: packets are sealed where it is deep, and none of
        // their variables may lie there then.

        private static int WriteLongHeader(Connection c, int space, byte[] buffer, int start, int numberLength)
        {
            byte[] scratch = c.Shared.Scratch;
            byte[] ids = c.Bytes;
            int id = ConnectionIds.Current(c);
            BigEndian.WriteUInt64(scratch, 0, (ulong)ConnectionIds.HandshakeId(c));
            return PacketHeader.WriteLong(
                buffer, start, space == PacketSpace.Initial ? PacketType.Initial : PacketType.Handshake, numberLength, ids, id + 1, ids[id], scratch, 0, 8, null, 0, 0);
        }

        private static int WriteShortHeader(Connection c, byte[] buffer, int start, int numberLength, int id)
        {
            byte[] ids = c.Bytes;
            return PacketHeader.WriteShort(buffer, start, ApplicationKeys.SendPhase(c), numberLength, ids, id + 1, ids[id]);
        }

        /// <summary>Writes CRYPTO frames of the flight: what was lost, then what is new; or a PING to probe.</summary>
        /// <returns>Where they end; <paramref name="p"/> if there was nothing.</returns>
        private static int WriteFlight(Connection c, int space, byte[] buffer, int p, int limit)
        {
            QuicShared s = c.Shared;
            HandshakeState hs = c.Handshake;
            bool initial = space == PacketSpace.Initial;
            int level = initial ? TlsLevel.Initial : TlsLevel.Handshake;
            bool content = false;
            int record = SentPacketTracker.FirstResend(c, space);
            if (record >= 0)
            {
                if (StreamMap.ResendLength(c, record) <= limit - p)
                {
                    SentPacketTracker.BeginResend(c, record);
                    content = true;
                    int count = SentPacketTracker.CurrentEntryCount(c);
                    for (int i = 0; i < count; i++)
                    {
                        int from = SentPacketTracker.CurrentOffset(c, i);
                        int length = SentPacketTracker.CurrentLength(c, i);
                        p = FrameWriter.Write(buffer, p, FrameType.Crypto, from, length);
                        s.Tls.ReadFlight(hs.Tls, level, from, buffer, p, length);
                        p += length;
                    }
                }
            }
            else
            {
                content = SentPacketTracker.Begin(c, space);
            }

            if (content)
            {
                int next = initial ? hs.InitialSent : hs.HandshakeSent;
                int left = s.Tls.FlightLength(hs.Tls, level) - next;
                int room = limit - p - 8;
                if (left > 0 && room > 0 && SentPacketTracker.EntriesLeft(c) > 0)
                {
                    int length = left < room ? left : room;
                    p = FrameWriter.Write(buffer, p, FrameType.Crypto, next, length);
                    s.Tls.ReadFlight(hs.Tls, level, next, buffer, p, length);
                    p += length;
                    SentPacketTracker.AddEntry(c, SentEntry.Crypto, 0, next, length);
                    if (initial)
                    {
                        hs.InitialSent = next + length;
                    }
                    else
                    {
                        hs.HandshakeSent = next + length;
                    }
                }

                if (!SentPacketTracker.HasContent(c))
                {
                    if (LossDetector.Probes(c, space) > 0 && p < limit)
                    {
                        p = FrameWriter.Write(buffer, p, FrameType.Ping);
                        SentPacketTracker.AddControl(c, ControlFrame.Ping);
                    }
                    else
                    {
                        SentPacketTracker.Cancel(c);
                    }
                }
            }

            return p;
        }

        // ---- 1-RTT ----

        private static int BuildApplication(Connection c, byte[] buffer, int offset, int size, long now)
        {
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
                ApplicationKeys.Update(c, c.Shared.Protection);
                c.Flags &= ~Connection.UpdateKeys;
            }

            long number = LossDetector.NextNumber(c, PacketSpace.Application);
            int numberLength = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, PacketSpace.Application));
            int at = WriteShortHeader(c, buffer, offset, numberLength, ConnectionIds.Current(c));
            int p = at + numberLength;
            int limit = offset + size - Tag;
            bool content = false;
            bool acknowledges = false;
            int again = 0;
            if (record >= 0)
            {
                again = StreamMap.ResendLength(c, record);
                if (again > limit - p)
                {
                    // A path that is not validated yet has no room for it: what fits goes first, above all the challenge that validates the path.
                    record = -1;
                    again = 0;
                    fresh = HasFresh(c, probe);
                }
            }

            // An ACK frame waits for the next packet where there is little room.
            if ((again == 0 || limit - p - again >= AckRoom) && (ackDue || ReceivedPacketTracker.HasUnacknowledged(c.Longs, ReceivedPacketTracker.Application)))
            {
                p = ReceivedPacketTracker.WriteAck(c.Longs, ReceivedPacketTracker.Application, buffer, p, limit - again, now, HandshakeDriver.AckDelayExponent);
                acknowledges = p != at + numberLength;
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
                // Sent again it may have a longer number, and offsets written that are left out now: leave the room. And as long as the streams that are
                // sent again are not written, theirs.
                limit -= 4 - numberLength + SentPacketTracker.EntriesLeft(c) + again;
                if (ConnectionFrames.HasDue(c))
                {
                    int path = ConnectionFrames.PathFramesDue(c);
                    p = ConnectionFrames.Write(c, buffer, p, limit, now);
                    pad = path != ConnectionFrames.PathFramesDue(c);
                }

                if (c.TicketSent < c.TicketLength)
                {
                    p = WriteTicket(c, buffer, p, limit);
                }

                if (ConnectionIds.HasPending(c))
                {
                    p = ConnectionIds.WriteFrames(c, buffer, p, limit);
                }

                limit += again;
                p = StreamMap.WriteFrames(c, buffer, p, limit, may, c.Source);
                if (p < 0)
                {
                    SentPacketTracker.Cancel(c);
                    ConnectionCloser.Fail(c, TransportError.Internal);
                    return 0;
                }

                if (may)
                {
                    p = StreamMap.WriteData(c, buffer, p, limit, c.Source);
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

            if (p == at + numberLength)
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

            p = ApplicationKeys.Seal(c, c.Shared.Protection, buffer, offset, at, numberLength, number, p);
            LossDetector.OnPacketSent(c, PacketSpace.Application, p - offset, now);
            if (acknowledges)
            {
                ReceivedPacketTracker.OnAckSent(c.Longs, ReceivedPacketTracker.Application);
            }

            return p - offset;
        }

        /// <summary>Whether there is something that was not sent before, and a record for it.</summary>
        private static bool HasFresh(Connection c, bool probe)
        {
            return SentPacketTracker.CanTrack(c)
                && (probe || ConnectionFrames.HasDue(c) || c.TicketSent < c.TicketLength || ConnectionIds.HasPending(c) || StreamMap.WantsToSend(c));
        }

        /// <summary>Begins to send a lost record again, with the parts of the ticket in it; its streams come with the other streams.</summary>
        private static int WriteLost(Connection c, int record, byte[] buffer, int p)
        {
            SentPacketTracker.BeginResend(c, record);
            int count = SentPacketTracker.CurrentEntryCount(c);
            for (int i = 0; i < count; i++)
            {
                if (SentPacketTracker.CurrentKind(c, i) == SentEntry.Crypto)
                {
                    p = WriteTicket(c, buffer, p, SentPacketTracker.CurrentOffset(c, i), SentPacketTracker.CurrentLength(c, i));
                }
            }

            return p;
        }

        /// <summary>Writes what is left of the ticket, if all of it has room.</summary>
        private static int WriteTicket(Connection c, byte[] buffer, int p, int limit)
        {
            int from = c.TicketSent;
            int left = c.TicketLength - from;
            if (SentPacketTracker.EntriesLeft(c) > 0 && limit - p >= left + 8)
            {
                p = WriteTicket(c, buffer, p, from, left);
                SentPacketTracker.AddEntry(c, SentEntry.Crypto, 0, from, left);
                c.TicketSent = c.TicketLength;
            }

            return p;
        }

        /// <summary>A PATH_RESPONSE to an address that is not the current path's: a datagram of its own, within three times what came.</summary>
        private static int BuildResponse(Connection c, byte[] buffer, int offset, int size, long now)
        {
            c.Flags &= ~Connection.ResponseDue;
            if (c.ResponseLimit < size)
            {
                size = c.ResponseLimit;
            }

            if (size < 64 + Tag || ApplicationKeys.IsExhausted(c) || !SentPacketTracker.Begin(c, PacketSpace.Application))
            {
                return 0;
            }

            PathManager.SetResponseAddress(c);
            long number = LossDetector.NextNumber(c, PacketSpace.Application);
            int numberLength = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, PacketSpace.Application));
            int at = WriteShortHeader(c, buffer, offset, numberLength, ConnectionIds.ProbeOffset(c));
            int p = FrameWriter.WritePath(buffer, at + numberLength, FrameType.PathResponse, c.Response);
            SentPacketTracker.AddControl(c, ControlFrame.Ping);
            int end = offset + size - Tag;
            Array.Clear(buffer, p, end - p);
            p = ApplicationKeys.Seal(c, c.Shared.Protection, buffer, offset, at, numberLength, number, end);
            LossDetector.OnPacketSent(c, PacketSpace.Application, p - offset, now);
            return p - offset;
        }

        /// <summary>Room that an ACK frame gets beside a record that is sent again: enough for most.</summary>
        private const int AckRoom = 26;

        /// <summary>The exponent means nothing in Initial and Handshake packets; the default is written.</summary>
        private const int AckExponent = 3;

        private static int WriteTicket(Connection c, byte[] buffer, int p, int from, int length)
        {
            p = FrameWriter.Write(buffer, p, FrameType.Crypto, from, length);
            Array.Copy(c.Bytes, c.Layout.TicketAt + from, buffer, p, length);
            return p + length;
        }
    }
}
