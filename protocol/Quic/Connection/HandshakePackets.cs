// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Composes Initial and Handshake packets in the caller's buffer: header, frames, seal, all in place. Nothing is taken from any state (packet number, offset,
    /// pending acknowledgement) before it is certain that the datagram is sent.
    /// </summary>
    internal static class HandshakePackets
    {
        private const int Tag = PacketProtection.TagLength;

        // How long the acknowledgement of a first part of a ClientHello waits for the rest, microseconds.
        private const int InitialAckDelay = 25000;

        // Smallest datagram with an ack-eliciting Initial (RFC 9000 section 14.1).
        private const int FullDatagram = 1200;

        // The exponent means nothing in Initial and Handshake packets; the default is written.
        private const int AckDelayExponent = 3;

        /// <summary>When an Initial or Handshake acknowledgement has to go out on its own.</summary>
        internal static long AckTime(HandshakeState hs)
        {
            if ((hs.Flags & HandshakeState.TlsPending) != 0)
            {
                // The flight that is being computed carries it: a client that is told earlier only begins to probe earlier.
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

        /// <summary>Composes the next datagram of a handshake.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="buffer">Where to.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="size">Largest datagram.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Its length, 0 if there is nothing to send now.</returns>
        internal static int Build(Connection c, byte[] buffer, int offset, int size, long now)
        {
            HandshakeState hs = c.Handshake;
            bool may = CongestionController.MaySend(c, now);
            c.Flags = may ? c.Flags & ~Connection.Paced : c.Flags | Connection.Paced;
            bool initialData = HasFlight(c, PacketSpace.Initial, HandshakeState.HasInitialKeys, may);
            bool handshakeData = HasFlight(c, PacketSpace.Handshake, HandshakeState.HasHandshakeKeys, may);
            if (!initialData && !handshakeData && AckTime(hs) > now)
            {
                // The limit holds nothing back: packets in flight have their timer again.
                c.Flags &= ~Connection.Blocked;
                return 0;
            }

            if ((c.Flags & Connection.AddressValidated) == 0)
            {
                // Three times the received bytes (RFC 9000 section 8.1); an ack-eliciting Initial fills its datagram.
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
                // If a Handshake packet follows, that one pads the datagram, because Initial protection costs more.
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
                    && HandshakeFlight.Length(hs.Tls, initial ? TlsLevel.Initial : TlsLevel.Handshake) > (initial ? hs.InitialSent : hs.HandshakeSent))));
        }

        /// <summary>Whether a Handshake packet fits into a datagram after the Initial packet that is about to be composed.</summary>
        private static bool FitsBehind(Connection c, int size)
        {
            // Headers, numbers, tags and acknowledgements of both; what the frames take comes on top.
            int taken = 160;
            int record = SentPacketTracker.FirstResend(c, PacketSpace.Initial);
            if (record >= 0)
            {
                taken += StreamSender.ResendLength(c, record);
            }

            taken += 8 + HandshakeFlight.Length(c.Handshake.Tls, TlsLevel.Initial) - c.Handshake.InitialSent;
            record = SentPacketTracker.FirstResend(c, PacketSpace.Handshake);
            if (record >= 0)
            {
                taken += StreamSender.ResendLength(c, record);
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
            int begin = WriteLongHeader(c, space, buffer, start, numberLength);
            int p = begin;
            bool acknowledges = false;
            end -= Tag;
            if (ReceivedPacketTracker.HasUnacknowledged(hs.Received, space * ReceivedPacketTracker.LongCount))
            {
                p = ReceivedPacketTracker.WriteAck(hs.Received, space * ReceivedPacketTracker.LongCount, buffer, p, end, now, AckDelayExponent);
                acknowledges = p != begin;
            }

            int q = data ? WriteFlight(c, space, buffer, p, end) : p;
            if (q == begin)
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
                ? s.Protection.Seal(CipherSuite.Aes128GcmSha256, hs.Keys, HandshakeState.ServerInitial, buffer, s.Header, number, p)
                : s.Protection.Seal(hs.Tls.Suite, hs.HandshakeKeys, HandshakeState.ServerHandshake, buffer, s.Header, number, p);
            LossDetector.OnPacketSent(c, space, p - start, now);
            if (acknowledges)
            {
                ReceivedPacketTracker.OnAckSent(hs.Received, space * ReceivedPacketTracker.LongCount);
            }

            return p;
        }

        // The following methods write parts of packets. They are separate so that their variables are not on the stack when a packet is sealed, where it is
        // deepest.

        private static int WriteLongHeader(Connection c, int space, byte[] buffer, int start, int numberLength)
        {
            int type = space == PacketSpace.Initial ? PacketType.Initial : PacketType.Handshake;
            return c.Shared.Header.WriteLong(buffer, start, type, numberLength, c.Bytes, ConnectionIds.Current(c), ConnectionIds.HandshakeId(c));
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
                if (StreamSender.ResendLength(c, record) <= limit - p)
                {
                    SentPacketTracker.BeginResend(c, record);
                    content = true;
                    int count = SentPacketTracker.CurrentEntryCount(c);
                    for (int i = 0; i < count; i++)
                    {
                        int from = SentPacketTracker.CurrentOffset(c, i);
                        int length = SentPacketTracker.CurrentLength(c, i);
                        p = FrameWriter.Write(buffer, p, FrameType.Crypto, from, length);
                        HandshakeFlight.Read(hs.Tls, level, from, buffer, p, length);
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
                int left = HandshakeFlight.Length(hs.Tls, level) - next;
                int room = limit - p - 8;
                if (left > 0 && room > 0 && SentPacketTracker.EntriesLeft(c) > 0)
                {
                    int length = left < room ? left : room;
                    p = FrameWriter.Write(buffer, p, FrameType.Crypto, next, length);
                    HandshakeFlight.Read(hs.Tls, level, next, buffer, p, length);
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
    }
}
