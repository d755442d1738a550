// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    // Records in: judged by their header, opened whole or as they arrive, through the arena.
    public sealed partial class TlsConnection
    {
        /// <summary>Takes bytes of the TCP stream.</summary>
        /// <param name="buffer">Holds them; not kept.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="length">How many.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>How many were taken; the others must be given again. All are taken in states Closed and Failed.</returns>
        public int FeedData(byte[] buffer, int offset, int length, long now)
        {
            int[] n = _n;
            int p = offset;
            int end = offset + length;
            byte[] arena = _arena;
            byte[] keys = _keys;
            if (length > 0)
            {
                n[FlagsAt] |= FlagReceived;
            }

            while (n[StateAt] < TlsConnectionState.Closed && n[StageAt] == StageWait && (n[FlagsAt] & FlagPeerClosed) == 0)
            {
                if (n[ModeAt] == ModeHeader)
                {
                    while (n[HeaderFillAt] < HeaderLength && p < end)
                    {
                        keys[Header + n[HeaderFillAt]] = buffer[p++];
                        n[HeaderFillAt]++;
                    }

                    if (n[HeaderFillAt] < HeaderLength || !BeginRecord())
                    {
                        break;
                    }

                    continue;
                }

                int take = end - p;
                if (take > n[RecordLeftAt])
                {
                    take = n[RecordLeftAt];
                }

                if (n[ModeAt] == ModeStream)
                {
                    take = TakeStream(buffer, p, take);
                }
                else if (n[ModeAt] == ModeWhole)
                {
                    Array.Copy(buffer, p, arena, n[BodyAt] + n[RecordLengthAt] - n[RecordLeftAt], take);
                }
                else if (n[ModeAt] == ModeHandshake)
                {
                    Array.Copy(buffer, p, arena, n[ReadEndAt], take);
                    n[ReadEndAt] += take;
                    n[TailAt] = n[ReadEndAt];
                }
                else if (n[ModeAt] == ModeSmall)
                {
                    Array.Copy(buffer, p, keys, Tag + n[RecordLengthAt] - n[RecordLeftAt], take);
                }

                p += take;
                n[RecordLeftAt] -= take;
                if (n[RecordLeftAt] == 0 && (n[FlagsAt] & FlagEmitting) == 0)
                {
                    EndRecord(now);
                }
                else if (take == 0)
                {
                    break;
                }
            }

            return n[StateAt] >= TlsConnectionState.Closed || (n[FlagsAt] & FlagPeerClosed) != 0 ? length : p - offset;
        }

        /// <summary>Judges a record by its header and chooses how its body is taken.</summary>
        /// <returns>False: not now, or failed.</returns>
        private bool BeginRecord()
        {
            int[] n = _n;
            byte[] keys = _keys;
            int type = keys[Header];
            int length = (keys[Header + 3] << 8) | keys[Header + 4];
            int flags = n[FlagsAt];
            bool handshaking = n[StateAt] == TlsConnectionState.Handshake;
            int alert = TlsAlert.UnexpectedMessage;
            int mode = ModeHeader;
            if (type == 23 && (flags & FlagReadKeys) != 0)
            {
                if (length > MaxCiphertext || ((flags & FlagLimited) != 0 && length > n[OwnLimitAt]))
                {
                    alert = TlsAlert.RecordOverflow;
                }
                else if (length < Overhead)
                {
                    if ((flags & FlagEarlyData) != 0)
                    {
                        mode = ModeSkip;
                    }

                    alert = TlsAlert.BadRecordMac;
                }
                else
                {
                    if (length > _arena.Length - n[TailAt])
                    {
                        Compact();
                    }

                    bool fits = length <= _arena.Length - n[TailAt];
                    bool free = _engine.StreamOwner == null;
                    if (fits && (length <= LongRecord || !free))
                    {
                        mode = ModeWhole;
                        n[BodyAt] = n[TailAt];
                    }
                    else if (free)
                    {
                        mode = ModeStream;
                        _engine.StreamOwner = this;
                        n[HeldAt] = 0;
                        n[HeldZerosAt] = 0;
                        _provider.OpenBegin(n[SuiteAt], keys, ReadKeys, _readSequence, keys, Header, HeaderLength);
                    }
                    else
                    {
                        return false;
                    }
                }
            }
            else if (length > (type == 23 ? MaxCiphertext : MaxPlaintext))
            {
                alert = TlsAlert.RecordOverflow;
            }
            else if (type == 22)
            {
                if (handshaking && (flags & FlagReadKeys) == 0 && length > 0)
                {
                    mode = ModeHandshake;
                    if (length > _arena.Length - n[ReadEndAt])
                    {
                        // No message is longer than the arena, and nothing follows a ClientHello.
                        mode = ModeHeader;
                        alert = TlsAlert.DecodeError;
                    }
                }
            }
            else if (type == 20)
            {
                // For compatibility only: between the first ClientHello and the client's Finished (RFC 8446 section 5).
                if (handshaking && (flags & FlagHelloSeen) != 0 && length == 1 && n[ReadEndAt] == n[ReadOffsetAt])
                {
                    mode = ModeSmall;
                }
            }
            else if (type == 21)
            {
                if (handshaking && ((flags & FlagReadKeys) == 0 || _readSequence == 0) && length > 0)
                {
                    alert = TlsAlert.DecodeError;
                    if (length == 2)
                    {
                        mode = ModeSmall;
                    }
                }
            }
            else if (type == 23 && handshaking && (flags & FlagEarlyData) != 0)
            {
                // Early data behind a HelloRetryRequest cannot be opened at all.
                mode = ModeSkip;
            }

            if (mode == ModeSkip)
            {
                n[EarlyDataAt] -= length;
                if (n[EarlyDataAt] < 0)
                {
                    mode = ModeHeader;
                }
            }

            if (mode == ModeHeader)
            {
                Fail(alert);
                return false;
            }

            n[ModeAt] = mode;
            n[HeaderFillAt] = 0;
            n[RecordLengthAt] = length;
            n[RecordLeftAt] = length;
            return true;
        }

        /// <summary>Acts on a record whose last byte has arrived.</summary>
        private void EndRecord(long now)
        {
            int[] n = _n;
            int mode = n[ModeAt];
            byte[] keys = _keys;
            byte[] arena = _arena;
            int inner = n[RecordLengthAt] - CipherSuite.TagLength;
            int type;
            int content;
            int length;
            n[ModeAt] = ModeHeader;
            switch (mode)
            {
                case ModeHandshake:
                    TakeMessages(now);
                    return;

                case ModeSmall:
                    if (keys[Header] == 21)
                    {
                        TakeAlert(keys[Tag + 1]);
                    }
                    else if (keys[Tag] != 1)
                    {
                        Fail(TlsAlert.UnexpectedMessage);
                    }
                    else
                    {
                        CountIdle();
                    }

                    return;

                case ModeWhole:
                    content = n[BodyAt];
                    if (!_provider.Open(n[SuiteAt], keys, ReadKeys, _readSequence, keys, Header, HeaderLength, arena, content, inner))
                    {
                        FailOpen();
                        return;
                    }

                    length = inner - 1;
                    while (length >= 0 && arena[content + length] == 0)
                    {
                        length--;
                    }

                    type = length < 0 ? 0 : arena[content + length];
                    if (length < 0)
                    {
                        length = 0;
                    }

                    // The application may have consumed what lay in front.
                    if (content != n[TailAt])
                    {
                        Array.Copy(arena, content, arena, n[TailAt], length);
                        content = n[TailAt];
                    }

                    break;

                case ModeStream:
                    bool good = _provider.OpenEnd(keys, Tag);
                    _engine.StreamOwner = null;
                    if (!good)
                    {
                        FailOpen();
                        return;
                    }

                    type = n[HeldAt];
                    n[HeldAt] = 0;
                    content = n[ReadEndAt];
                    length = n[TailAt] - n[ReadEndAt];
                    if ((n[FlagsAt] & (FlagUnverified | FlagOverflow)) != 0)
                    {
                        // It was longer than the room: only application data may be, and only once it is allowed.
                        if (type != 23 || (n[FlagsAt] & FlagOverflow) != 0)
                        {
                            Fail(TlsAlert.UnexpectedMessage);
                            return;
                        }

                        n[FlagsAt] &= ~FlagUnverified;
                    }

                    break;

                default:
                    return;
            }

            // Trap 24: a number is used up only by a record that was right.
            _readSequence++;
            n[FlagsAt] &= ~FlagEarlyData;
            if (inner > MaxPlaintext + 1)
            {
                Fail(TlsAlert.RecordOverflow);
                return;
            }

            if (type == 23 && n[StateAt] == TlsConnectionState.Established && n[MessageFillAt] == 0)
            {
                n[TailAt] = content + length;
                n[ReadEndAt] = n[TailAt];
                if (length == 0)
                {
                    CountIdle();
                }
                else
                {
                    n[IdleRecordsAt] = 0;
                }

                return;
            }

            if (type == 22 && length > 0)
            {
                if (n[StateAt] == TlsConnectionState.Handshake)
                {
                    n[TailAt] = content + length;
                    n[ReadEndAt] = n[TailAt];
                    TakeMessages(now);
                }
                else
                {
                    TakeKeyUpdate(content, length);
                    n[TailAt] = n[ReadEndAt];
                }

                return;
            }

            if (type == 21 && length > 0)
            {
                n[TailAt] = n[ReadEndAt];
                if (length == 2)
                {
                    TakeAlert(arena[content + 1]);
                }
                else
                {
                    Fail(TlsAlert.DecodeError);
                }

                return;
            }

            Fail(TlsAlert.UnexpectedMessage);
        }

        /// <summary>A record that does not open: refused early data is skipped, anything else ends the connection.</summary>
        private void FailOpen()
        {
            int[] n = _n;
            if ((n[FlagsAt] & FlagEarlyData) != 0 && n[EarlyDataAt] >= n[RecordLengthAt])
            {
                n[EarlyDataAt] -= n[RecordLengthAt];
                n[FlagsAt] &= ~FlagOverflow;
                n[TailAt] = n[ReadEndAt];
                return;
            }

            Fail(TlsAlert.BadRecordMac);
        }

        /// <summary>Decrypts a piece of the record under way.</summary>
        /// <returns>Bytes taken; 0: none were there, or there is no room before the application consumes.</returns>
        private int TakeStream(byte[] buffer, int p, int take)
        {
            int[] n = _n;
            byte[] arena = _arena;
            if ((n[FlagsAt] & FlagEmitting) != 0)
            {
                Emit();
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
                Array.Copy(buffer, p, _keys, Tag + CipherSuite.TagLength - n[RecordLeftAt], take);
                return take;
            }

            int left = n[RecordLeftAt] - CipherSuite.TagLength;
            if (take > left)
            {
                take = left;
            }

            int room = arena.Length - n[TailAt];
            if (room < 2)
            {
                room = MakeRoom();
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

                at = arena.Length - take;
            }
            else if (take > room - prefix)
            {
                take = room - prefix;
            }

            Array.Copy(buffer, p, arena, at, take);
            _provider.OpenUpdate(arena, at, take);

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
                Emit();
            }

            return take;
        }

        /// <summary>Writes held bytes that turned out to be content, then moves the chunk behind them.</summary>
        private void Emit()
        {
            int[] n = _n;
            byte[] arena = _arena;
            while (n[PrefixByteAt] != 0 || n[PrefixZerosAt] > 0)
            {
                int gap = n[ChunkAt] - n[TailAt];
                if (gap == 0)
                {
                    gap = MakeRoom() - (arena.Length - n[ChunkAt]);
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
        /// <returns>The room behind the tail.</returns>
        private int MakeRoom()
        {
            int[] n = _n;
            if (n[StateAt] == TlsConnectionState.Established)
            {
                if (n[TailAt] > n[ReadEndAt])
                {
                    n[ReadEndAt] = n[TailAt];
                    n[FlagsAt] |= FlagUnverified;
                }

                Compact();
            }
            else
            {
                // No handshake message is that long. The record is consumed all the same, to see whether it is right.
                n[FlagsAt] |= FlagOverflow;
                n[TailAt] = n[ReadEndAt];
            }

            return _arena.Length - n[TailAt];
        }

        /// <summary>Moves what is readable to the front.</summary>
        private void Compact()
        {
            int[] n = _n;
            int move = n[ReadOffsetAt] - n[RetainedAt];
            if (move > 0 && n[StateAt] == TlsConnectionState.Established)
            {
                Array.Copy(_arena, n[ReadOffsetAt], _arena, n[RetainedAt], n[TailAt] - n[ReadOffsetAt]);
                n[ReadOffsetAt] = n[RetainedAt];
                n[ReadEndAt] -= move;
                n[TailAt] -= move;
            }
        }
    }
}
