// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using static MilliHttp.Nano.Tls.ConnectionNumber;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// Records in (RFC 8446 section 5): judged by their header, collected and opened whole, or handed to <see cref="StreamedRecord"/>. A part of
    /// <see cref="TlsConnection"/>, over its arrays.
    /// </summary>
    internal static class RecordReceiver
    {
        /// <summary>Takes bytes of the TCP stream, see <see cref="TlsConnection.FeedData"/>.</summary>
        internal static int Feed(TlsConnection c, byte[] buffer, int offset, int length, long now)
        {
            int[] n = c.Numbers;
            int p = offset;
            int end = offset + length;
            byte[] arena = c.Arena;
            byte[] keys = c.Keys;
            n[WorkAt] = 0;
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

                    if (n[HeaderFillAt] < HeaderLength || !BeginRecord(c))
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
                    take = StreamedRecord.TakeStream(c, buffer, p, take);
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
                    EndRecord(c, now);
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
        internal static bool BeginRecord(TlsConnection c)
        {
            int[] n = c.Numbers;
            byte[] keys = c.Keys;
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
                    if (length > n[ReceiveEndAt] - n[TailAt])
                    {
                        StreamedRecord.Compact(c);
                    }

                    bool fits = length <= n[ReceiveEndAt] - n[TailAt];
                    int place = fits && length <= LongestPiece ? -1 : c.Provider.FindRecord();
                    if (n[WorkAt] != 0 && n[WorkAt] + length > LongestPiece)
                    {
                        n[StageAt] = StageYield;
                        return false;
                    }

                    if (fits && place < 0)
                    {
                        mode = ModeWhole;
                        n[BodyAt] = n[TailAt];
                    }
                    else if (place >= 0)
                    {
                        mode = ModeStream;
                        n[PlaceAt] = place;
                        n[HeldAt] = 0;
                        n[HeldZerosAt] = 0;
                        c.Provider.OpenBegin(place, n[SuiteAt], keys, ReadKeys, c.ReadSequence, keys, Header, HeaderLength);
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
                    if (n[OutputOffsetAt] == n[OutputEndAt])
                    {
                        // The ClientHello that follows a HelloRetryRequest may take the whole arena again.
                        n[ReceiveEndAt] = c.Arena.Length;
                    }

                    if (length > n[ReceiveEndAt] - n[ReadEndAt])
                    {
                        // Nothing follows a ClientHello, so this is one that is larger than our memory.
                        mode = ModeHeader;
                        alert = TlsAlert.InternalError;
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
                if (handshaking && ((flags & FlagReadKeys) == 0 || c.ReadSequence == 0) && length > 0)
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
                // Early data after a HelloRetryRequest cannot be opened at all.
                mode = ModeSkip;
            }

            if (mode == ModeSkip && !TrySkip(c, length))
            {
                mode = ModeHeader;
            }

            if (mode == ModeHeader)
            {
                c.Fail(alert);
                return false;
            }

            n[ModeAt] = mode;
            n[HeaderFillAt] = 0;
            n[RecordLengthAt] = length;
            n[RecordLeftAt] = length;
            return true;
        }

        /// <summary>Acts on a record whose last byte has arrived.</summary>
        internal static void EndRecord(TlsConnection c, long now)
        {
            int[] n = c.Numbers;
            int mode = n[ModeAt];
            byte[] keys = c.Keys;
            byte[] arena = c.Arena;
            int inner = n[RecordLengthAt] - CipherSuite.TagLength;
            int type;
            int content;
            int length;
            n[ModeAt] = ModeHeader;
            switch (mode)
            {
                case ModeHandshake:
                    HandshakeRecords.TakeMessages(c, now);
                    return;

                case ModeSmall:
                    if (keys[Header] == 21)
                    {
                        PostHandshake.TakeAlert(c, keys[Tag + 1]);
                    }
                    else if (keys[Tag] != 1)
                    {
                        c.Fail(TlsAlert.UnexpectedMessage);
                    }
                    else
                    {
                        PostHandshake.CountIdle(c);
                    }

                    return;

                case ModeWhole:
                    n[WorkAt] += RecordWork + inner;
                    content = n[BodyAt];
                    if (!c.Provider.Open(n[SuiteAt], keys, ReadKeys, c.ReadSequence, keys, Header, HeaderLength, arena, content, inner))
                    {
                        FailOpen(c);
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
                    n[WorkAt] += RecordWork;
                    bool good = c.Provider.OpenEnd(n[PlaceAt], keys, Tag);
                    if (!good)
                    {
                        FailOpen(c);
                        return;
                    }

                    type = n[HeldAt];
                    n[HeldAt] = 0;
                    content = n[ReadEndAt];
                    length = n[TailAt] - n[ReadEndAt];
                    if (inner > MaxPlaintext + 1)
                    {
                        c.Fail(TlsAlert.RecordOverflow);
                        return;
                    }

                    if ((n[FlagsAt] & (FlagUnverified | FlagOverflow)) != 0)
                    {
                        // It was longer than the room: only application data may be, and only once it is allowed.
                        if (type != 23 || (n[FlagsAt] & FlagOverflow) != 0)
                        {
                            c.Fail(TlsAlert.UnexpectedMessage);
                            return;
                        }

                        n[FlagsAt] &= ~FlagUnverified;
                    }

                    break;

                default:
                    return;
            }

            // Only a record that opened uses up a sequence number.
            c.ReadSequence++;
            n[FlagsAt] &= ~FlagEarlyData;
            if (type == 23 && n[StateAt] == TlsConnectionState.Established && n[MessageFillAt] == 0)
            {
                n[TailAt] = content + length;
                n[ReadEndAt] = n[TailAt];
                if (length == 0)
                {
                    PostHandshake.CountIdle(c);
                }
                else
                {
                    n[IdleRecordsAt] = 0;
                    if (n[KeyUpdatesAt] > 0 && (c.ReadSequence & (RecordsPerKeyUpdate - 1)) == 0)
                    {
                        n[KeyUpdatesAt]--;
                    }
                }

                return;
            }

            if (type == 22 && length > 0)
            {
                if (n[StateAt] == TlsConnectionState.Handshake)
                {
                    n[TailAt] = content + length;
                    n[ReadEndAt] = n[TailAt];
                    HandshakeRecords.TakeMessages(c, now);
                }
                else
                {
                    PostHandshake.TakeKeyUpdate(c, content, length);
                    n[TailAt] = n[ReadEndAt];
                }

                return;
            }

            if (type == 21 && length > 0)
            {
                n[TailAt] = n[ReadEndAt];
                if (length == 2)
                {
                    PostHandshake.TakeAlert(c, arena[content + 1]);
                }
                else
                {
                    c.Fail(TlsAlert.DecodeError);
                }

                return;
            }

            c.Fail(TlsAlert.UnexpectedMessage);
        }

        /// <summary>Takes a record off the early data that may be skipped (RFC 8446 section 4.2.10).</summary>
        /// <returns>False if that is used up.</returns>
        private static bool TrySkip(TlsConnection c, int length)
        {
            c.Numbers[EarlyDataAt] -= length < LeastEarlyData ? LeastEarlyData : length;
            return c.Numbers[EarlyDataAt] >= 0;
        }

        /// <summary>A record that does not open: refused early data is skipped, anything else ends the connection.</summary>
        internal static void FailOpen(TlsConnection c)
        {
            int[] n = c.Numbers;
            if ((n[FlagsAt] & FlagEarlyData) != 0 && TrySkip(c, n[RecordLengthAt]))
            {
                n[FlagsAt] &= ~FlagOverflow;
                n[TailAt] = n[ReadEndAt];
                return;
            }

            c.Fail(TlsAlert.BadRecordMac);
        }
    }
}
