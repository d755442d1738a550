// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Who gets a slot. Checks go from cheap to dear: version, length and connection id have been looked at, then come the token, the
    /// places, the rate, and at last the keys, which cost more than everything else together. A slot is claimed only by an Initial that
    /// decrypts and holds a well-formed beginning of a ClientHello.
    /// </summary>
    internal sealed class Admission
    {
        private readonly QuicShared _shared;
        private readonly Connection[] _connections;
        private Connection _deriving;
        private int _step;

        internal Admission(QuicShared shared, Connection[] connections)
        {
            _shared = shared;
            _connections = connections;
        }

        /// <summary>
        /// An Initial for no known connection; the shared header has been parsed.
        /// </summary>
        /// <returns>Length of a Retry written over the datagram, 0 for none.</returns>
        internal int OnInitial(byte[] buffer, int offset, int length, long id, long high, long low, int port, long now)
        {
            QuicShared s = _shared;
            PacketHeader header = s.Header;
            if (length < PacketReceiver.MinInitialDatagram)
            {
                s.Count(QuicCounter.DroppedSmallInitial);
                return 0;
            }

            int token = s.Tokens.Check(buffer, header.TokenOffset, header.TokenLength, header.DestinationIdLength == 8 ? id : 0, high, low, port, now);
            if (token == TokenStatus.Bad)
            {
                s.Count(QuicCounter.DroppedBadToken);
                return 0;
            }

            bool known = token != TokenStatus.None;
            HandshakeState victim = null;
            if (!s.Pool.HasFree())
            {
                if (!known)
                {
                    return Retry(buffer, offset, high, low, port, now);
                }

                victim = s.Pool.Evictable(high, low, now);
                if (victim == null)
                {
                    Wait(buffer, offset, length, id, high, low, port, now);
                    return 0;
                }
            }

            Connection slot = victim != null ? victim.Owner : FindFree();
            Connection idle = null;
            if (slot == null)
            {
                idle = FindIdle();
                if (idle == null)
                {
                    s.Count(QuicCounter.DroppedNoSlot);
                    return 0;
                }

                if (!known)
                {
                    // A living connection gives way only to an address that exists.
                    return Retry(buffer, offset, high, low, port, now);
                }
            }

            if (!known && !RateLimit.Take(s.Rates, RateLimit.Strangers, now))
            {
                s.Count(QuicCounter.DroppedRateLimited);
                return Retry(buffer, offset, high, low, port, now);
            }

            if (victim == null && idle == null && Defer(slot, buffer, offset, length, id, high, low, port, now))
            {
                return 0;
            }

            s.Protection.DeriveInitialKeys(buffer, header.DestinationIdOffset, header.DestinationIdLength, s.Scratch, HandshakeState.ClientInitial, s.Scratch, HandshakeState.ServerInitial);
            Open(slot, idle, victim, token, buffer, offset, length, id, high, low, port, now);
            return 0;
        }

        /// <summary>
        /// Whether a stranger's keys are being derived: its datagram lies in the arena of a free slot. What other strangers send in the meantime is
        /// decided at once; more of the same client is dropped, so that nothing should be fed as long as this lasts.
        /// </summary>
        internal bool IsBusy { get { return _deriving != null; } }

        /// <summary>Whether <see cref="Step"/> has work; else <see cref="Admit"/> has, if <see cref="IsBusy"/>.</summary>
        internal bool HasStep { get { return _deriving != null && _step < PacketProtection.InitialSteps; } }

        /// <summary>Whether a slot is the one whose client's keys are being derived.</summary>
        internal bool IsDeriving(Connection slot)
        {
            return _deriving == slot;
        }

        /// <summary>Puts the datagram aside, in a free slot's arena, so that its keys are derived in steps.</summary>
        private bool Defer(Connection slot, byte[] buffer, int offset, int length, long id, long high, long low, int port, long now)
        {
            if (_deriving != null || slot.Arena == null || length > LongestWaiting || slot.Arena.Length < WorkOffset + PacketProtection.InitialWork)
            {
                return false;
            }

            if (slot.State != ConnectionState.Free)
            {
                slot.Vacate();
            }

            slot.Wait(buffer, offset, length, id, high, low, port, now + WaitingTime);
            _shared.Waiting &= ~(1 << slot.Slot);
            _deriving = slot;
            _step = 0;
            return true;
        }

        /// <summary>Derives a piece of a stranger's keys.</summary>
        internal void Step()
        {
            Connection slot = _deriving;
            if (!IsOurs(slot))
            {
                _deriving = null;
                return;
            }

            // The connection id is behind the first byte, the version and its length.
            byte[] arena = slot.Arena;
            _shared.Protection.DeriveInitialStep(_step, arena, 6, arena[5], arena, WorkOffset);
            _step++;
            if (_step == PacketProtection.InitialSteps)
            {
                slot.Wake();
            }
        }

        /// <summary>The keys are there: the datagram is opened, and claims its slot if it deserves it.</summary>
        /// <param name="buffer">Room for the datagram.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="max">Bytes there.</param>
        /// <param name="now">Time, microseconds.</param>
        internal void Admit(byte[] buffer, int offset, int max, long now)
        {
            QuicShared s = _shared;
            Connection slot = _deriving;
            _deriving = null;
            if (!IsOurs(slot))
            {
                return;
            }

            int length = slot.TicketLength;
            long high = slot.AddressHigh;
            long low = slot.AddressLow;
            int port = slot.Port;
            byte[] keys = s.Scratch;
            if (length <= max)
            {
                Array.Copy(slot.Arena, 0, buffer, offset, length);
                Array.Copy(slot.Arena, WorkOffset, keys, 0, 2 * KeyBlock.Length);
            }

            Array.Clear(slot.Arena, WorkOffset, PacketProtection.InitialWork);
            slot.Vacate();
            PacketHeader header = s.Header;
            if (length > max || header.Parse(buffer, offset, offset + length, 8) != PacketType.Initial || !s.Pool.HasFree())
            {
                s.Count(QuicCounter.DroppedPoolBusy);
                Array.Clear(keys, 0, keys.Length);
                return;
            }

            long id = QuicEndpoint.ReadId(buffer, header.DestinationIdOffset);
            int token = s.Tokens.Check(buffer, header.TokenOffset, header.TokenLength, header.DestinationIdLength == 8 ? id : 0, high, low, port, now);
            Open(slot, null, null, token, buffer, offset, length, id, high, low, port, now);
        }

        /// <summary>Not so if its time ran out, and maybe somebody else waits there now.</summary>
        private bool IsOurs(Connection slot)
        {
            return slot.State == ConnectionState.Waiting && (_shared.Waiting & (1 << slot.Slot)) == 0;
        }

        /// <summary>Opens a stranger's Initial with the keys in the shared scratch, and gives it its slot.</summary>
        private void Open(Connection slot, Connection idle, HandshakeState victim, int token, byte[] buffer, int offset, int length, long id, long high, long low, int port, long now)
        {
            QuicShared s = _shared;
            PacketHeader header = s.Header;
            byte[] keys = s.Scratch;
            int status = s.Protection.Open(CipherSuite.Aes128GcmSha256, keys, HandshakeState.ClientInitial, buffer, offset, header.NumberOffset, header.End, -1);
            if (status != PacketProtection.Opened || !IsHello(buffer))
            {
                s.Count(status == PacketProtection.Undecryptable ? QuicCounter.DroppedUndecryptable : QuicCounter.DroppedNotHello);
                Array.Clear(keys, 0, keys.Length);
                return;
            }

            if (idle != null)
            {
                // Its farewell has to go out first: the client's retransmission finds the slot free.
                s.Count(QuicCounter.ConnectionsReplaced);
                idle.Close(true, QuicProfile.ReplacedErrorCode);
                Array.Clear(keys, 0, keys.Length);
                return;
            }

            if (victim != null)
            {
                s.Count(QuicCounter.HandshakesEvicted);
                slot.Vacate();
            }
            else if (slot.State != ConnectionState.Free)
            {
                slot.Vacate();
            }

            if (!Prepare(slot))
            {
                s.Count(QuicCounter.RefusedOutOfMemory);
                Array.Clear(keys, 0, keys.Length);
                return;
            }

            HandshakeState hs = s.Pool.Take();
            if (hs == null)
            {
                s.Count(QuicCounter.RefusedOutOfMemory);
                Array.Clear(keys, 0, keys.Length);
                slot.Release();
                return;
            }

            s.Count(QuicCounter.HandshakesStarted);
            ConnectionIds.Start(slot, ConnectionIds.NewId(s.Random), id, buffer, header.SourceIdOffset, header.SourceIdLength);
            slot.Claim(hs, high, low, port, token != TokenStatus.None, now);
            Array.Copy(keys, 0, hs.Keys, 0, keys.Length);
            Array.Clear(keys, 0, keys.Length);
            if (token == TokenStatus.FromRetry)
            {
                AddressValidation tokens = s.Tokens;
                hs.RetryId = id;
                hs.OriginalIdLength = tokens.OriginalIdLength;
                Array.Copy(tokens.OriginalIdBuffer, tokens.OriginalIdOffset, hs.OriginalId, 0, hs.OriginalIdLength);
            }
            else
            {
                hs.OriginalIdLength = header.DestinationIdLength;
                Array.Copy(buffer, header.DestinationIdOffset, hs.OriginalId, 0, hs.OriginalIdLength);
            }

            PacketReceiver.Receive(slot, buffer, offset, length, high, low, port, true, now);
        }

        /// <summary>
        /// Every context is busy, and the client may get no second Retry: its datagram waits in a free slot's arena, if there is one, so that it need
        /// not lose a second or more to its own timer. Else it is dropped.
        /// </summary>
        private void Wait(byte[] buffer, int offset, int length, long id, long high, long low, int port, long now)
        {
            Connection slot = FindFree();
            if (slot == null || slot.Arena == null || length > LongestWaiting)
            {
                _shared.Count(QuicCounter.DroppedPoolBusy);
                return;
            }

            if (slot.State != ConnectionState.Free)
            {
                slot.Vacate();
            }

            slot.Wait(buffer, offset, length, id, high, low, port, now + WaitingTime);
        }

        /// <summary>A context came back: the client that waits longest gets it.</summary>
        /// <param name="buffer">Room for its datagram, which is decrypted in place.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="max">Bytes there.</param>
        /// <param name="now">Time, microseconds.</param>
        internal void AdmitWaiting(byte[] buffer, int offset, int max, long now)
        {
            Connection first = null;
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if (c.State == ConnectionState.Waiting && (first == null || c.IdleDeadline < first.IdleDeadline))
                {
                    first = c;
                }
            }

            if (first == null || first.TicketLength > max)
            {
                return;
            }

            int length = first.TicketLength;
            Array.Copy(first.Arena, 0, buffer, offset, length);
            first.Vacate();
            if (_shared.Header.Parse(buffer, offset, offset + length, 8) == PacketType.Initial)
            {
                long id = QuicEndpoint.ReadId(buffer, _shared.Header.DestinationIdOffset);
                OnInitial(buffer, offset, length, id, first.AddressHigh, first.AddressLow, first.Port, now);
            }
        }

        /// <summary>Longest datagram that waits: what the buffers of output hold.</summary>
        private const int LongestWaiting = 1252;

        /// <summary>Where in a waiting slot's arena its keys are derived.</summary>
        private const int WorkOffset = 1280;

        /// <summary>How long, microseconds: the client's own timer is not much longer.</summary>
        private const int WaitingTime = 3000000;

        /// <summary>Whether the opened payload is well-formed, has only frames an Initial may have, and a CRYPTO frame a ClientHello can be of.</summary>
        private bool IsHello(byte[] buffer)
        {
            QuicShared s = _shared;
            Frame frame = s.Frame;
            int p = s.Protection.PayloadOffset;
            int end = s.Protection.PayloadEnd;
            bool crypto = false;
            while (p < end)
            {
                p = FrameReader.Parse(buffer, p, end, frame);
                if (p < 0 || !FrameRules.IsAllowed(frame.Type, PacketType.Initial, true) || frame.Type == FrameType.ConnectionClose)
                {
                    return false;
                }

                if (frame.Type == FrameType.Crypto && frame.DataLength > 0)
                {
                    if (frame.Offset == 0 && buffer[frame.DataOffset] != 1)
                    {
                        return false;
                    }

                    crypto = true;
                }
            }

            return crypto;
        }

        private Connection FindFree()
        {
            Connection ending = null;
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if (c.IsFree)
                {
                    return c;
                }

                // What is left of a closed connection may be given up early once its farewell is out (RFC 9000 section 10.2).
                if (c.State >= ConnectionState.Closing && c.State != ConnectionState.Waiting && (c.Flags & (Connection.ClosedDue | Connection.CloseDue)) == 0)
                {
                    ending = c;
                }
            }

            return ending;
        }

        private Connection FindIdle()
        {
            Connection longest = null;
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if (c.State == ConnectionState.Established && StreamMap.OpenRequests(c) == 0 && (longest == null || c.LastOpen < longest.LastOpen))
                {
                    longest = c;
                }
            }

            return longest;
        }

        private static bool Prepare(Connection slot)
        {
            if (slot.Arena != null)
            {
                return true;
            }

            try
            {
                slot.Allocate();
                return true;
            }
            catch (OutOfMemoryException)
            {
                slot.Drop();
                return false;
            }
        }

        /// <summary>Writes a Retry over the datagram.</summary>
        private int Retry(byte[] buffer, int offset, long high, long low, int port, long now)
        {
            QuicShared s = _shared;
            PacketHeader header = s.Header;
            if (header.TokenLength == AddressValidation.RetryTokenLength || !RateLimit.Take(s.Rates, RateLimit.Retries, now))
            {
                s.Count(QuicCounter.StatelessAnswersWithheld);
                return 0;
            }

            // Ids and token aside, the packet behind its place (the tag wants room before it), then to where it belongs.
            byte[] scratch = s.Scratch;
            const int Source = 20;
            const int Id = 40;
            const int Token = 48;
            int originalLength = header.DestinationIdLength;
            int sourceLength = header.SourceIdLength;
            long id = ConnectionIds.NewId(s.Random);
            Array.Copy(buffer, header.DestinationIdOffset, scratch, 0, originalLength);
            Array.Copy(buffer, header.SourceIdOffset, scratch, Source, sourceLength);
            StatelessReset.WriteId(id, scratch, Id);
            s.Tokens.WriteRetryToken(scratch, Token, scratch, 0, originalLength, id, high, low, port, now);
            int start = offset + 24;
            int end = PacketHeader.WriteRetry(buffer, start, (int)id & 15, scratch, Source, sourceLength, scratch, Id, 8, scratch, Token, AddressValidation.RetryTokenLength);
            end = s.Protection.WriteRetryTag(scratch, 0, originalLength, buffer, start, end);
            Array.Copy(buffer, start, buffer, offset, end - start);
            s.Count(QuicCounter.RetriesSent);
            return end - start;
        }
    }
}
