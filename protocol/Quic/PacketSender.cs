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
            QuicShared s = c.Shared;
            int state = c.State;
            if (state != ConnectionState.Handshaking && state != ConnectionState.Established && state != ConnectionState.Closing)
            {
                // There may be no memory to look into.
                return 0;
            }

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
                CollectControl(c);
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

            Array.Copy(c.Arena, 0, buffer, offset, length);
            return length;
        }

        // ---- Initial and Handshake ----

        private static int BuildHandshake(Connection c, byte[] buffer, int offset, int size, long now)
        {
            QuicShared s = c.Shared;
            HandshakeState hs = c.Handshake;
            bool busy = (hs.Flags & HandshakeState.TlsPending) != 0;
            bool hasInitial = (hs.Flags & HandshakeState.HasInitialKeys) != 0;
            bool hasHandshake = (hs.Flags & HandshakeState.HasHandshakeKeys) != 0;
            bool may = LossDetector.CanSend(c, now);
            bool room = SentPacketTracker.CanTrack(c);
            c.Flags = may ? c.Flags & ~Connection.Paced : c.Flags | Connection.Paced;

            bool initialData = false;
            if (hasInitial && !busy)
            {
                int probes = LossDetector.Probes(c, PacketSpace.Initial);
                initialData = probes > 0 || (may && (SentPacketTracker.FirstResend(c, PacketSpace.Initial) >= 0
                    || (room && s.Tls.FlightLength(hs.Tls, TlsLevel.Initial) > hs.InitialSent)));
            }

            bool handshakeData = false;
            if (hasHandshake && !busy)
            {
                int probes = LossDetector.Probes(c, PacketSpace.Handshake);
                handshakeData = probes > 0 || (may && (SentPacketTracker.FirstResend(c, PacketSpace.Handshake) >= 0
                    || (room && s.Tls.FlightLength(hs.Tls, TlsLevel.Handshake) > hs.HandshakeSent)));
            }

            bool ackDue = InitialAckTime(hs) <= now;
            if (!initialData && !handshakeData && !ackDue)
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

            if (hasInitial && (initialData || ReceivedPacketTracker.HasUnacknowledged(hs.Received, PacketSpace.Initial * ReceivedPacketTracker.LongCount)))
            {
                // The Handshake packet behind it pads the datagram where there is one: Initial protection is the dearer.
                bool alone = !handshakeData;
                p = BuildLong(c, PacketSpace.Initial, buffer, p, end, initialData, initialData && alone ? offset + FullDatagram : 0, now);
                pad = initialData && !alone && p > offset;
            }

            if (hasHandshake && (handshakeData || ReceivedPacketTracker.HasUnacknowledged(hs.Received, PacketSpace.Handshake * ReceivedPacketTracker.LongCount)) && end - p >= 64 + Tag)
            {
                p = BuildLong(c, PacketSpace.Handshake, buffer, p, end, handshakeData, pad ? offset + FullDatagram : 0, now);
            }

            return p - offset;
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
            bool initial = space == PacketSpace.Initial;
            long[] received = hs.Received;
            int receivedAt = space * ReceivedPacketTracker.LongCount;
            int level = initial ? TlsLevel.Initial : TlsLevel.Handshake;
            long number = LossDetector.NextNumber(c, space);
            int numberLength = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, space));
            byte[] ids = c.Bytes;
            int id = ConnectionIds.Current(c);
            StatelessReset.WriteId(ConnectionIds.HandshakeId(c), s.Scratch, 0);
            int at = PacketHeader.WriteLong(buffer, start, initial ? PacketType.Initial : PacketType.Handshake, numberLength, ids, id + 1, ids[id], s.Scratch, 0, 8, null, 0, 0);
            int p = at + numberLength;
            int limit = end - Tag;
            int begin = p;
            bool acknowledges = false;
            if (ReceivedPacketTracker.HasUnacknowledged(received, receivedAt))
            {
                p = ReceivedPacketTracker.WriteAck(received, receivedAt, buffer, p, limit, now, AckExponent);
                acknowledges = p != begin;
            }

            bool content = false;
            if (data)
            {
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
                            content = false;
                        }
                    }
                }
            }

            if (p == begin)
            {
                return start;
            }

            if (content)
            {
                ConnectionTimers.OnSent(c, now);
                int padded = padTo - Tag;
                if (padded > p)
                {
                    Array.Clear(buffer, p, padded - p);
                    p = padded;
                }
            }

            p = initial
                ? s.Protection.Seal(CipherSuite.Aes128GcmSha256, hs.Keys, HandshakeState.ServerInitial, buffer, start, at, numberLength, number, p)
                : s.Protection.Seal(hs.Tls.Suite, hs.HandshakeKeys, HandshakeState.ServerHandshake, buffer, start, at, numberLength, number, p);
            LossDetector.OnPacketSent(c, space, p - start, now);
            if (acknowledges)
            {
                ReceivedPacketTracker.OnAckSent(received, receivedAt);
            }

            return p;
        }

        // ---- 1-RTT ----

        /// <summary>What was lost of the connection's own frames is due again, what was acknowledged is settled.</summary>
        private static void CollectControl(Connection c)
        {
            int lost = SentPacketTracker.TakeLostControl(c);
            if (lost != 0)
            {
                c.Pending |= lost & (ControlFrame.HandshakeDone | ControlFrame.NewToken);
                if (c.PathDeadline != long.MaxValue)
                {
                    c.Pending |= lost & ControlFrame.PathChallenge;
                }

                ConnectionIds.OnLost(c, lost);
            }

            int acknowledged = SentPacketTracker.TakeAcknowledgedControl(c);
            if (acknowledged != 0)
            {
                ConnectionIds.OnAcknowledged(c, acknowledged);
            }
        }

        private static int BuildApplication(Connection c, byte[] buffer, int offset, int size, long now)
        {
            QuicShared s = c.Shared;
            bool probe = LossDetector.Probes(c, PacketSpace.Application) > 0;
            bool may = probe || LossDetector.CanSend(c, now);
            bool ackDue = ReceivedPacketTracker.AckTime(c.Longs, ConnectionLayout.ReceivedLongs) <= now;
            int record = may ? SentPacketTracker.FirstResend(c, PacketSpace.Application) : -1;
            bool response = (c.Flags & Connection.ResponseDue) != 0;
            bool wants = c.Pending != 0 || ConnectionIds.HasPending(c) || response || c.TicketSent < c.TicketLength || StreamMap.WantsToSend(c);
            bool fresh = may && record < 0 && (wants || probe) && SentPacketTracker.CanTrack(c);
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
                ApplicationKeys.Update(c, s.Protection);
                c.Flags &= ~Connection.UpdateKeys;
            }

            long number = LossDetector.NextNumber(c, PacketSpace.Application);
            int numberLength = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, PacketSpace.Application));
            byte[] ids = c.Bytes;
            int id = ConnectionIds.Current(c);
            int at = PacketHeader.WriteShort(buffer, offset, ApplicationKeys.SendPhase(c), numberLength, ids, id + 1, ids[id]);
            int p = at + numberLength;
            int begin = p;
            int end = offset + size;
            int limit = end - Tag;
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
                    fresh = (wants || probe) && SentPacketTracker.CanTrack(c);
                }
            }

            if (again <= limit - p - AckRoom && (ackDue || ReceivedPacketTracker.HasUnacknowledged(c.Longs, ConnectionLayout.ReceivedLongs)))
            {
                // Else it waits for the next packet.
                p = ReceivedPacketTracker.WriteAck(c.Longs, ConnectionLayout.ReceivedLongs, buffer, p, limit - again, now, HandshakeDriver.AckDelayExponent);
                acknowledges = p != begin;
            }

            bool pad = false;
            if (record >= 0)
            {
                SentPacketTracker.BeginResend(c, record);
                content = true;
                int count = SentPacketTracker.CurrentEntryCount(c);
                for (int i = 0; i < count; i++)
                {
                    if (SentPacketTracker.CurrentKind(c, i) == SentEntry.Crypto)
                    {
                        p = WriteTicket(c, buffer, p, SentPacketTracker.CurrentOffset(c, i), SentPacketTracker.CurrentLength(c, i));
                    }
                }
            }
            else if (fresh)
            {
                content = SentPacketTracker.Begin(c, PacketSpace.Application);
                // Sent again it may have a longer number, and offsets written that are left out now: leave the room.
                limit -= 4 - numberLength + SentPacketTracker.EntriesLeft(c);
            }

            if (content)
            {
                int pending = c.Pending;
                if (response && limit - p >= 9)
                {
                    p = WritePath(buffer, p, FrameType.PathResponse, c.Response);
                    SentPacketTracker.AddControl(c, ControlFrame.Ping);
                    c.Flags &= ~Connection.ResponseDue;
                    pad = true;
                }

                if (pending != 0)
                {
                    if ((pending & ControlFrame.HandshakeDone) != 0 && p < limit)
                    {
                        p = FrameWriter.Write(buffer, p, FrameType.HandshakeDone);
                        SentPacketTracker.AddControl(c, ControlFrame.HandshakeDone);
                        pending &= ~ControlFrame.HandshakeDone;
                    }

                    if ((pending & ControlFrame.PathChallenge) != 0 && limit - p >= 9)
                    {
                        p = WritePath(buffer, p, FrameType.PathChallenge, c.Challenge);
                        SentPacketTracker.AddControl(c, ControlFrame.PathChallenge);
                        pending &= ~ControlFrame.PathChallenge;
                        pad = true;
                    }

                    if ((pending & ControlFrame.NewToken) != 0 && limit - p >= 2 + AddressValidation.NewTokenLength)
                    {
                        buffer[p] = FrameType.NewToken;
                        buffer[p + 1] = AddressValidation.NewTokenLength;
                        s.Tokens.WriteNewToken(buffer, p + 2, c.AddressHigh, c.AddressLow, now);
                        p += 2 + AddressValidation.NewTokenLength;
                        SentPacketTracker.AddControl(c, ControlFrame.NewToken);
                        pending &= ~ControlFrame.NewToken;
                    }

                    c.Pending = pending;
                }

                int left = c.TicketLength - c.TicketSent;
                if (left > 0 && SentPacketTracker.EntriesLeft(c) > 0 && limit - p >= left + 8)
                {
                    int from = c.TicketSent;
                    p = WriteTicket(c, buffer, p, from, left);
                    SentPacketTracker.AddEntry(c, SentEntry.Crypto, 0, from, left);
                    c.TicketSent = c.TicketLength;
                }

                if (ConnectionIds.HasPending(c))
                {
                    p = ConnectionIds.WriteFrames(c, buffer, p, limit);
                }

                int q = StreamMap.WriteFrames(c, buffer, p, limit, may, c.Source);
                if (q < 0)
                {
                    SentPacketTracker.Cancel(c);
                    ConnectionCloser.Fail(c, TransportError.Internal);
                    return 0;
                }

                p = q;
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
                if (pad && end - Tag > p)
                {
                    // A path is validated for full datagrams (RFC 9000 section 8.2.1).
                    Array.Clear(buffer, p, end - Tag - p);
                    p = end - Tag;
                }
            }

            p = ApplicationKeys.Seal(c, s.Protection, buffer, offset, at, numberLength, number, p);
            LossDetector.OnPacketSent(c, PacketSpace.Application, p - offset, now);
            if (acknowledges)
            {
                ReceivedPacketTracker.OnAckSent(c.Longs, ConnectionLayout.ReceivedLongs);
            }

            return p - offset;
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
            byte[] ids = c.Bytes;
            int id = ConnectionIds.ProbeOffset(c);
            int at = PacketHeader.WriteShort(buffer, offset, ApplicationKeys.SendPhase(c), numberLength, ids, id + 1, ids[id]);
            int p = WritePath(buffer, at + numberLength, FrameType.PathResponse, c.Response);
            SentPacketTracker.AddControl(c, ControlFrame.Ping);
            int end = offset + size - Tag;
            Array.Clear(buffer, p, end - p);
            p = ApplicationKeys.Seal(c, c.Shared.Protection, buffer, offset, at, numberLength, number, end);
            LossDetector.OnPacketSent(c, PacketSpace.Application, p - offset, now);
            return p - offset;
        }

        /// <summary>Room for an ACK frame beside a resent record: for most. One with fewer ranges does where it is too small.</summary>
        private const int AckRoom = 26;

        /// <summary>The exponent means nothing in Initial and Handshake packets; the default is written.</summary>
        private const int AckExponent = 3;

        private static int WriteTicket(Connection c, byte[] buffer, int p, int from, int length)
        {
            p = FrameWriter.Write(buffer, p, FrameType.Crypto, from, length);
            Array.Copy(c.Bytes, c.Layout.TicketAt + from, buffer, p, length);
            return p + length;
        }

        private static int WritePath(byte[] buffer, int p, int type, long data)
        {
            buffer[p] = (byte)type;
            StatelessReset.WriteId(data, buffer, p + 1);
            return p + 9;
        }
    }
}
