// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    // The handshake over records, and the messages that may follow it.
    public sealed partial class TlsConnection
    {
        /// <summary>Goes on with the handshake.</summary>
        /// <param name="budget">About this many thousand IL operations.</param>
        /// <param name="now">Microseconds.</param>
        public void Step(int budget, long now)
        {
            int[] n = _n;
            HandshakeContext context = _context;
            switch (n[StageAt])
            {
                case StageEngine:
                    int status = _engine.Step(context, budget);
                    if (status == TlsStatus.Failed)
                    {
                        Fail(context.Alert);
                    }
                    else if (status == TlsStatus.Ok)
                    {
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
                        n[OwnLimitAt] = _arena.Length;
                        n[FlagsAt] |= FlagLimited;
                    }
                    else if ((context.Flags & HandshakeContext.FlagMaxFragment) != 0)
                    {
                        n[OwnLimitAt] = n[PeerLimitAt] + CipherSuite.TagLength;
                        n[FlagsAt] |= FlagLimited;
                    }

                    _engine.ExportKeys(context, TlsLevel.Handshake, false, _keys, WriteKeys);
                    _writeSequence = 0;
                    n[FlagsAt] |= FlagWriteKeys;
                    n[StageAt] = StageHandshakeRead;
                    break;

                case StageHandshakeRead:
                    _engine.ExportKeys(context, TlsLevel.Handshake, true, _keys, ReadKeys);
                    _readSequence = 0;
                    n[FlagsAt] |= FlagReadKeys;
                    n[StageAt] = StageWait;
                    break;

                case StageApplicationRead:
                    _engine.ExportKeys(context, TlsLevel.Application, true, _keys, ReadKeys);
                    _engine.ExportTrafficSecret(context, true, _keys, ReadSecret);
                    _engine.ExportTrafficSecret(context, false, _keys, WriteSecret);
                    _readSequence = 0;
                    n[StageAt] = StageApplicationWrite;
                    break;

                case StageApplicationWrite:
                    _engine.ExportKeys(context, TlsLevel.Application, false, _keys, WriteKeys);
                    _writeSequence = 0;
                    n[StageAt] = StageTicket;
                    break;

                case StageTicket:
                    n[StageAt] = StageWait;
                    n[StateAt] = TlsConnectionState.Established;
                    n[FlagsAt] |= (context.HasApplicationProtocol ? FlagApplicationProtocol : 0) | (context.IsResumed ? FlagResumed : 0);
                    if (n[OutputOffsetAt] == n[OutputEndAt])
                    {
                        // At the end of the buffer, then into records no longer than the client takes.
                        n[OutputOffsetAt] = 0;
                        n[OutputEndAt] = 0;
                        int at = _output.Length - TlsEngine.MaxNewSessionTicket;
                        int end = at + _engine.WriteNewSessionTicket(context, _output, at, now);
                        while (at < end)
                        {
                            int take = end - at < n[PeerLimitAt] - 1 ? end - at : n[PeerLimitAt] - 1;
                            Array.Copy(_output, at, _output, n[OutputEndAt] + HeaderLength, take);
                            Seal(22, take);
                            at += take;
                        }
                    }

                    _engine.Release(context);
                    ReleaseRetained();
                    break;
            }
        }

        /// <summary>Feeds the handshake messages that are complete.</summary>
        private void TakeMessages(long now)
        {
            int[] n = _n;
            byte[] arena = _arena;
            bool hello = (n[FlagsAt] & FlagReadKeys) == 0;
            int have = n[ReadEndAt] - n[ReadOffsetAt];
            if (have > 0 && arena[n[ReadOffsetAt]] != (hello ? 1 : 20))
            {
                Fail(TlsAlert.UnexpectedMessage);
                return;
            }

            if (have < 4)
            {
                return;
            }

            int length = 4 + ((arena[n[ReadOffsetAt] + 1] << 16) | (arena[n[ReadOffsetAt] + 2] << 8) | arena[n[ReadOffsetAt] + 3]);
            if (length > (hello ? arena.Length - n[RetainedAt] : 36))
            {
                Fail(TlsAlert.DecodeError);
                return;
            }

            if (have < length)
            {
                return;
            }

            if (have > length)
            {
                // Keys change, or the server is to speak: nothing may follow in the same record (RFC 8446 section 5.1).
                Fail(TlsAlert.UnexpectedMessage);
                return;
            }

            int status = _engine.FeedMessage(_context, hello ? TlsLevel.Initial : TlsLevel.Handshake, arena, n[ReadOffsetAt], length, now);
            if (status == TlsStatus.Failed)
            {
                Fail(_context.Alert);
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

        /// <summary>Takes post-handshake bytes: KeyUpdate is all that a client may send (RFC 8446 section 4.6.3).</summary>
        private void TakeKeyUpdate(int content, int length)
        {
            int[] n = _n;
            byte[] keys = _keys;
            for (int i = 0; i < length; i++)
            {
                int value = _arena[content + i];
                int fill = n[MessageFillAt]++;
                if (fill == 0 && value != 24)
                {
                    Fail(TlsAlert.UnexpectedMessage);
                    return;
                }

                if (fill > 0 && fill < 4 && value != (fill == 3 ? 1 : 0))
                {
                    Fail(TlsAlert.DecodeError);
                    return;
                }

                if (fill == 4)
                {
                    n[MessageFillAt] = 0;
                    if (value > 1)
                    {
                        Fail(TlsAlert.IllegalParameter);
                        return;
                    }

                    if (i != length - 1)
                    {
                        // The next bytes belong to the next keys.
                        Fail(TlsAlert.UnexpectedMessage);
                        return;
                    }

                    UpdateKeys(ReadSecret, ReadKeys);
                    _readSequence = 0;
                    if (value == 1)
                    {
                        n[FlagsAt] |= FlagKeyUpdatePending;
                    }

                    CountIdle();
                }
            }
        }

        private void TakeAlert(int description)
        {
            if (description == TlsAlert.UserCanceled)
            {
                CountIdle();
            }
            else if (description == TlsAlert.CloseNotify && _n[StateAt] == TlsConnectionState.Established)
            {
                _n[FlagsAt] |= FlagPeerClosed;
            }
            else
            {
                // Whatever its level says, it is fatal (RFC 8446 section 6.2).
                Drop(256 + description);
            }
        }

        /// <summary>A peer may send records that carry nothing, but not for ever.</summary>
        private void CountIdle()
        {
            _n[IdleRecordsAt]++;
            if (_n[IdleRecordsAt] > MaxIdleRecords)
            {
                Fail(TlsAlert.UnexpectedMessage);
            }
        }

        private void UpdateKeys(int secret, int block)
        {
            byte[] keys = _keys;
            Hkdf hkdf = _provider.Hkdf;
            hkdf.SetPrk(keys, secret);
            hkdf.ExpandLabel(HkdfLabel.TrafficUpdate, keys, 0, 0, keys, secret, 32);
            TlsEngine.DeriveKeys(_provider, TlsTransport.Tcp, _n[SuiteAt], keys, secret, keys, block);
        }

        /// <summary>Writes what the handshake has for the client as far as there is room: ServerHello, change_cipher_spec, then protected records.</summary>
        private void WriteFlight()
        {
            int[] n = _n;
            byte[] output = _output;
            int count;
            if (n[FlightLevelAt] == TlsLevel.Initial)
            {
                count = _engine.ReadFlight(_context, TlsLevel.Initial, n[FlightOffsetAt], output, HeaderLength, output.Length - 16);
                if (count > 0)
                {
                    bool clear = (n[FlagsAt] & FlagWriteKeys) != 0;
                    n[FlagsAt] &= ~FlagWriteKeys;
                    Seal(22, count);
                    n[FlightOffsetAt] += count;
                    if (clear)
                    {
                        n[FlagsAt] |= FlagWriteKeys;
                    }

                    if ((n[FlagsAt] & FlagCipherSpecSent) == 0 && (_context.Flags & HandshakeContext.FlagSessionId) != 0)
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

                    return;
                }

                if ((n[FlagsAt] & FlagWriteKeys) == 0)
                {
                    return;
                }

                n[FlightLevelAt] = TlsLevel.Handshake;
                n[FlightOffsetAt] = 0;
            }

            int room = output.Length - HeaderLength - Overhead;
            if (room > n[PeerLimitAt] - 1)
            {
                room = n[PeerLimitAt] - 1;
            }

            count = _engine.ReadFlight(_context, TlsLevel.Handshake, n[FlightOffsetAt], output, HeaderLength, room);
            if (count > 0)
            {
                Seal(22, count);
                n[FlightOffsetAt] += count;
            }
        }
    }
}
