// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>Takes datagrams of a connection apart: packets (RFC 9000 section 12.2), protection, frames.</summary>
    internal static class PacketReceiver
    {
        /// <summary>Smallest datagram that may hold an Initial (RFC 9000 section 14.1).</summary>
        internal const int MinInitialDatagram = 1200;

        /// <summary>Frames of a packet, PADDING apart; more close the connection, since a packet is looked at in one piece.</summary>
        private const int MostFrames = 128;

        /// <summary>Processes a datagram that was routed to a connection.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="buffer">Holds the datagram; packets are decrypted in place.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length.</param>
        /// <param name="from">Where it came from.</param>
        /// <param name="opened">Whether its first packet, an Initial, has been opened already (the one that claimed the slot).</param>
        /// <param name="now">Time, microseconds.</param>
        internal static void Receive(Connection c, byte[] buffer, int offset, int length, DatagramAddress from, bool opened, long now)
        {
            if ((c.State & ConnectionState.Alive) == 0)
            {
                if (c.State == ConnectionState.Closing)
                {
                    ConnectionCloser.OnDatagram(c);
                }

                return;
            }

            if ((c.Flags & Connection.AddressValidated) == 0 && PathManager.IsCurrent(c, from) && c.PathReceived < 0x1000000)
            {
                c.PathReceived += length;
            }

            QuicShared s = c.Shared;
            PacketHeader header = s.Header;
            int end = offset + length;
            int p = offset;
            long first = 0;
            while (p < end)
            {
                int type = header.Parse(buffer, p, end, 8);
                if (type < PacketType.Initial || type > PacketType.OneRtt || type == PacketType.Retry)
                {
                    // Padding after the last packet, or garbage: ignored (RFC 9000 section 12.2).
                    break;
                }

                int next = header.End;
                long id = header.DestinationIdLength < 8 ? 0 : ConnectionId.Read(buffer, header.DestinationIdOffset);
                if (p == offset)
                {
                    first = id;
                }
                else if (id != first)
                {
                    break;
                }

                if (type == PacketType.ZeroRtt)
                {
                    s.Count(QuicCounter.DroppedZeroRtt);
                }
                else if (type == PacketType.Initial && length < MinInitialDatagram)
                {
                    s.Count(QuicCounter.DroppedSmallInitial);
                }
                else if (opened || Open(c, buffer, offset, length, now))
                {
                    int space = type == PacketType.OneRtt ? PacketSpace.Application : type == PacketType.Handshake ? PacketSpace.Handshake : PacketSpace.Initial;
                    if (Process(c, space, type, buffer, id, from, length, now))
                    {
                        HandshakeDriver.Advance(c, now);
                    }
                }

                opened = false;
                if ((c.State & ConnectionState.Alive) == 0)
                {
                    break;
                }

                p = next;
            }

            s.EventSlots |= 1 << c.Slot;
            c.Wake();
        }

        /// <summary>Removes the protection of one packet; counts and tells why if it cannot be.</summary>
        private static bool Open(Connection c, byte[] buffer, int datagram, int length, long now)
        {
            QuicShared s = c.Shared;
            PacketHeader header = s.Header;
            HandshakeState hs = c.Handshake;
            int type = header.Type;
            int status;
            if (type == PacketType.OneRtt)
            {
                // Before the client's Finished nothing of 1-RTT may be processed (RFC 9001 section 5.7).
                status = PacketProtection.Undecryptable;
                if (c.State == ConnectionState.Established)
                {
                    status = ApplicationKeys.Open(c, s.Protection, buffer, header, ReceivedPacketTracker.Largest(c.Longs, ReceivedPacketTracker.Application), now, RttEstimator.MinRtt(c) + RttEstimator.Granularity);
                    if (ApplicationKeys.StepTime(c) == 0)
                    {
                        s.KeyWork |= 1 << c.Slot;
                    }

                    if (status == PacketProtection.Undecryptable && ConnectionIds.IsReset(c, buffer, datagram, length))
                    {
                        s.Count(QuicCounter.StatelessResetsReceived);
                        ConnectionCloser.Drain(c, false, TransportError.None, now);
                        return false;
                    }
                }
            }
            else
            {
                bool initial = type == PacketType.Initial;
                status = PacketProtection.Undecryptable;
                if (hs != null && (hs.Flags & (initial ? HandshakeState.HasInitialKeys : HandshakeState.HasHandshakeKeys)) != 0 && ConnectionIds.IsFirstSource(c, buffer, header.SourceIdOffset, header.SourceIdLength))
                {
                    int suite = initial ? CipherSuite.Aes128GcmSha256 : hs.Tls.Suite;
                    int keys = initial ? HandshakeState.ClientInitial : HandshakeState.ClientHandshake;
                    long largest = ReceivedPacketTracker.Largest(hs.Received, (initial ? PacketSpace.Initial : PacketSpace.Handshake) * ReceivedPacketTracker.LongCount);
                    status = s.Protection.Open(suite, initial ? hs.Keys : hs.HandshakeKeys, keys, buffer, header, largest);
                }
            }

            if (status == PacketProtection.Opened)
            {
                return true;
            }

            if (status == PacketProtection.Undecryptable)
            {
                s.Count(QuicCounter.DroppedUndecryptable);
            }
            else
            {
                ConnectionCloser.Fail(c, status);
            }

            return false;
        }

        /// <summary>Takes the frames of an opened packet.</summary>
        /// <returns>Whether the handshake is to go on: not here, where the stack is deep.</returns>
        private static bool Process(Connection c, int space, int type, byte[] buffer, long id, DatagramAddress from, int length, long now)
        {
            QuicShared s = c.Shared;
            HandshakeState hs = c.Handshake;
            PacketProtection opened = s.Protection;
            long number = opened.PacketNumber;
            long[] received = space == PacketSpace.Application ? c.Longs : hs.Received;
            int receivedAt = space == PacketSpace.Application ? ReceivedPacketTracker.Application : space * ReceivedPacketTracker.LongCount;
            if (ReceivedPacketTracker.IsDuplicate(received, receivedAt, number))
            {
                s.Count(QuicCounter.DroppedDuplicate);
                return false;
            }

            if (space == PacketSpace.Handshake && (hs.Flags & HandshakeState.HasInitialKeys) != 0)
            {
                // The client has Handshake keys, so it received our Initial packet: its address is validated, and Initial keys are discarded (RFC 9001 section 4.9.1).
                hs.Flags &= ~HandshakeState.HasInitialKeys;
                Array.Clear(hs.Keys, 0, hs.Keys.Length);
                LossDetector.DropSpace(c, PacketSpace.Initial);
                c.Flags |= Connection.AddressValidated;
                if ((c.Flags & Connection.OwesStrangers) != 0)
                {
                    WorkBudget.Return(c);
                }
            }

            Frame frame = s.Frame;
            int p = opened.PayloadOffset;
            int end = opened.PayloadEnd;
            bool eliciting = false;
            bool probing = true;
            bool stored = true;
            bool crypto = false;
            int frames = MostFrames;
            while (p < end)
            {
                int first = buffer[p];
                p = FrameReader.Parse(buffer, p, end, frame);
                if (p < 0)
                {
                    // A type in more than one byte is none of version 1.
                    ConnectionCloser.Fail(c, -p, first < 0x40 ? first : 0);
                    return false;
                }

                int frameType = frame.Type;
                if (!FrameType.IsAllowed(frameType, type))
                {
                    ConnectionCloser.Fail(c, TransportError.ProtocolViolation, first);
                    return false;
                }

                if (FrameType.IsAckEliciting(frameType))
                {
                    eliciting = true;
                }

                if (!FrameType.IsProbing(frameType))
                {
                    probing = false;
                }

                if (frameType != FrameType.Padding && --frames < 0)
                {
                    // Nobody needs so many, and each takes its time.
                    ConnectionCloser.Fail(c, TransportError.Internal);
                    return false;
                }

                int error = 0;
                switch (frameType)
                {
                    case FrameType.Ack:
                    case FrameType.AckEcn:
                        error = LossDetector.OnAck(c, frame, buffer, space, now);
                        break;
                    case FrameType.Crypto:
                        if (space == PacketSpace.Application)
                        {
                            // A client has nothing to say after its Finished; a KeyUpdate over QUIC is fatal (RFC 9001 section 6).
                            error = frame.DataLength == 0 ? 0 : TransportError.Crypto + TlsAlert.UnexpectedMessage;
                        }
                        else
                        {
                            error = HandshakeDriver.OnCrypto(c, space, frame, buffer);
                            crypto = true;
                        }

                        break;
                    case FrameType.PathChallenge:
                        PathManager.OnChallenge(c, (long)BigEndian.ReadUInt64(buffer, frame.DataOffset), from, length);
                        break;
                    case FrameType.ConnectionClose:
                    case FrameType.ConnectionCloseApplication:
                        if (c.State == ConnectionState.Established)
                        {
                            s.Count(QuicCounter.ConnectionsClosedByPeer);
                        }

                        ConnectionCloser.Drain(c, frameType == FrameType.ConnectionCloseApplication, frame.Value, now);
                        return false;
                    default:
                        error = FrameType.IsOfStreams(frameType) ? StreamReceiver.OnFrame(c, frame, buffer) : ConnectionFrames.OnReceived(c, frame, buffer, id);
                        break;
                }

                if (error == CryptoReassemblyBuffer.NotStored)
                {
                    stored = false;
                }
                else if (error != 0)
                {
                    ConnectionCloser.Fail(c, error, first);
                    return false;
                }
            }

            ConnectionTimers.OnReceived(c, now);
            if (c.State == ConnectionState.Established && StreamMap.OpenRequests(c) != 0)
            {
                // Only now: what anybody can send who has seen the id, or send again, is no sign of life.
                c.LastOpen = now;
            }

            if (space == PacketSpace.Initial && eliciting)
            {
                HandshakeDriver.OnAskedAgain(c);
            }

            if (stored)
            {
                // A packet with data that could not be stored is not acknowledged, so that the peer sends the data again.
                ReceivedPacketTracker.OnReceived(received, receivedAt, number, eliciting, now, space == PacketSpace.Application ? QuicProfile.MaxAckDelayMilliseconds * 1000 : 0);
                if (space == PacketSpace.Application)
                {
                    if (number == ReceivedPacketTracker.Largest(received, receivedAt) && !PathManager.IsCurrent(c, from))
                    {
                        if (!probing)
                        {
                            PathManager.Move(c, from, ConnectionIds.IndexOf(c, id), length, now);
                        }
                    }
                }
            }

            return crypto;
        }
    }
}
