// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Limits the processor time of each client. All clients without a validated address share one budget for everything they cause; each address that
    /// a token validated has a budget for handshakes that do not complete; and each slot has one, so that no client takes the time of the others. Prices are
    /// in thousands of IL operations, as the meter of tests/Cost prints them.
    /// </summary>
    /// <remarks>
    /// A budget is one number: the time at which it will be full again. The price of a handshake is returned as soon as the client's address is
    /// validated, or, for an address that a token validated, when the handshake is complete.
    /// </remarks>
    internal static class WorkBudget
    {
        /// <summary>A Retry: the packet taken, token and integrity tag made.</summary>
        internal const int Retry = 18;

        /// <summary>A Version Negotiation packet or a stateless reset.</summary>
        internal const int Stateless = 10;

        /// <summary>The keys of an Initial derived, the packet opened.</summary>
        internal const int Admission = 400;

        /// <summary>What a handshake takes after that.</summary>
        internal const int Handshake = 2000;

        // Indexes of the budgets in their array.
        private const int Strangers = 0;
        private const int Openings = 1;
        private const int Answers = 2;
        private const int DrainedAt = 3;
        private const int CongestedUntil = 4;
        private const int Slots = 5;
        private const int AddressCount = 4;

        // Parts of the processor, in sixteenths, and how long they can be spent ahead, microseconds: at 4 million operations a second a part and a second come to 250,000.

        /// <summary>Takes the price of a handshake without a validated address; of those that do not complete, three at once are allowed, then one in five seconds.</summary>
        private const int StrangersPart = 2;
        private const int StrangersBurst = 14400000;

        /// <summary>Initials of strangers opened, the first one and more: two hellos of two datagrams at once.</summary>
        private const int OpeningsPart = 2;
        private const int OpeningsBurst = 2600000;

        /// <summary>Retry, Version Negotiation, stateless reset.</summary>
        private const int AnswersPart = 6;
        private const int AnswersBurst = 1000000;

        /// <summary>Handshakes of one address that come to nothing: three at once, then one in two seconds.</summary>
        private const int AddressPart = 4;
        private const int AddressBurst = 7200000;

        private const int Unit = 16;
        private const int MicrosecondsPerSecond = 1000000;

        /// <summary>The socket was not seen empty for so long, microseconds: there is more to do than the processor can.</summary>
        private const int CongestionTime = 100000;

        /// <summary>That is remembered for so long, microseconds.</summary>
        private const int CongestionMemory = 2000000;

        /// <summary>A slot has one part in so many of the processor, while others want theirs ...</summary>
        private const int SlotShare = 3;

        /// <summary>... but for a burst, and its debt has an end; microseconds in which its share comes to so much.</summary>
        private const long SlotBurst = 400000;
        private const long SlotDebt = 1000000;

        /// <summary>Initials of a stranger to its handshake that are opened, counted in bytes: a hello is four at most, sent again a few times.</summary>
        private const int StrangerBytes = 24 * 1200;

        /// <summary>Makes the budgets, all full.</summary>
        internal static long[] Make(QuicProfile profile)
        {
            long[] budgets = new long[Slots + profile.Slots + (2 * AddressCount)];

            // Who does not tell about the socket has all the time there is.
            budgets[DrainedAt] = long.MaxValue / 2;
            return budgets;
        }

        /// <summary>Takes the price of a stranger's handshake: without a token, all of it can be for nothing.</summary>
        internal static bool TakeHandshake(QuicShared s, long now)
        {
            return Take(s, Openings, Admission, OpeningsPart, OpeningsBurst, now) && Take(s, Strangers, Admission + Handshake, StrangersPart, StrangersBurst, now);
        }

        /// <summary>
        /// Takes the price of a stateless answer. Below half of the budget, chance decides which client gets an answer: otherwise the same fast sender could take them all.
        /// </summary>
        internal static bool TakeAnswer(QuicShared s, int price, long now)
        {
            long left = AnswersBurst - Spent(s.Budgets, Answers, now);
            if (left < AnswersBurst / 2 && ((s.Random.NextLong() & 0xFFFFF) * (AnswersBurst / 2) >> 20) >= left)
            {
                return false;
            }

            return Take(s, Answers, price, AnswersPart, AnswersBurst, now);
        }

        /// <summary>Whether handshakes of clients without a token failed lately, so that one handshake context is reserved for clients with a token.</summary>
        internal static bool IsContextReserved(QuicShared s, long now)
        {
            return Spent(s.Budgets, Strangers, now) > Time(s, Admission + Handshake, StrangersPart);
        }

        /// <summary>Whether an address that a token proves may begin a handshake.</summary>
        internal static bool HasHandshake(QuicShared s, long host, long now)
        {
            return Spent(s.Budgets, Address(s, host), now) + Time(s, Admission + Handshake, AddressPart) <= AddressBurst;
        }

        /// <summary>Takes the price of a handshake of such an address.</summary>
        internal static void TakeHandshake(QuicShared s, long host, long now)
        {
            Take(s, Address(s, host), Admission + Handshake, AddressPart, AddressBurst, now);
        }

        /// <summary>Gives back the price of a connection's handshake: its client is honest.</summary>
        internal static void Return(Connection c)
        {
            if ((c.Flags & Connection.OwesStrangers) != 0)
            {
                c.Shared.Budgets[Openings] -= Time(c.Shared, Admission, OpeningsPart);
            }

            Return(c.Shared, c.Flags, Host(c), Admission + Handshake);
            c.Flags &= ~(Connection.OwesStrangers | Connection.OwesAddress);
        }

        /// <summary>Gives a price back.</summary>
        /// <param name="s">What the connections share.</param>
        /// <param name="owes">Whose it was: Connection.OwesStrangers, OwesAddress or none.</param>
        /// <param name="host">Client, as <see cref="Host(Connection)"/> has it.</param>
        /// <param name="price">How much.</param>
        internal static void Return(QuicShared s, int owes, long host, int price)
        {
            if ((owes & Connection.OwesStrangers) != 0)
            {
                s.Budgets[Strangers] -= Time(s, price, StrangersPart);
            }
            else if ((owes & Connection.OwesAddress) != 0)
            {
                s.Budgets[Address(s, host)] -= Time(s, price, AddressPart);
            }
        }

        /// <summary>Takes the price of a datagram of a connection, before anything of it is opened.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="isLong">Whether it begins with a long header, which has been read.</param>
        /// <param name="length">Its length.</param>
        /// <param name="now">Time, microseconds.</param>
        internal static bool TakeDatagram(Connection c, bool isLong, int length, long now)
        {
            if ((c.State & ConnectionState.Alive) == 0)
            {
                return true;
            }

            if (isLong && (c.Flags & Connection.AddressValidated) == 0 && c.State == ConnectionState.Handshaking && c.Shared.Header.Type == PacketType.Initial)
            {
                return c.PathReceived < StrangerBytes && Take(c.Shared, Openings, Price(length), OpeningsPart, OpeningsBurst, now);
            }

            return TakeSlot(c, length, now);
        }

        /// <summary>
        /// Takes the price of a connection's datagram before it is decrypted. While the processor keeps up with the load, or no other client
        /// waits for it, no slot is limited.
        /// </summary>
        private static bool TakeSlot(Connection c, int length, long now)
        {
            QuicShared s = c.Shared;
            long[] budgets = s.Budgets;
            if (now - budgets[DrainedAt] > CongestionTime)
            {
                budgets[CongestedUntil] = now + CongestionMemory;
            }

            if (Spent(budgets, Slots + c.Slot, now) > SlotBurst && now < budgets[CongestedUntil] && IsWanted(s, c.Slot, now))
            {
                return false;
            }

            Charge(s, c.Slot, Time(s, Price(length), Unit), now);
            return true;
        }

        /// <summary>Charges a slot for what a datagram has taken beyond its price.</summary>
        internal static void OnFed(QuicShared s, int slot, int length, long time, long now)
        {
            time -= Time(s, Price(length), Unit);
            if (time > 0)
            {
                Charge(s, slot, time, now);
            }
        }

        /// <summary>Charges a slot for a datagram that was composed for it.</summary>
        internal static void OnSent(Connection c, int length, long now)
        {
            Charge(c.Shared, c.Slot, Time(c.Shared, Price(length), Unit), now);
        }

        /// <summary>Whether a slot has to leave sending to others for the moment: rather that than that its acknowledgements are not opened.</summary>
        internal static bool IsHeld(Connection c, long now)
        {
            QuicShared s = c.Shared;
            return now < s.Budgets[CongestedUntil] && Spent(s.Budgets, Slots + c.Slot, now) > SlotBurst / 2 && IsWanted(s, c.Slot, now);
        }

        /// <summary>Charges a slot for time of the processor, microseconds.</summary>
        private static void Charge(QuicShared s, int slot, long time, long now)
        {
            int at = Slots + slot;
            long spent = Spent(s.Budgets, at, now) + (time * SlotShare);
            s.Budgets[at] = now + (spent > SlotDebt ? SlotDebt : spent);
        }

        /// <summary>The socket was found empty.</summary>
        internal static void OnDrained(QuicShared s, long now)
        {
            s.Budgets[DrainedAt] = now;
        }

        /// <summary>Whether there is more to do than the processor can.</summary>
        internal static bool IsCongested(QuicShared s, long now)
        {
            return now < s.Budgets[CongestedUntil];
        }

        /// <summary>Whether others have had datagrams opened within the last second, or are in a handshake.</summary>
        private static bool IsWanted(QuicShared s, int slot, long now)
        {
            for (int i = 0; i < s.Profile.Slots; i++)
            {
                if (i != slot && s.Budgets[Slots + i] > now - MicrosecondsPerSecond)
                {
                    return true;
                }
            }

            return s.Pool.HasWork();
        }

        /// <summary>Opening a datagram, its frames, and what they make us send.</summary>
        private static int Price(int length)
        {
            return 30 + (length >> 3);
        }

        /// <summary>What counts as one client: an IPv4 address, or the first half of an IPv6 address, whose rest is at everybody's choice.</summary>
        internal static long Host(DatagramAddress from)
        {
            return from.High != 0 ? from.High : from.Low;
        }

        /// <summary>What counts as one client, of a connection or a client that waits in its slot.</summary>
        internal static long Host(Connection c)
        {
            long high = c.AddressHigh;
            return high != 0 ? high : c.AddressLow;
        }

        /// <summary>Microseconds in which a part of the processor, in sixteenths, comes to so many thousand operations.</summary>
        private static long Time(QuicShared s, int price, int part)
        {
            return (long)price * Unit * MicrosecondsPerSecond / (s.Profile.ThousandOperationsPerSecond * part);
        }

        private static long Spent(long[] budgets, int at, long now)
        {
            return budgets[at] < now ? 0 : budgets[at] - now;
        }

        private static bool Take(QuicShared s, int at, int price, int part, int burst, long now)
        {
            long level = now + Spent(s.Budgets, at, now) + Time(s, price, part);
            if (level > now + burst)
            {
                return false;
            }

            s.Budgets[at] = level;
            return true;
        }

        /// <summary>The place of an address's budget: its own, or that of the address which has spent least.</summary>
        private static int Address(QuicShared s, long host)
        {
            long[] budgets = s.Budgets;
            int first = Slots + s.Profile.Slots;
            int least = first + 1;
            for (int i = first; i < budgets.Length; i += 2)
            {
                if (budgets[i] == host)
                {
                    return i + 1;
                }

                if (budgets[i + 1] < budgets[least])
                {
                    least = i + 1;
                }
            }

            budgets[least - 1] = host;
            budgets[least] = 0;
            return least;
        }
    }
}
