// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using static MilliHttp.Nano.Tls.ConnectionNumber;

namespace MilliHttp.Nano.Tls
{
    /// <summary>The handshake of a <see cref="TlsConnection"/>: its messages in records, and the stages of its work.</summary>
    internal static class HandshakeRecords
    {
        /// <summary>Does a piece of work, see <see cref="TlsConnection.Step"/>.</summary>
        internal static void Step(TlsConnection c, int budget, long now)
        {
            int[] n = c.Numbers;
            HandshakeContext context = c.Context;
            switch (n[StageAt])
            {
                case StageEngine:
                    int status = c.Engine.Step(context, budget, now);
                    if (status == TlsStatus.Failed)
                    {
                        c.Fail(context.Alert);
                    }
                    else if (!context.HoldsInput)
                    {
                        n[ReceiveEndAt] = n[OutputStartAt];
                    }

                    if (status == TlsStatus.Ok)
                    {
                        if (context.HasCiphertext)
                        {
                            // It stays until the handshake is over.
                            n[RetainedAt] = HandshakeContext.TcpMemoryLength + HandshakeContext.HybridShareLength;
                        }

                        // The ClientHello is done with; its room is free.
                        n[ReadOffsetAt] = n[RetainedAt];
                        n[ReadEndAt] = n[RetainedAt];
                        n[TailAt] = n[RetainedAt];
                        n[FlagsAt] |= FlagHelloSeen;
                        if ((context.Flags & HandshakeContext.FlagEarlyData) != 0)
                        {
                            n[FlagsAt] |= FlagEarlyData;
                        }

                        n[StageAt] = context.HandshakeKeysReady ? StageHandshakeWrite : StageWait;
                    }

                    break;

                case StageHandshakeWrite:
                    n[SuiteAt] = context.Suite;
                    n[PeerLimitAt] = context.PeerRecordLimit;
                    if ((context.Flags & HandshakeContext.FlagRecordSizeLimit) != 0)
                    {
                        n[OwnLimitAt] = n[OutputStartAt];
                        n[FlagsAt] |= FlagLimited;
                    }
                    else if ((context.Flags & HandshakeContext.FlagMaxFragment) != 0)
                    {
                        n[OwnLimitAt] = n[PeerLimitAt] + CipherSuite.TagLength;
                        n[FlagsAt] |= FlagLimited;
                    }

                    c.Engine.ExportKeys(context, TlsLevel.Handshake, false, c.Keys, WriteKeys);
                    c.WriteSequence = 0;
                    n[FlagsAt] |= FlagWriteKeys;
                    n[StageAt] = StageHandshakeRead;
                    break;

                case StageHandshakeRead:
                    c.Engine.ExportKeys(context, TlsLevel.Handshake, true, c.Keys, ReadKeys);
                    c.ReadSequence = 0;
                    n[FlagsAt] |= FlagReadKeys;
                    n[StageAt] = (n[FlagsAt] & FlagFlightSent) != 0 ? StageApplicationWrite : StageWait;
                    break;

                case StageApplicationWrite:
                    WriteUnderApplicationKeys(c);
                    n[StageAt] = StageWait;
                    break;

                case StageApplicationRead:
                    c.Engine.ExportKeys(context, TlsLevel.Application, true, c.Keys, ReadKeys);
                    c.Engine.ExportTrafficSecret(context, true, c.Keys, ReadSecret);
                    c.Engine.ExportTrafficSecret(context, false, c.Keys, WriteSecret);
                    c.ReadSequence = 0;
                    n[StageAt] = StageTicket;
                    break;

                case StageTicket:
                    n[StageAt] = StageWait;
                    n[StateAt] = TlsConnectionState.Established;
                    n[FlagsAt] |= (context.HasApplicationProtocol ? FlagApplicationProtocol : 0) | (context.IsResumed ? FlagResumed : 0);
                    if (n[OutputOffsetAt] == n[OutputEndAt])
                    {
                        // At the end of the buffer, then into records no longer than the client takes.
                        n[OutputOffsetAt] = n[OutputStartAt];
                        n[OutputEndAt] = n[OutputStartAt];
                        int at = c.Arena.Length - TlsEngine.MaxNewSessionTicket;
                        int end = at + c.Engine.WriteNewSessionTicket(context, c.Arena, at, now);
                        while (at < end)
                        {
                            int take = end - at < n[PeerLimitAt] - 1 ? end - at : n[PeerLimitAt] - 1;
                            Array.Copy(c.Arena, at, c.Arena, n[OutputEndAt] + HeaderLength, take);
                            RecordSender.Seal(c, 22, take);
                            at += take;
                        }
                    }

                    c.Engine.Release(context);
                    c.ReleaseRetained();
                    break;

                case StageReadSecret:
                    RecordSender.UpdateSecret(c, ReadSecret);
                    n[StageAt] = StageReadKeys;
                    break;

                case StageReadKeys:
                    RecordSender.DeriveKeys(c, ReadSecret, ReadKeys);
                    c.ReadSequence = 0;
                    n[StageAt] = StageWait;
                    break;

                case StageWriteKeys:
                    if (RecordSender.HasKeyUpdate(c))
                    {
                        n[OutputOffsetAt] = n[OutputStartAt];
                        n[OutputEndAt] = n[OutputStartAt];
                        RecordSender.WriteKeyUpdate(c);
                    }

                    n[StageAt] = StageWait;
                    break;

                default:
                    n[StageAt] = StageWait;
                    if (RecordSender.HasKeyUpdate(c))
                    {
                        RecordSender.UpdateSecret(c, WriteSecret);
                        n[StageAt] = StageWriteKeys;
                    }

                    break;
            }
        }

