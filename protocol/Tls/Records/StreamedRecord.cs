// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using static MilliHttp.Nano.Tls.ConnectionNumber;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// A protected record that is decrypted as it arrives, through the arena of its connection. The last byte that is not zero may be the content type and
    /// the zeros after it padding (RFC 8446 section 5.4), so these are held as a value and a count until more content or the end of the record decides.
    /// </summary>
    internal static class StreamedRecord
    {
        /// <summary>Decrypts a piece of the record under way.</summary>
        /// <returns>Bytes taken; 0: none were there, or there is no room before the application consumes.</returns>
        internal static int TakeStream(TlsConnection c, byte[] buffer, int p, int take)
        {
            int[] n = c.Numbers;
            byte[] arena = c.Arena;
            if ((n[FlagsAt] & FlagEmitting) != 0)
            {
                Emit(c);
                if ((n[FlagsAt] & FlagEmitting) != 0)
                {
                    return 0;
                }
            }

            if (take == 0)
            {
                return 0;
            }

            if (n[RecordLeftAt] <= CipherSuite.TagLength)
            {
                Array.Copy(buffer, p, c.Keys, Tag + CipherSuite.TagLength - n[RecordLeftAt], take);
                return take;
            }

            int left = n[RecordLeftAt] - CipherSuite.TagLength;
            if (take > left)
            {
                take = left;
            }

            if (take > LongestPiece - n[WorkAt])
            {
                take = LongestPiece - n[WorkAt];
                if (take <= 0)
                {
                    n[StageAt] = StageYield;
                    return 0;
                }
            }

            int room = n[ReceiveEndAt] - n[TailAt];
            if (room < 2)
            {
                room = MakeRoom(c);
                if (room < 2)
                {
                    return 0;
                }
            }

            // What is held goes in front of the chunk, if there is room for both; else the chunk goes to the end of the arena.
            int prefix = n[HeldZerosAt] + (n[HeldAt] != 0 ? 1 : 0);
            int at = n[TailAt] + prefix;
            if (prefix + 1 > room)
            {
                if (take > room >> 1)
                {
                    take = room >> 1;
                }

                at = n[ReceiveEndAt] - take;
            }
            else if (take > room - prefix)
            {
                take = room - prefix;
            }

            n[WorkAt] += take;
            Array.Copy(buffer, p, arena, at, take);
            c.Provider.OpenUpdate(n[PlaceAt], arena, at, take);

            // The last byte that is not zero. All words are looked at, wherever it is: the bytes are not verified yet.
            int last = -1;
            int i = 0;
            for (; i + 8 <= take; i += 8)
            {
                ulong word = BitConverter.ToUInt64(arena, at + i);
                ulong any = (word | (0UL - word)) >> 63;
                int mask = (int)any - 1;
                last = (last & mask) | (i & ~mask);
            }

            for (; i < take; i++)
            {
                int mask = ((arena[at + i] + 255) >> 8) - 1;
                last = (last & mask) | (i & ~mask);
            }

            if (last < 0)
            {
                n[HeldZerosAt] += take;
                return take;
            }

            if ((last & 7) == 0 && last + 8 <= take)
            {
                // a whole word: find the byte in it
                i = last + 7;
                while (arena[at + i] == 0)
                {
                    i--;
                }

                last = i;
            }

            if (prefix + 1 > room)
            {
                n[PrefixByteAt] = n[HeldAt];
                n[PrefixZerosAt] = n[HeldZerosAt];
                n[ChunkAt] = at;
                n[ChunkLengthAt] = last;
                n[FlagsAt] |= FlagEmitting;
            }
            else
            {
                if (n[HeldAt] != 0)
                {
                    arena[n[TailAt]] = (byte)n[HeldAt];
                    Array.Clear(arena, n[TailAt] + 1, n[HeldZerosAt]);
                }
                else
                {
                    Array.Clear(arena, n[TailAt], n[HeldZerosAt]);
                }

                n[TailAt] = at + last;
            }

            n[HeldAt] = arena[at + last];
            n[HeldZerosAt] = take - 1 - last;
            if ((n[FlagsAt] & FlagEmitting) != 0)
            {
                Emit(c);
            }

            return take;
        }

        /// <summary>Writes held bytes that turned out to be content, then moves the chunk to follow them.</summary>
        internal static void Emit(TlsConnection c)
        {
            int[] n = c.Numbers;
            byte[] arena = c.Arena;
            while (n[PrefixByteAt] != 0 || n[PrefixZerosAt] > 0)
            {
                int gap = n[ChunkAt] - n[TailAt];
                if (gap == 0)
                {
                    gap = MakeRoom(c) - (n[ReceiveEndAt] - n[ChunkAt]);
                    if (gap <= 0)
                    {
                        return;
                    }
                }

                if (n[PrefixByteAt] != 0)
                {
                    arena[n[TailAt]++] = (byte)n[PrefixByteAt];
                    n[PrefixByteAt] = 0;
                    gap--;
                }

                if (gap > n[PrefixZerosAt])
                {
                    gap = n[PrefixZerosAt];
                }

                Array.Clear(arena, n[TailAt], gap);
                n[TailAt] += gap;
                n[PrefixZerosAt] -= gap;
            }

            Array.Copy(arena, n[ChunkAt], arena, n[TailAt], n[ChunkLengthAt]);
            n[TailAt] += n[ChunkLengthAt];
            n[FlagsAt] &= ~FlagEmitting;
        }

        /// <summary>The arena is full: what was decrypted is handed out, unverified, and room is gained as far as the application has consumed.</summary>
        /// <returns>The room after the tail.</returns>
        internal static int MakeRoom(TlsConnection c)
        {
            int[] n = c.Numbers;
            if (n[StateAt] == TlsConnectionState.Established)
            {
                if (n[TailAt] > n[ReadEndAt])
                {
                    n[ReadEndAt] = n[TailAt];
                    n[FlagsAt] |= FlagUnverified;
                }

                Compact(c);
            }
            else
            {
                // No handshake message is that long. The record is consumed all the same, to see whether it is right.
                n[FlagsAt] |= FlagOverflow;
                n[TailAt] = n[ReadEndAt];
            }

            return n[ReceiveEndAt] - n[TailAt];
        }

        /// <summary>Moves what is readable to the front.</summary>
        internal static void Compact(TlsConnection c)
        {
            int[] n = c.Numbers;
            int move = n[ReadOffsetAt] - n[RetainedAt];
            if (move > 0 && n[StateAt] == TlsConnectionState.Established)
            {
                Array.Copy(c.Arena, n[ReadOffsetAt], c.Arena, n[RetainedAt], n[TailAt] - n[ReadOffsetAt]);
                n[ReadOffsetAt] = n[RetainedAt];
                n[ReadEndAt] -= move;
                n[TailAt] -= move;
            }
        }
    }
}
