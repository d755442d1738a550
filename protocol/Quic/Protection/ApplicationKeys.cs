// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The 1-RTT keys of a connection through any number of key updates (RFC 9001 section 6), in <see cref="ConnectionMemory.KeyBlocks"/>: receive keys, send keys, and one block that
    /// holds the previous receive keys for a while after an update and the next ones after that (section 6.5).
    /// </summary>
    public static class ApplicationKeys
    {
        /// <summary>Where in <see cref="ConnectionMemory.KeyBlocks"/> the secret of the peer goes before the keys are derived.</summary>
        public const int ReceiveSecret = 3 * KeyBlock.Length;

        /// <summary>Where in <see cref="ConnectionMemory.KeyBlocks"/> the own secret goes before the keys are derived.</summary>
        public const int SendSecret = ReceiveSecret + 32;

        private const int Receive = 0;
        private const int Send = KeyBlock.Length;
        private const int Other = 2 * KeyBlock.Length;

        // Longs: how long the previous receive keys are kept, the first number opened in this phase, packets sealed with the keys in use, packets that
        // failed to open, the first number sealed in this phase.
        private const int OtherUntil = ConnectionLayout.OwnerLongs;
        private const int PhaseStart = OtherUntil + 1;
        private const int Sealed = OtherUntil + 2;
        private const int Failed = OtherUntil + 3;
        private const int FirstSent = OtherUntil + 4;

        /// <summary>Where the longs of the next class begin.</summary>
        internal const int EndLong = OtherUntil + 5;

        // Ints: the cipher suite, 0 before there are keys; flags.
        private const int SuiteInUse = ConnectionLayout.OwnerInts;

        /// <summary>Flags, in the ints.</summary>
        internal const int State = SuiteInUse + 1;

        /// <summary>Where the ints of the next class begin.</summary>
        internal const int EndInt = SuiteInUse + 2;

        private const int ReceivePhase = 1;
        private const int SendPhaseBit = 2;

        // What the third block holds: the previous receive keys, or the next ones; nothing if neither is set.
        private const int OtherOld = 4;
        private const int OtherNext = 8;

        // How far the next receive keys are: the secret, then the key, then the IV (OtherNext).
        private const int NextSecretDone = 0x10;
        private const int NextKeyDone = 0x20;

        // An update of the send keys is under way, and how far it is.
        private const int SendDue = 0x40;
        private const int SendSecretDone = 0x80;
        private const int SendKeyDone = 0x100;

        // The peer updated its keys, and no acknowledgement was sent with ours updated.
        private const int Unconfirmed = 0x200;

        /// <summary>Flag: the next receive keys are to be prepared, since the peer has updated its keys at least once, or seems to.</summary>
        internal const int Wanted = 0x400;

        /// <summary>
        /// Derives the keys of the peer from its secret in <see cref="ConnectionMemory.KeyBlocks"/>; <see cref="DeriveSend"/> follows, and nothing is ready before.
        /// </summary>
        public static void DeriveReceive(ConnectionMemory c, PacketProtection protection, int suite)
        {
            protection.DeriveKeys(suite, c.KeyBlocks, ReceiveSecret, c.KeyBlocks, Receive);
        }

        /// <summary>Derives our keys from our secret in <see cref="ConnectionMemory.KeyBlocks"/>: the connection has its 1-RTT keys.</summary>
        public static void DeriveSend(ConnectionMemory c, PacketProtection protection, int suite)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            ints[SuiteInUse] = suite;
            ints[State] = 0;
            longs[PhaseStart] = long.MaxValue;
            longs[Sealed] = 0;
            longs[Failed] = 0;
            longs[FirstSent] = 0;
            protection.DeriveKeys(suite, c.KeyBlocks, SendSecret, c.KeyBlocks, Send);
        }

        /// <summary>Packets that may be sealed with one key (RFC 9001 section 6.6); an update is due well before.</summary>
        public static long ConfidentialityLimit(int suite)
        {
            return suite == CipherSuite.Aes128GcmSha256 ? 1L << 23 : 1L << 62;
        }

        /// <summary>Packets that may fail to open in the life of the connection.</summary>
        public static long IntegrityLimit(int suite)
        {
            return suite == CipherSuite.Aes128GcmSha256 ? 1L << 52 : 1L << 36;
        }

        /// <summary>Wipes everything.</summary>
        public static void Wipe(ConnectionMemory c)
        {
            Array.Clear(c.KeyBlocks, 0, ConnectionLayout.KeyBytes);
            c.Ints[SuiteInUse] = 0;
        }

        /// <summary>Cipher suite.</summary>
        public static int Suite(ConnectionMemory c)
        {
            return c.Ints[SuiteInUse];
        }

        /// <summary>Key phase bit of packets to be sent.</summary>
        public static int SendPhase(ConnectionMemory c)
        {
            return (c.Ints[State] & SendPhaseBit) == 0 ? 0 : 1;
        }

        /// <summary>Opens a packet with a short header in place, with the keys its phase and number ask for; follows the peer's update.</summary>
        /// <param name="c">Whose.</param>
        /// <param name="protection">Takes number and payload position.</param>
        /// <param name="buffer">Datagram.</param>
        /// <param name="header">The packet's header as parsed.</param>
        /// <param name="largest">Largest number received, -1 for none.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="retain">How long previous keys are kept, microseconds: about a round trip, before which a peer cannot update again. Until then no further update is followed.</param>
        /// <returns>As <see cref="PacketProtection.OpenPayload"/>, AEAD_LIMIT_REACHED and KEY_UPDATE_ERROR.</returns>
        public static int Open(ConnectionMemory c, PacketProtection protection, byte[] buffer, PacketHeader header, long largest, long now, long retain)
        {
            int[] ints = c.Ints;
            long[] longs = c.Longs;
            int suite = ints[SuiteInUse];
            if (!protection.RemoveHeaderProtection(suite, c.KeyBlocks, Receive, buffer, header, largest))
            {
                return PacketProtection.Undecryptable;
            }

            int start = header.Start;
            long number = protection.PacketNumber;
            int keys = Receive;
            int state = ints[State];
            if ((buffer[start] >> 2 & 1) != (state & ReceivePhase))
            {
                keys = Other;
                if ((state & OtherOld) != 0 && number < longs[PhaseStart])
                {
                    // A late packet from before the update.
                    if (now > longs[OtherUntil])
                    {
                        return PacketProtection.Undecryptable;
                    }
                }
                else if ((state & OtherNext) == 0)
                {
                    // It may be the peer's update, or forged. The keys are prepared in steps; until then its packets are lost.
                    ints[State] = state | Wanted;
                    return PacketProtection.Undecryptable;
                }
            }

            int status = protection.OpenPayload(suite, c.KeyBlocks, keys, buffer, start);
            if (status == PacketProtection.Undecryptable)
            {
                longs[Failed]++;
                return longs[Failed] >= IntegrityLimit(suite) ? TransportError.AeadLimitReached : status;
            }

            if (keys == Receive)
            {
                if (number < longs[PhaseStart])
                {
                    longs[PhaseStart] = number;
                }
            }
            else if ((ints[State] & OtherNext) != 0)
            {
                // The peer has updated its keys: the next keys become the current ones. We update ours as well, unless we began.
                state = ints[State];
                if ((state & Unconfirmed) != 0)
                {
                    // Twice without an acknowledgement between (RFC 9001 section 6.2).
                    return TransportError.KeyUpdate;
                }

                Exchange(c);
                state = (state ^ (ReceivePhase | OtherOld | OtherNext)) | Unconfirmed | Wanted;
                longs[PhaseStart] = number;
                longs[OtherUntil] = now + retain;
                ints[State] = PhasesAgree(state) ? state : state | SendDue;
            }

            return status;
        }

        /// <summary>Seals a packet with a short header in place; see <see cref="PacketProtection.Seal"/>.</summary>
        public static int Seal(ConnectionMemory c, PacketProtection protection, byte[] buffer, PacketHeader header, long number, int payloadEnd)
        {
            long[] longs = c.Longs;
            longs[Sealed]++;
            if (number < longs[FirstSent])
            {
                longs[FirstSent] = number;
            }

            return protection.Seal(c.Ints[SuiteInUse], c.KeyBlocks, Send, buffer, header, number, payloadEnd);
        }

        /// <summary>Whether so many packets were sealed that an update is due (<see cref="CanUpdate"/> decides whether it may be).</summary>
        public static bool NeedsUpdate(ConnectionMemory c)
        {
            long limit = ConfidentialityLimit(c.Ints[SuiteInUse]);
            return c.Longs[Sealed] >= limit - (limit >> 2);
        }

        /// <summary>Whether no packet may be sealed any more but the one that closes with AEAD_LIMIT_REACHED.</summary>
        public static bool IsExhausted(ConnectionMemory c)
        {
            return c.Longs[Sealed] >= ConfidentialityLimit(c.Ints[SuiteInUse]);
        }

        /// <summary>Whether an update may be initiated: the last one is through, and a packet of this phase was acknowledged (section 6.1).</summary>
        /// <param name="c">Whose.</param>
        /// <param name="largestAcknowledged">Largest application packet number the peer acknowledged.</param>
        public static bool CanUpdate(ConnectionMemory c, long largestAcknowledged)
        {
            long[] longs = c.Longs;
            return PhasesAgree(c.Ints[State]) && (c.Ints[State] & SendDue) == 0 && longs[Sealed] != 0 && largestAcknowledged >= longs[FirstSent];
        }

        /// <summary>Initiates a key update: packets sealed when <see cref="Step"/> has done its work have the other phase.</summary>
        /// <param name="c">Memory of the connection.</param>
        public static void Update(ConnectionMemory c)
        {
            c.Ints[State] |= SendDue;
        }

        /// <summary>Whether an update of our keys is under way: nothing may be sealed until <see cref="Step"/> has finished it.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>True while it is.</returns>
        internal static bool IsUpdating(ConnectionMemory c)
        {
            return (c.Ints[State] & SendDue) != 0;
        }

        /// <summary>An acknowledgement was sealed: the peer may update its keys again.</summary>
        /// <param name="c">Memory of the connection.</param>
        internal static void OnAckSent(ConnectionMemory c)
        {
            c.Ints[State] &= ~Unconfirmed;
        }

        /// <summary>When <see cref="Step"/> has work.</summary>
        /// <param name="c">Memory of the connection.</param>
        /// <returns>Microseconds: 0 for at once, long.MaxValue for never.</returns>
        internal static long StepTime(ConnectionMemory c)
        {
            int state = c.Ints[State];
            if ((state & SendDue) != 0)
            {
                return 0;
            }

            if ((state & (Wanted | OtherNext)) != Wanted)
            {
                return long.MaxValue;
            }

            // Previous keys are kept for packets that arrive late.
            return (state & OtherOld) != 0 ? c.Longs[OtherUntil] : 0;
        }

        /// <summary>Does a piece of an update of our keys, else of the preparation of the next receive keys (RFC 9001 section 6.3): the secret, the key or the IV.</summary>
        /// <param name="c">Memory of the connection, whose <see cref="StepTime"/> has come.</param>
        /// <param name="protection">Derives keys.</param>
        internal static void Step(ConnectionMemory c, PacketProtection protection)
        {
            int[] ints = c.Ints;
            byte[] keys = c.KeyBlocks;
            int suite = ints[SuiteInUse];
            int state = ints[State];
            if ((state & SendDue) != 0)
            {
                if ((state & SendSecretDone) == 0)
                {
                    protection.UpdateSecret(keys, SendSecret);
                    state |= SendSecretDone;
                }
                else if ((state & SendKeyDone) == 0)
                {
                    protection.DeriveUpdate(suite, keys, SendSecret, keys, Send, false);
                    state |= SendKeyDone;
                }
                else
                {
                    protection.DeriveUpdate(suite, keys, SendSecret, keys, Send, true);
                    state = (state & ~(SendDue | SendSecretDone | SendKeyDone)) ^ SendPhaseBit;
                    c.Longs[Sealed] = 0;
                    c.Longs[FirstSent] = long.MaxValue;
                }
            }
            else if ((state & NextSecretDone) == 0)
            {
                protection.UpdateSecret(keys, ReceiveSecret);
                state = (state & ~OtherOld) | NextSecretDone;
            }
            else if ((state & NextKeyDone) == 0)
            {
                protection.DeriveUpdate(suite, keys, ReceiveSecret, keys, Other, false);
                state |= NextKeyDone;
            }
            else
            {
                protection.DeriveUpdate(suite, keys, ReceiveSecret, keys, Other, true);
                state = (state & ~(NextSecretDone | NextKeyDone)) | OtherNext;
            }

            ints[State] = state;
        }

        // Whether no update is half done: the bits of both phases are the same.
        private static bool PhasesAgree(int state)
        {
            return ((state >> 1) & 1) == (state & 1);
        }

        private static void Exchange(ConnectionMemory c)
        {
            // Key, then IV; the header protection key is the same for all phases and lies in the first block only.
            byte[] block = c.KeyBlocks;
            for (int i = 0; i < KeyBlock.Length; i++)
            {
                if (i == KeyBlock.HeaderProtection)
                {
                    i = KeyBlock.Iv;
                }

                byte value = block[Receive + i];
                block[Receive + i] = block[Other + i];
                block[Other + i] = value;
            }
        }
    }
}
