// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using static MilliHttp.Nano.Tls.ConnectionNumber;

namespace MilliHttp.Nano.Tls
{
    /// <summary>Records out (RFC 8446 section 5): composed and sealed at the end of the arena of a <see cref="TlsConnection"/>.</summary>
    internal static class RecordSender
    {
        /// <summary>The flight goes on in the same output where at least this much room is left.</summary>
        private const int FlightRoom = 256;

        /// <summary>Gives room for one record's content, see <see cref="TlsConnection.Reserve"/>.</summary>
        internal static int Reserve(TlsConnection c)
        {
            int[] n = c.Numbers;
            // A KeyUpdate that was asked for goes before the next record (RFC 8446 section 4.6.3): Step writes it.
            if (n[StateAt] != TlsConnectionState.Established || (n[FlagsAt] & FlagKeyUpdatePending) != 0)
            {
                return 0;
            }

            if (n[OutputOffsetAt] == n[OutputEndAt])
            {
                n[OutputOffsetAt] = n[OutputStartAt];
                n[OutputEndAt] = n[OutputStartAt];
            }

            int room = c.Arena.Length - n[OutputEndAt] - HeaderLength - Overhead;
            if (room > LongestPiece)
            {
                room = LongestPiece;
            }

            int least = n[PeerLimitAt] - 1 < 128 ? n[PeerLimitAt] - 1 : 128;
            if (room > n[PeerLimitAt] - 1)
            {
                room = n[PeerLimitAt] - 1;
            }

            if (room < least)
            {
                return 0;
            }

            n[FlagsAt] |= FlagReserved;
            return room;
        }

        /// <summary>Seals what was composed, see <see cref="TlsConnection.Commit"/>.</summary>
        internal static void Commit(TlsConnection c, int count)
        {
            int[] n = c.Numbers;
            if ((n[FlagsAt] & FlagReserved) == 0)
            {
                return;
            }

            n[FlagsAt] &= ~FlagReserved;
            if (count <= 0)
            {
                return;
            }

            Seal(c, 23, count);
            if (c.WriteSequence >= MaxRecords)
            {
                n[FlagsAt] |= FlagKeyUpdatePending;
            }
        }

        /// <summary>Composes output, see <see cref="TlsConnection.PollOutput"/>.</summary>
        internal static int Poll(TlsConnection c)
        {
            int[] n = c.Numbers;
            if (n[OutputOffsetAt] == n[OutputEndAt] && (n[FlagsAt] & FlagReserved) == 0)
            {
                n[OutputOffsetAt] = n[OutputStartAt];
                n[OutputEndAt] = n[OutputStartAt];
                if (n[StateAt] == TlsConnectionState.Handshake)
                {
                    WriteFlight(c);
                }
                else if ((n[FlagsAt] & FlagAlertPending) != 0)
                {
                    n[FlagsAt] &= ~FlagAlertPending;
                    c.Arena[n[OutputEndAt] + HeaderLength] = (byte)(n[StateAt] == TlsConnectionState.Failed ? 2 : 1);
                    c.Arena[n[OutputEndAt] + HeaderLength + 1] = (byte)(n[StateAt] == TlsConnectionState.Failed ? n[AlertAt] : TlsAlert.CloseNotify);
                    Seal(c, 21, 2);
                    Array.Clear(c.Keys, 0, KeysLength);
                }
            }

            return n[OutputEndAt] - n[OutputOffsetAt];
        }

        /// <summary>Writes a KeyUpdate that asks for nothing, and changes the sending keys to those of the next secret, which is there.</summary>
        internal static void WriteKeyUpdate(TlsConnection c)
        {
            c.Numbers[FlagsAt] &= ~FlagKeyUpdatePending;
            int p = c.Numbers[OutputEndAt] + HeaderLength;
            c.Arena[p] = 24;
            c.Arena[p + 1] = 0;
            c.Arena[p + 2] = 0;
            c.Arena[p + 3] = 1;
            c.Arena[p + 4] = 0;
            Seal(c, 22, 5);
            DeriveKeys(c, WriteSecret, WriteKeys);
            c.WriteSequence = 0;
        }

        /// <summary>Makes a record of the content after the end of the output: in plaintext before there are keys, else sealed.</summary>
        internal static void Seal(TlsConnection c, int type, int length)
        {
            int[] n = c.Numbers;
            byte[] output = c.Arena;
            int p = n[OutputEndAt];
            bool seal = (n[FlagsAt] & FlagWriteKeys) != 0;
            int body = seal ? length + Overhead : length;
            output[p] = (byte)(seal ? 23 : type);
            output[p + 1] = 3;
            output[p + 2] = 3;
            output[p + 3] = (byte)(body >> 8);
            output[p + 4] = (byte)body;
            if (seal)
            {
                output[p + HeaderLength + length] = (byte)type;
                c.Provider.Seal(n[SuiteAt], c.Keys, WriteKeys, c.WriteSequence, output, p, HeaderLength, output, p + HeaderLength, length + 1);

                // Only a record that was sealed uses up a sequence number.
                c.WriteSequence++;
            }

            n[OutputEndAt] = p + HeaderLength + body;
        }

