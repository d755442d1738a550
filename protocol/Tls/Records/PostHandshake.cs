// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using static MilliHttp.Nano.Tls.ConnectionNumber;

namespace MilliHttp.Nano.Tls
{
    /// <summary>What a client may send beside application data: KeyUpdate (RFC 8446 section 4.6.3), alerts, and records that carry nothing.</summary>
    internal static class PostHandshake
    {
        /// <summary>Takes post-handshake bytes: KeyUpdate is all that a client may send (RFC 8446 section 4.6.3).</summary>
        internal static void TakeKeyUpdate(TlsConnection c, int content, int length)
        {
            int[] n = c.Numbers;
            for (int i = 0; i < length; i++)
            {
                int value = c.Arena[content + i];
                int fill = n[MessageFillAt]++;
                if (fill == 0 && value != 24)
                {
                    c.Fail(TlsAlert.UnexpectedMessage);
                    return;
                }

                if (fill > 0 && fill < 4 && value != (fill == 3 ? 1 : 0))
                {
                    c.Fail(TlsAlert.DecodeError);
                    return;
                }

                if (fill == 4)
                {
                    n[MessageFillAt] = 0;
                    if (value > 1)
                    {
                        c.Fail(TlsAlert.IllegalParameter);
                        return;
                    }

                    if (i != length - 1)
                    {
                        // The next bytes belong to the next keys.
                        c.Fail(TlsAlert.UnexpectedMessage);
                        return;
                    }

                    if (++n[KeyUpdatesAt] > MaxKeyUpdates)
                    {
                        c.Fail(TlsAlert.UnexpectedMessage);
                        return;
                    }

                    // Step derives the keys in two pieces; until then nothing more is read.
                    n[StageAt] = StageReadSecret;
                    if (value == 1)
                    {
                        n[FlagsAt] |= FlagKeyUpdatePending;
                    }
                }
            }
        }

        /// <summary>Takes an alert; all but two are fatal.</summary>
        internal static void TakeAlert(TlsConnection c, int description)
        {
            if (description == TlsAlert.UserCanceled)
            {
                CountIdle(c);
            }
            else if (description == TlsAlert.CloseNotify && c.Numbers[StateAt] == TlsConnectionState.Established)
            {
                c.Numbers[FlagsAt] |= FlagPeerClosed;
            }
            else
            {
                // Whatever its level says, it is fatal (RFC 8446 section 6.2).
                c.Drop(256 + description);
            }
        }

        /// <summary>A peer may send records that carry nothing, but not for ever.</summary>
        internal static void CountIdle(TlsConnection c)
        {
            c.Numbers[IdleRecordsAt]++;
            if (c.Numbers[IdleRecordsAt] > MaxIdleRecords)
            {
                c.Fail(TlsAlert.UnexpectedMessage);
            }
        }
    }
}