        /// <summary>Changes the sending keys to those of application data.</summary>
        internal static void WriteUnderApplicationKeys(TlsConnection c)
        {
            c.Engine.ExportKeys(c.Context, TlsLevel.Application, false, c.Keys, WriteKeys);
            c.WriteSequence = 0;
        }

        /// <summary>Feeds the handshake messages that are complete.</summary>
        internal static void TakeMessages(TlsConnection c, long now)
        {
            int[] n = c.Numbers;
            byte[] arena = c.Arena;
            bool hello = (n[FlagsAt] & FlagReadKeys) == 0;
            int have = n[ReadEndAt] - n[ReadOffsetAt];
            if (have > 0 && arena[n[ReadOffsetAt]] != (hello ? 1 : 20))
            {
                c.Fail(TlsAlert.UnexpectedMessage);
                return;
            }

            if (have < 4)
            {
                return;
            }

            int length = 4 + ((arena[n[ReadOffsetAt] + 1] << 16) | (arena[n[ReadOffsetAt] + 2] << 8) | arena[n[ReadOffsetAt] + 3]);
            if (length > (hello ? n[ReceiveEndAt] - n[RetainedAt] : 36))
            {
                // A ClientHello may be that large; we have no memory for it.
                c.Fail(hello ? TlsAlert.InternalError : TlsAlert.DecodeError);
                return;
            }

            if (have < length)
            {
                return;
            }

            if (have > length)
            {
                // Keys change, or the server is to speak: nothing may follow in the same record (RFC 8446 section 5.1).
                c.Fail(TlsAlert.UnexpectedMessage);
                return;
            }

            int status = c.Engine.FeedMessage(c.Context, hello ? TlsLevel.Initial : TlsLevel.Handshake, arena, n[ReadOffsetAt], length, now);
            if (status == TlsStatus.Failed)
            {
                c.Fail(c.Context.Alert);
            }
            else if (status == TlsStatus.NeedStep)
            {
                n[FlagsAt] &= ~FlagEarlyData;
                n[StageAt] = StageEngine;
            }
            else
            {
                n[ReadOffsetAt] = n[RetainedAt];
                n[ReadEndAt] = n[RetainedAt];
                n[TailAt] = n[RetainedAt];
                n[StageAt] = StageApplicationRead;
            }
        }
    }
}