        /// <summary>Whether Step has a KeyUpdate to write: one is due, the connection is established, and the output is empty.</summary>
        internal static bool HasKeyUpdate(TlsConnection c)
        {
            int[] n = c.Numbers;
            return (n[FlagsAt] & (FlagKeyUpdatePending | FlagReserved)) == FlagKeyUpdatePending && n[StateAt] == TlsConnectionState.Established
                && n[OutputOffsetAt] == n[OutputEndAt];
        }

        /// <summary>Takes the next traffic secret of a direction (RFC 8446 section 7.2).</summary>
        /// <param name="c">The connection.</param>
        /// <param name="secret">ReadSecret or WriteSecret.</param>
        internal static void UpdateSecret(TlsConnection c, int secret)
        {
            byte[] keys = c.Keys;
            Hkdf hkdf = c.Provider.Hkdf;
            hkdf.SetPrk(keys, secret);
            hkdf.ExpandLabel(HkdfLabel.TrafficUpdate, keys, 0, 0, keys, secret, 32);
            hkdf.Wipe();
        }

        /// <summary>Derives the keys of a direction from its traffic secret.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="secret">ReadSecret or WriteSecret.</param>
        /// <param name="block">ReadKeys or WriteKeys.</param>
        internal static void DeriveKeys(TlsConnection c, int secret, int block)
        {
            TlsEngine.DeriveKeys(c.Provider, TlsTransport.Tcp, c.Numbers[SuiteAt], c.Keys, secret, c.Keys, block);
        }

        /// <summary>Writes what the handshake has for the client as far as there is room: ServerHello, change_cipher_spec, then protected records.</summary>
        internal static void WriteFlight(TlsConnection c)
        {
            int[] n = c.Numbers;
            byte[] output = c.Arena;
            int count;
            if (n[ReceiveEndAt] != n[OutputStartAt])
            {
                // A ClientHello is being received, or read, where the flight would go.
                return;
            }

            if (n[FlightLevelAt] == TlsLevel.Initial)
            {
                int most = output.Length - n[OutputStartAt] - 16;
                count = HandshakeFlight.Read(c.Context, TlsLevel.Initial, n[FlightOffsetAt], output, n[OutputStartAt] + HeaderLength, most);
                if (count > 0)
                {
                    bool clear = (n[FlagsAt] & FlagWriteKeys) != 0;
                    n[FlagsAt] &= ~FlagWriteKeys;
                    Seal(c, 22, count);
                    n[FlightOffsetAt] += count;
                    if (clear)
                    {
                        n[FlagsAt] |= FlagWriteKeys;
                    }

                    if ((n[FlagsAt] & FlagCipherSpecSent) == 0 && (c.Context.Flags & HandshakeContext.FlagSessionId) != 0)
                    {
                        n[FlagsAt] |= FlagCipherSpecSent;
                        int p = n[OutputEndAt];
                        output[p] = 20;
                        output[p + 1] = 3;
                        output[p + 2] = 3;
                        output[p + 3] = 0;
                        output[p + 4] = 1;
                        output[p + 5] = 1;
                        n[OutputEndAt] = p + 6;
                    }

                    if (count == most)
                    {
                        return;
                    }
                }

                if ((n[FlagsAt] & FlagWriteKeys) == 0)
                {
                    return;
                }

                n[FlightLevelAt] = TlsLevel.Handshake;
                n[FlightOffsetAt] = 0;
            }

            int at = n[OutputEndAt] + HeaderLength;
            int room = output.Length - at - Overhead;
            if (room < FlightRoom && n[OutputEndAt] > n[OutputStartAt])
            {
                return;
            }

            if (room > n[PeerLimitAt] - 1)
            {
                room = n[PeerLimitAt] - 1;
            }

            if (room > LongestPiece)
            {
                room = LongestPiece;
            }

            count = HandshakeFlight.Read(c.Context, TlsLevel.Handshake, n[FlightOffsetAt], output, at, room);
            if (count > 0)
            {
                Seal(c, 22, count);
                n[FlightOffsetAt] += count;
                if (n[FlightOffsetAt] == HandshakeFlight.Length(c.Context, TlsLevel.Handshake))
                {
                    // What follows our Finished, alerts included, goes under the application traffic key (RFC 8446 section 4.4.4).
                    n[FlagsAt] |= FlagFlightSent;
                    if (n[StageAt] == StageWait)
                    {
                        n[StageAt] = StageApplicationWrite;
                    }
                }
            }
        }
    }
}
