// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Decides which client gets a slot. The cheapest checks come first: the caller has checked version, length and connection id; the token,
    /// the free slots and the rate limit follow. The keys come last, because deriving them costs more than all other checks together. Only an Initial
    /// that decrypts and holds a well-formed beginning of a ClientHello claims a slot.
    /// </summary>
    /// <remarks>
    /// One client is admitted at a time, in the same steps whether a slot was free, the client waited for a context, or the client replaces a
    /// handshake or a connection: the client's datagram is copied to the arena of the slot that it may get; the connection there, if any, sends
    /// CONNECTION_CLOSE; the client's Initial keys are derived in steps; then the datagram is decrypted.
    /// </remarks>
    internal sealed class Admission
    {
        private readonly QuicShared _shared;
        private readonly Connection[] _connections;

        /// <summary>The slot where the datagram of the client being admitted lies; null when none is.</summary>
        private Connection _deriving;

        /// <summary>The slot where the next client's datagram lies, of a connection that has to end first; null when there is none.</summary>
        private Connection _ending;

        /// <summary>The next step of its keys.</summary>
        private int _step;

        /// <summary>Whose budget the handshake of the client being admitted was taken from: Connection.OwesStrangers or OwesAddress.</summary>
        private int _owes;

        internal Admission(QuicShared shared, Connection[] connections)
        {
            _shared = shared;
            _connections = connections;
        }

        /// <summary>
        /// Takes an Initial for no known connection; the caller has parsed the shared header. Only cheap checks run here: a datagram that may claim a
        /// slot is copied, and <see cref="Step"/> and <see cref="Admit"/> do the rest.
        /// </summary>
        /// <returns>Length of a Retry written over the datagram, 0 for none.</returns>
        internal int OnInitial(byte[] buffer, int offset, int length, long id, DatagramAddress from, long now)
        {
            QuicShared s = _shared;
            PacketHeader header = s.Header;
            if (length < PacketReceiver.MinInitialDatagram)
            {
                s.Count(QuicCounter.DroppedSmallInitial);
                return 0;
            }

            if (length > s.Layout.ArenaSize - PacketProtection.InitialWork)
            {
                // The arena has no room for a copy. No buffer here receives a datagram of this length.
                s.Count(QuicCounter.DroppedMalformed);
                return 0;
            }

            if (IsBusy)
            {
                // The firmware's loop leaves datagrams in the socket while a client is admitted; another caller may not.
                s.Count(QuicCounter.DroppedPoolBusy);
                return 0;
            }

            int token = s.Tokens.Check(buffer, header.TokenOffset, header.TokenLength, header.DestinationIdLength == 8 ? id : 0, from, now);
            if (token == TokenStatus.Bad)
            {
                s.Count(QuicCounter.DroppedBadToken);
                return 0;
            }

            bool known = token != TokenStatus.None;
            if (known && !WorkBudget.HasHandshake(s, WorkBudget.Host(from), now))
            {
                // The handshakes that this address began lately did not complete.
                s.Count(QuicCounter.DroppedRateLimited);
                return 0;
            }

            Connection slot;
            if (s.Pool.HasFree())
            {
                slot = FindFree();
                if (slot == null)
                {
                    slot = FindEnding();
                }

                int reason = QuicCounter.DroppedNoSlot;
                if (slot != null)
                {
                    if (!known && !MayTry(now))
                    {
                        s.Count(QuicCounter.DroppedRateLimited);
                        return Retry(buffer, offset, from, now);
                    }

                    if (!Prepare(slot))
                    {
                        // There is no memory for this slot, but a connection that is closing has some.
                        if (!known)
                        {
                            WorkBudget.Return(s, Connection.OwesStrangers, 0, WorkBudget.Admission + WorkBudget.Handshake);
                        }

                        slot = FindEnding();
                        reason = QuicCounter.RefusedOutOfMemory;
                    }
                }

                if (slot == null)
                {
                    if (!known)
                    {
                        // Only a client with a validated address replaces an open connection. Without one it gets a Retry, if a connection is idle.
                        if (FindIdle(from, 0, now) != null)
                        {
                            return Retry(buffer, offset, from, now);
                        }

                        s.Count(reason);
                        return 0;
                    }

                    slot = FindIdle(from, WorkBudget.IsCongested(s, now) ? QuicProfile.CongestedIdleMinimumMilliseconds : QuicProfile.IdleMinimumMilliseconds, now);
                    if (slot == null)
                    {
                        s.Count(reason);
                        return 0;
                    }

                    if (s.Profile.OnDemand && !HeapReserve.HasRoom(HandshakeState.HeapBytes))
                    {
                        s.Count(QuicCounter.RefusedOutOfMemory);
                        return 0;
                    }

                    s.Count(QuicCounter.ConnectionsReplaced);
                    slot.Close(true, QuicProfile.ReplacedErrorCode);
                }
            }
            else
            {
                if (!known)
                {
                    return Retry(buffer, offset, from, now);
                }

                HandshakeState victim = FindEvictable(from, now);
                if (victim == null)
                {
                    Wait(buffer, offset, length, id, from, now);
                    return 0;
                }

                // Only the token allows the client to evict a handshake. A packet that decrypts proves nothing: its keys derive from its own connection id.
                s.Count(QuicCounter.HandshakesEvicted);
                slot = (Connection)victim.Owner;
            }

            if (known)
            {
                WorkBudget.TakeHandshake(s, WorkBudget.Host(from), now);
            }

            _owes = known ? Connection.OwesAddress : Connection.OwesStrangers;

            // A replaced handshake that has already failed sends no CONNECTION_CLOSE: the datagram overwrites its keys.
            if (slot.Handshake == null && IsEndDue(slot))
            {
                slot.SetSuccessor(buffer, offset, length, from);
                _ending = slot;
            }
            else
            {
                PutAside(slot, buffer, offset, length, id, from, now);
                Begin(slot);
            }

            return 0;
        }

        /// <summary>
        /// Whether a client is being admitted: its datagram lies in the arena of a slot. Further datagrams are dropped until the admission
        /// ends, so that the caller should feed none.
        /// </summary>
        internal bool IsBusy { get { return _deriving != null || _ending != null; } }

        /// <summary>The slot that <see cref="Admit"/> is about.</summary>
        internal Connection Slot { get { return _deriving; } }

        /// <summary>The slot whose connection has to end before <see cref="Succeed"/>; null if there is none.</summary>
        internal Connection Ending { get { return _ending; } }

        /// <summary>The client that has to wait until a connection ended gets its slot, if that is over.</summary>
        internal void Succeed(long now)
        {
            Connection slot = _ending;
            if ((slot.Flags & Connection.HasSuccessor) == 0)
            {
                // Time ran out, or all were let go.
                _ending = null;
                return;
            }

            if (IsEndDue(slot))
            {
                return;
            }

            _ending = null;
            byte[] arena = slot.Arena;
            slot.GetSuccessor(_shared.Address);
            PutAside(slot, arena, 0, slot.SuccessorLength, ConnectionId.Read(arena, IdAt), _shared.Address, now);
            if (_shared.Pool.HasFree())
            {
                Begin(slot);
            }
        }

        /// <summary>Whether <see cref="Step"/> has work; else <see cref="Admit"/> has, if <see cref="IsBusy"/>.</summary>
        internal bool HasStep { get { return _deriving != null && _step < PacketProtection.InitialSteps; } }

        /// <summary>A context came back: the client that waits longest gets it.</summary>
        internal void AdmitWaiting(long now)
        {
            Connection first = null;
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if ((_shared.Waiting & (1 << i)) != 0 && (first == null || c.WaitingDeadline < first.WaitingDeadline))
                {
                    first = c;
                }
            }

            if (!WorkBudget.HasHandshake(_shared, WorkBudget.Host(first), now))
            {
                _shared.Count(QuicCounter.DroppedRateLimited);
                first.Release();
                return;
            }

            WorkBudget.TakeHandshake(_shared, WorkBudget.Host(first), now);
            _owes = Connection.OwesAddress;
            Begin(first);
        }

        /// <summary>Derives a piece of a client's keys.</summary>
        internal void Step()
        {
            Connection slot = _deriving;
            if (!IsOurs(slot))
            {
                _deriving = null;
                return;
            }

            // Draw random bytes for the connection ids here, in a step that does little else.
            _shared.Random.TopUp();

            byte[] arena = slot.Arena;
            _shared.Protection.DeriveInitialStep(_step, arena, IdAt, arena[IdAt - 1], arena, arena.Length - PacketProtection.InitialWork);
            _step++;
        }

        /// <summary>Decrypts the waiting datagram, whose keys are complete, and claims the slot if the datagram passes every check.</summary>
        /// <param name="buffer">Room for the datagram, which is decrypted in place.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="max">Bytes there.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>Length of the datagram, 0 if there is none. The caller passes it to the slot: a call from here would make the call stack deeper.</returns>
        internal int Admit(byte[] buffer, int offset, int max, long now)
        {
            QuicShared s = _shared;
            Connection slot = _deriving;
            _deriving = null;
            if (!IsOurs(slot))
            {
                return 0;
            }

            byte[] keys = s.Scratch;
            int length = slot.WaitingLength;
            int refused = length > max || !s.Pool.HasFree() ? QuicCounter.DroppedPoolBusy : Claim(slot, buffer, offset, length, now);
            Array.Clear(keys, 0, keys.Length);
            if (refused >= 0)
            {
                s.Count(refused);
                WorkBudget.Return(s, _owes, WorkBudget.Host(slot), WorkBudget.Handshake);
                slot.Release();
                return 0;
            }

            return length;
        }

        /// <summary>Opens the datagram that was put aside in a slot, and gives the slot to its client.</summary>
        /// <returns>The counter of the reason why not, or -1.</returns>
        private int Claim(Connection slot, byte[] buffer, int offset, int length, long now)
        {
            QuicShared s = _shared;
            PacketHeader header = s.Header;
            byte[] keys = s.Scratch;
            byte[] arena = slot.Arena;
            int work = arena.Length - PacketProtection.InitialWork;
            Array.Copy(arena, 0, buffer, offset, length);
            Array.Copy(arena, work, keys, 0, 2 * KeyBlock.Length);
            Array.Clear(arena, work, PacketProtection.InitialWork);
            if (header.Parse(buffer, offset, offset + length, 8) != PacketType.Initial)
            {
                return QuicCounter.DroppedMalformed;
            }

            // The token may have expired while its client waited. It also holds the original destination connection id, which is needed now.
            long id = ConnectionId.Read(buffer, header.DestinationIdOffset);
            PathManager.SetAddress(slot);
            int token = s.Tokens.Check(buffer, header.TokenOffset, header.TokenLength, header.DestinationIdLength == 8 ? id : 0, s.Address, now);
            if (token == TokenStatus.Bad)
            {
                return QuicCounter.DroppedBadToken;
            }

            int status = s.Protection.Open(CipherSuite.Aes128GcmSha256, keys, HandshakeState.ClientInitial, buffer, header, -1);
            if (status != PacketProtection.Opened)
            {
                return status == PacketProtection.Undecryptable ? QuicCounter.DroppedUndecryptable : QuicCounter.DroppedNotHello;
            }

            if (!IsHello(buffer))
            {
                return QuicCounter.DroppedNotHello;
            }

            HandshakeState hs = s.Pool.Take();
            if (hs == null)
            {
                return QuicCounter.RefusedOutOfMemory;
            }

            s.Count(QuicCounter.HandshakesStarted);
            ConnectionIds.Start(slot, ConnectionIds.NewId(s.Random), id, buffer, header.SourceIdOffset, header.SourceIdLength);
            slot.Claim(hs, token != TokenStatus.None, now);
            slot.Flags |= _owes;
            Array.Copy(keys, 0, hs.Keys, 0, keys.Length);
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

            return -1;
        }

        /// <summary>
        /// Keeps a client's datagram while every context is busy, since a client accepts only one Retry. It waits in the arena of a free slot, so that
        /// the client loses no time to its probe timeout; without a free slot it is dropped. Under the OnDemand policy only one may wait, since each takes memory.
        /// </summary>
        private void Wait(byte[] buffer, int offset, int length, long id, DatagramAddress from, long now)
        {
            QuicShared s = _shared;
            Connection slot = FindFree();
            if (slot == null || (s.Profile.OnDemand && s.Waiting != 0))
            {
                s.Count(QuicCounter.DroppedPoolBusy);
                return;
            }

            if (!Prepare(slot))
            {
                s.Count(QuicCounter.RefusedOutOfMemory);
                return;
            }

            PutAside(slot, buffer, offset, length, id, from, now);
        }

        /// <summary>
        /// Copies a datagram to the arena of the slot that its client may get, where its keys are derived, too. The slot must have its memory; this does
        /// not claim it.
        /// </summary>
        private void PutAside(Connection slot, byte[] buffer, int offset, int length, long id, DatagramAddress from, long now)
        {
            if (slot.State != ConnectionState.Free)
            {
                slot.Vacate();
            }

            slot.Wait(buffer, offset, length, id, from, now + WaitingTime);
        }

        /// <summary>The keys of a client whose datagram was put aside are derived from now on.</summary>
        private void Begin(Connection slot)
        {
            _shared.Waiting &= ~(1 << slot.Slot);
            _deriving = slot;
            _step = 0;
        }

        /// <summary>Not so if its time ran out, and maybe somebody else waits there now.</summary>
        private bool IsOurs(Connection slot)
        {
            return slot.State == ConnectionState.Waiting && (_shared.Waiting & (1 << slot.Slot)) == 0;
        }

        /// <summary>Offset of the connection id in an Initial: after the first byte, the version and the id's length.</summary>
        private const int IdAt = 6;

        /// <summary>How long a datagram put aside is worth something, microseconds: the client's own timer is not much longer.</summary>
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
                if (p < 0 || !FrameType.IsAllowed(frame.Type, PacketType.Initial) || frame.Type == FrameType.ConnectionClose)
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

        /// <summary>Finds a free slot; under the OnDemand policy one that has its memory before one that would have to allocate it.</summary>
        private Connection FindFree()
        {
            Connection ending = null;
            Connection empty = null;
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if (c.IsFree)
                {
                    if (c.Arena != null)
                    {
                        return c;
                    }

                    if (empty == null)
                    {
                        empty = c;
                    }
                }

                // The state of a closed connection may be discarded early, once its CONNECTION_CLOSE is sent (RFC 9000 section 10.2).
                if (IsEnding(c) && !IsEndDue(c))
                {
                    ending = c;
                }
            }

            return ending ?? empty;
        }

        /// <summary>A slot that will be free as soon as its connection's end was told to its client and the application.</summary>
        private Connection FindEnding()
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                // A closing connection needs only the last bytes of its arena, which hold its CONNECTION_CLOSE.
                Connection c = _connections[i];
                if (IsEnding(c) && IsEndDue(c) && c.Handshake == null)
                {
                    return c;
                }
            }

            return null;
        }

        private static bool IsEnding(Connection c)
        {
            return (c.State & ConnectionState.Ending) != 0;
        }

        /// <summary>Whether a connection is closed, but its CONNECTION_CLOSE is not sent yet or the application has not taken its Closed event.</summary>
        private static bool IsEndDue(Connection c)
        {
            return (c.Flags & (Connection.ClosedDue | Connection.CloseDue)) != 0;
        }

        /// <summary>Whether a stranger's Initial may be opened, whose handshake is for nothing if its address does not exist; takes the price.</summary>
        private bool MayTry(long now)
        {
            QuicShared s = _shared;
            if (WorkBudget.IsContextReserved(s, now) && s.Pool.FreeCount() < 2)
            {
                return false;
            }

            return RateLimit.Take(s.Rates, RateLimit.Strangers, s.Profile.UnvalidatedInitialsPerSecond, now) && WorkBudget.TakeHandshake(s, now);
        }

        /// <summary>
        /// Finds the connection that a new client replaces, among those that have had no request for a while or whose client is gone: one of the new
        /// client's own address if that address has more than one, else the one idle for longest. If there is none, and one address holds every slot,
        /// a client from another address replaces one of its connections.
        /// </summary>
        private Connection FindIdle(DatagramAddress from, int minimum, long now)
        {
            long host = WorkBudget.Host(from);
            long holder = 0;
            int own = 0;
            bool isOneHolder = true;
            Connection oldest = null;
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if (c.State != ConnectionState.Established)
                {
                    isOneHolder = false;
                    continue;
                }

                long other = WorkBudget.Host(c);
                if (other == host)
                {
                    own++;
                }

                if (oldest != null && other != holder)
                {
                    isOneHolder = false;
                }

                holder = other;
                if (oldest == null || c.LastOpen < oldest.LastOpen)
                {
                    oldest = c;
                }
            }

            Connection longest = null;
            bool isOwn = false;
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if (c.State != ConnectionState.Established || !MayGiveWay(c, minimum, now))
                {
                    continue;
                }

                bool mine = own > 1 && WorkBudget.Host(c) == host;
                if (longest == null || (mine && !isOwn) || (mine == isOwn && c.LastOpen < longest.LastOpen))
                {
                    longest = c;
                    isOwn = mine;
                }
            }

            return longest == null && isOneHolder && holder != host ? oldest : longest;
        }

        /// <summary>Whether a connection has had no request for so many milliseconds, or its client is gone.</summary>
        private static bool MayGiveWay(Connection c, int minimum, long now)
        {
            return StreamMap.OpenRequests(c) != 0 ? IsSilent(c, now) || (c.Source != null && c.Source.MayEnd) : now - c.LastOpen >= minimum * 1000L;
        }

        /// <summary>
        /// Finds the oldest handshake that a client with a validated address replaces: one past the minimum age, which is lower where
        /// one address holds every context or where the handshake's address is not validated. Null if there is none.
        /// </summary>
        private HandshakeState FindEvictable(DatagramAddress from, long now)
        {
            HandshakePool pool = _shared.Pool;
            HandshakeState oldest = null;
            HandshakeState unproven = null;
            bool sameAddress = pool.Count > 1;
            Connection first = null;
            for (int i = 0; i < pool.Count; i++)
            {
                HandshakeState state = pool.State(i);
                if (state == null || state.Owner == null)
                {
                    return null;
                }

                Connection owner = (Connection)state.Owner;
                if (first == null)
                {
                    first = owner;
                }

                if (owner.AddressLow != first.AddressLow || owner.AddressHigh != first.AddressHigh)
                {
                    sameAddress = false;
                }

                if (oldest == null || state.Started < oldest.Started)
                {
                    oldest = state;
                }

                if ((owner.Flags & Connection.AddressValidated) == 0 && (unproven == null || state.Started < unproven.Started))
                {
                    unproven = state;
                }
            }

            int sooner = QuicProfile.SameAddressMinimumAgeMilliseconds * pool.Count;
            if (unproven != null && now - unproven.Started >= sooner * 1000L)
            {
                return unproven;
            }

            if (oldest == null)
            {
                return null;
            }

            long age = now - oldest.Started;
            bool foreign = first.AddressLow != from.Low || first.AddressHigh != from.High;
            long minimum = (sameAddress && foreign ? sooner : QuicProfile.HandshakeMinimumAgeMilliseconds) * 1000L;
            return age >= minimum ? oldest : null;
        }

        /// <summary>
        /// Whether a client with an open request is probably gone (killed or unreachable, its CONNECTION_CLOSE lost): it acknowledges nothing.
        /// Without this check it would hold the slot until its idle timeout.
        /// </summary>
        private static bool IsSilent(Connection c, long now)
        {
            int probes = LossDetector.ProbeCount(c);
            long silence = now - c.LastOpen;
            return (probes >= QuicProfile.SilentProbes && silence >= QuicProfile.SilentMilliseconds * 1000L)
                || (probes >= QuicProfile.SlowSilentProbes && silence >= QuicProfile.SlowSilentMilliseconds * 1000L);
        }

        /// <summary>Sees to it that a slot has its memory; one that gets it now only if there is room for that of a handshake as well.</summary>
        private static bool Prepare(Connection slot)
        {
            if (slot.Arena != null)
            {
                return true;
            }

            if (!HeapReserve.HasRoom(slot.HeapBytes + HandshakeState.HeapBytes))
            {
                return false;
            }

            try
            {
                slot.AllocateMemory();
                if (HeapReserve.HasRoom(HandshakeState.HeapBytes))
                {
                    return true;
                }
            }
            catch (OutOfMemoryException)
            {
                // Refused, as where nothing was taken yet.
            }

            slot.Drop();
            return false;
        }

        /// <summary>Writes a Retry over the datagram.</summary>
        private int Retry(byte[] buffer, int offset, DatagramAddress from, long now)
        {
            QuicShared s = _shared;
            PacketHeader header = s.Header;
            if (header.TokenLength == AddressValidation.RetryTokenLength || !WorkBudget.TakeAnswer(s, WorkBudget.Retry, now))
            {
                s.Count(QuicCounter.StatelessAnswersWithheld);
                return 0;
            }

            // Save ids and token, move the packet past its final place (to leave room for the tag), then to its final place.
            byte[] scratch = s.Scratch;
            const int Source = 20;
            const int Token = 41;
            int originalLength = header.DestinationIdLength;
            int sourceLength = header.SourceIdLength;
            long id = ConnectionIds.NewId(s.Random);
            Array.Copy(buffer, header.DestinationIdOffset, scratch, 0, originalLength);
            scratch[Source] = (byte)sourceLength;
            Array.Copy(buffer, header.SourceIdOffset, scratch, Source + 1, sourceLength);
            s.Tokens.WriteRetryToken(scratch, Token, scratch, 0, originalLength, id, from, now);
            int start = offset + 24;
            int end = PacketHeader.WriteRetry(buffer, start, scratch, Source, id, Token, AddressValidation.RetryTokenLength);
            end = s.Protection.WriteRetryTag(scratch, 0, originalLength, buffer, start, end);
            Array.Copy(buffer, start, buffer, offset, end - start);
            s.Count(QuicCounter.RetriesSent);
            return end - start;
        }
    }
}
