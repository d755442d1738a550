// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The server's side of a UDP port: routes datagrams to connection slots by connection id, admits new clients, and answers
    /// statelessly where no state is to be held. One thread, no socket, no clock: addresses are IPv6 in two longs (IPv4 mapped,
    /// ::ffff:a.b.c.d), time is microseconds of a monotonic clock.
    /// </summary>
    public sealed class QuicEndpoint
    {
        private readonly QuicShared _shared;
        private readonly Connection[] _connections;
        private readonly Admission _admission;
        private int _turn;

        /// <summary>Slot of the datagram last fed, -1 if it belonged to none.</summary>
        private int _fed;

        /// <summary>Makes the endpoint with all its memory (but that of slots and handshakes under the OnDemand policy).</summary>
        /// <param name="profile">Constants of the board.</param>
        /// <param name="tls">TLS engine of the image.</param>
        /// <param name="provider">Crypto of the image.</param>
        /// <param name="drbg">Seeded random generator of the image.</param>
        /// <param name="resetKey">Key of stateless reset tokens, 32 bytes that survive a restart; copied.</param>
        public QuicEndpoint(QuicProfile profile, TlsEngine tls, CryptoProvider provider, HmacDrbg drbg, byte[] resetKey)
        {
            _shared = new QuicShared(profile, tls, provider, drbg, resetKey);
            _connections = new Connection[profile.Slots];
            for (int i = 0; i < _connections.Length; i++)
            {
                _connections[i] = new Connection(_shared, i);
            }

            _admission = new Admission(_shared, _connections);
        }

        /// <summary>Counters by <see cref="QuicCounter"/>.</summary>
        public int[] Counters { get { return _shared.Counters; } }

        /// <summary>Number of slots.</summary>
        public int ConnectionCount { get { return _connections.Length; } }

        /// <summary>A slot; the object stays the same for life.</summary>
        public Connection Connection(int slot)
        {
            return _connections[slot];
        }

        /// <summary>
        /// One bit per slot: set while <see cref="Quic.Connection.PollEvent"/> may return an event, cleared when the last event
        /// was taken.
        /// </summary>
        public int EventSlots { get { return _shared.EventSlots; } }

        /// <summary>Handshake contexts in use.</summary>
        public int HandshakesActive
        {
            get
            {
                int active = 0;
                HandshakePool pool = _shared.Pool;
                for (int i = 0; i < pool.Count; i++)
                {
                    if (pool.State(i) != null && pool.State(i).Owner != null)
                    {
                        active++;
                    }
                }

                return active;
            }
        }

        /// <summary>Takes a received datagram, decrypting it in place.</summary>
        /// <returns>
        /// Length of a stateless answer (Version Negotiation, Retry, stateless reset) written over the datagram at
        /// <paramref name="offset"/>, to be sent back to the same address at once; 0 for none. It is never longer than what came.
        /// </returns>
        public int FeedDatagram(byte[] buffer, int offset, int length, DatagramAddress from, long now)
        {
            QuicShared s = _shared;
            s.Count(QuicCounter.DatagramsReceived);
            _fed = -1;
            if (length < 9)
            {
                s.Count(QuicCounter.DroppedMalformed);
                return 0;
            }

            long id;
            int slot;
            if (buffer[offset] < 0x80)
            {
                id = ConnectionId.Read(buffer, offset + 1);
                slot = FindSlot(id);
                if (slot < 0)
                {
                    return OnUnknownShort(id, buffer, offset, length, now);
                }
            }
            else
            {
                PacketHeader header = s.Header;
                int type = header.Parse(buffer, offset, offset + length, 8);
                if (type == PacketType.UnknownVersion)
                {
                    return OnUnknownVersion(buffer, offset, length, now);
                }

                if (type == PacketType.Malformed || type == PacketType.Retry || type == PacketType.VersionNegotiation)
                {
                    s.Count(QuicCounter.DroppedMalformed);
                    return 0;
                }

                if (header.DestinationIdLength < 8)
                {
                    s.Count(QuicCounter.DroppedSmallInitial);
                    return 0;
                }

                id = ConnectionId.Read(buffer, header.DestinationIdOffset);
                slot = FindSlot(id);
                if (slot >= 0 && _connections[slot].State == ConnectionState.Waiting)
                {
                    if (type == PacketType.Initial && !_admission.IsBusy)
                    {
                        // The client sent its Initial again: release the slot and decide anew.
                        _connections[slot].Release();
                    }

                    slot = -1;
                }

                if (slot < 0)
                {
                    if (type == PacketType.Initial)
                    {
                        return _admission.OnInitial(buffer, offset, length, id, from, now);
                    }

                    s.Count(type == PacketType.ZeroRtt ? QuicCounter.DroppedZeroRtt : QuicCounter.DroppedUnknown);
                    return 0;
                }
            }

            Connection c = _connections[slot];
            if (!WorkBudget.TakeDatagram(c, buffer[offset] >= 0x80, length, now))
            {
                s.Count(QuicCounter.DroppedRateLimited);
                return 0;
            }

            _fed = slot;
            PacketReceiver.Receive(c, buffer, offset, length, from, false, now);
            return 0;
        }

        /// <summary>Composes the next datagram of any connection; connections take turns.</summary>
        /// <returns>Its length, 0 for none; <see cref="OutputAddress"/> says to whom.</returns>
        public int PollOutput(byte[] buffer, int offset, int max, long now)
        {
            QuicShared s = _shared;
            Connection c;
            int length;
            if (_admission.IsBusy)
            {
                // Datagrams wait in the socket, so that only the CONNECTION_CLOSE of a replaced connection is sent until the client is admitted. Opening
                // one packet is also enough work for one call.
                c = _admission.Ending;
                if (c != null)
                {
                    length = PacketSender.Build(c, buffer, offset, max, now);
                    if (length > 0)
                    {
                        s.Count(QuicCounter.DatagramsSent);
                        return length;
                    }

                    _admission.Succeed(now);
                }
                else if (!_admission.HasStep)
                {
                    c = _admission.Slot;
                    length = _admission.Admit(buffer, offset, max, now);
                    if (length > 0)
                    {
                        PacketReceiver.Receive(c, buffer, offset, length, s.Address, true, now);
                    }
                }

                return 0;
            }

            if (s.Waiting != 0 && s.Pool.HasFree())
            {
                _admission.AdmitWaiting(now);
                return 0;
            }

            int slots = _connections.Length;
            int turn = _turn;
            for (int i = 0; i < slots && s.Wake != 0; i++)
            {
                turn = turn + 1 >= slots ? 0 : turn + 1;
                int bit = 1 << turn;
                if ((s.Wake & bit) == 0)
                {
                    continue;
                }

                // A connection without output has none until its deadline or its next wake-up. It may also fail in this call.
                c = _connections[turn];
                if (WorkBudget.IsHeld(c, now))
                {
                    continue;
                }

                s.Wake &= ~bit;
                length = PacketSender.Build(c, buffer, offset, max, now);
                if (length > 0)
                {
                    _turn = turn;
                    s.Wake |= bit;
                    WorkBudget.OnSent(c, length, now);
                    s.Count(QuicCounter.DatagramsSent);
                    return length;
                }

                ConnectionTimers.Update(c);
            }

            return 0;
        }

        /// <summary>Receiver of the datagram last composed.</summary>
        public DatagramAddress OutputAddress { get { return _shared.Address; } }

        /// <summary>
        /// When <see cref="HandleTimeout"/> is to be called (microseconds), long.MaxValue for never; 0 while output is to be polled.
        /// </summary>
        public long NextTimeout
        {
            get
            {
                if (_shared.Wake != 0 || _admission.IsBusy)
                {
                    return 0;
                }

                Connection[] connections = _connections;
                long next = long.MaxValue;
                for (int i = 0; i < connections.Length; i++)
                {
                    long deadline = connections[i].Deadline;
                    if (deadline < next)
                    {
                        next = deadline;
                    }
                }

                return next;
            }
        }

        /// <summary>Runs what is due: loss timers, probes, idle and handshake timeouts, delayed acknowledgements.</summary>
        public void HandleTimeout(long now)
        {
            Connection[] connections = _connections;
            for (int i = 0; i < connections.Length; i++)
            {
                Connection c = connections[i];
                if (c.Deadline <= now)
                {
                    ConnectionTimers.Handle(c, now);
                    ConnectionTimers.Update(c);
                }
            }
        }

        /// <summary>Advances computations by one piece: of a new client's keys, else of the handshakes by turns.</summary>
        /// <param name="budget">Units of about 1,000 IL operations.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <returns>True if something was done.</returns>
        public bool Step(int budget, long now)
        {
            if (_admission.HasStep)
            {
                _admission.Step();
                return true;
            }

            HandshakeState hs = _shared.Pool.NextWithWork();
            if (hs == null)
            {
                return _shared.KeyWork != 0 && StepKeys(now);
            }

            HandshakeDriver.Step((Connection)hs.Owner, budget, now);
            return true;
        }

        /// <summary>Whether <see cref="Step"/> has work.</summary>
        public bool HasWork { get { return _admission.HasStep || _shared.KeyWork != 0 || _shared.Pool.HasWork(); } }

        /// <summary>
        /// Whether <see cref="Step"/> and <see cref="PollOutput"/> are admitting a new client. Leave datagrams in the socket until it is false: the
        /// endpoint would drop them, and the next may be from that client. Admission takes less time than sealing two packets. Meanwhile only the
        /// CONNECTION_CLOSE of a replaced connection is sent; take its Closed event, too.
        /// </summary>
        public bool IsAdmitting { get { return _admission.IsBusy; } }

        /// <summary>Frees every slot at once and without a word; Closed is reported for those that the application knows of.</summary>
        public void Abandon()
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                if (_connections[i].State != ConnectionState.Free)
                {
                    _connections[i].Release();
                }
            }
        }

        /// <summary>
        /// Call this when the socket has no datagram. While that happens often enough, the processor keeps up with the load, and the work
        /// budgets of the slots limit no client.
        /// </summary>
        public void OnReceiveEmpty(long now)
        {
            WorkBudget.OnDrained(_shared, now);
        }

        /// <summary>
        /// Charges the time that the last datagram fed took, including the application's work for it, to the budget of its client.
        /// </summary>
        /// <param name="length">Its length.</param>
        /// <param name="time">Microseconds.</param>
        /// <param name="now">Time, microseconds.</param>
        public void OnFed(int length, long time, long now)
        {
            if (_fed >= 0)
            {
                WorkBudget.OnFed(_shared, _fed, length, time, now);
            }
        }

        // A piece of the key updates of connections.
        private bool StepKeys(long now)
        {
            for (int i = 0; i < _connections.Length; i++)
            {
                if ((_shared.KeyWork >> i & 1) == 0)
                {
                    continue;
                }

                Connection c = _connections[i];
                if (c.State == ConnectionState.Established && ApplicationKeys.StepTime(c) <= now)
                {
                    ApplicationKeys.Step(c, _shared.Protection);
                    if (ApplicationKeys.StepTime(c) > now)
                    {
                        _shared.KeyWork &= ~(1 << i);
                        c.Wake();
                    }

                    return true;
                }

                _shared.KeyWork &= ~(1 << i);
            }

            return false;
        }

        private int FindSlot(long id)
        {
            long[] routes = _shared.Routes;
            for (int i = 0; i < routes.Length; i++)
            {
                if (routes[i] == id)
                {
                    return i / (_shared.Profile.LocalIds + 1);
                }
            }

            return -1;
        }

        private int OnUnknownVersion(byte[] buffer, int offset, int length, long now)
        {
            QuicShared s = _shared;
            if (length < PacketReceiver.MinInitialDatagram)
            {
                s.Count(QuicCounter.DroppedMalformed);
                return 0;
            }

            if (!RateLimit.Take(s.Rates, RateLimit.Negotiations, QuicProfile.StatelessAnswersPerSecond, now) || !WorkBudget.TakeAnswer(s, WorkBudget.Stateless, now))
            {
                s.Count(QuicCounter.StatelessAnswersWithheld);
                return 0;
            }

            // These bits carry no meaning (RFC 9000 section 17.2.1), so that the random generator is not worth its cost here.
            int answer = VersionNegotiation.Write(buffer, offset, length, (buffer[offset + length - 1] ^ (int)now) & 0xff);
            s.Count(answer > 0 ? QuicCounter.VersionNegotiationsSent : QuicCounter.DroppedMalformed);
            return answer;
        }

        private int OnUnknownShort(long id, byte[] buffer, int offset, int length, long now)
        {
            QuicShared s = _shared;
            s.Count(QuicCounter.DroppedUnknown);

            // It may be a peer's stateless reset, whose connection id is random.
            for (int i = 0; i < _connections.Length; i++)
            {
                Connection c = _connections[i];
                if (c.State == ConnectionState.Established && ConnectionIds.IsReset(c, buffer, offset, length))
                {
                    s.Count(QuicCounter.StatelessResetsReceived);
                    ConnectionCloser.Drain(c, false, TransportError.None, now);
                    return 0;
                }
            }

            if ((buffer[offset] & 0x40) == 0 || length <= StatelessReset.MinTrigger)
            {
                return 0;
            }

            if (!RateLimit.Take(s.Rates, RateLimit.Resets, QuicProfile.StatelessAnswersPerSecond, now) || !WorkBudget.TakeAnswer(s, WorkBudget.Stateless, now))
            {
                s.Count(QuicCounter.StatelessAnswersWithheld);
                return 0;
            }

            s.Count(QuicCounter.StatelessResetsSent);
            return s.Reset.Write(id, s.Random, buffer, offset, length);
        }
    }
}
