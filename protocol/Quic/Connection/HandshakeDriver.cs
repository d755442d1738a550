// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Connects TLS with QUIC (RFC 9001 section 4): feeds TLS whole messages from CRYPTO data, exchanges transport parameters, takes keys when TLS has them, and
    /// completes the handshake.
    /// </summary>
    internal static class HandshakeDriver
    {
        /// <summary>Takes a CRYPTO frame of an Initial or Handshake packet.</summary>
        /// <returns>0, <see cref="CryptoReassemblyBuffer.NotStored"/>, or the transport error.</returns>
        internal static int OnCrypto(Connection c, int space, Frame frame, byte[] buffer)
        {
            HandshakeState hs = c.Handshake;
            if (space == PacketSpace.Initial && (hs.Flags & HandshakeState.HelloTaken) != 0)
            {
                // Copies of data that was consumed are ignored; at this level nothing may follow the ClientHello.
                return frame.Offset + frame.DataLength <= hs.Consumed ? 0 : TransportError.Crypto + TlsAlert.UnexpectedMessage;
            }

            if (hs.HeldLength != 0)
            {
                // TLS reads the message in place: its bytes must not change meanwhile.
                return frame.Offset + frame.DataLength <= hs.Consumed + hs.HeldLength ? 0 : CryptoReassemblyBuffer.NotStored;
            }

            return hs.Crypto.Add(frame.Offset, buffer, frame.DataOffset, frame.DataLength);
        }

        /// <summary>
        /// An ack-eliciting Initial came although the ClientHello is complete: the client did not receive our flight, so it is sent again. A bare acknowledgement
        /// would stop the client's own retransmissions and leave it waiting for our timer.
        /// </summary>
        internal static void OnAskedAgain(Connection c)
        {
            HandshakeState hs = c.Handshake;
            if ((hs.Flags & HandshakeState.HelloTaken) != 0 && hs.Hurries < MaxHurries && LossDetector.Hurry(c))
            {
                hs.Hurries++;
            }
        }

        // Each time costs the sealing of two packets.
        private const int MaxHurries = 8;

        /// <summary>Feeds whole messages to TLS and follows where it went. Called when a packet was processed, and after steps.</summary>
        internal static void Advance(Connection c, long now)
        {
            HandshakeState hs = c.Handshake;
            TlsEngine tls = c.Shared.Tls;
            while (c.State == ConnectionState.Handshaking)
            {
                if ((hs.Flags & HandshakeState.TlsPending) != 0)
                {
                    break;
                }

                int length = hs.Crypto.MessageLength;
                if (length == 0)
                {
                    if (hs.Crypto.IsMessageTooLong)
                    {
                        // The length in its header says so.
                        ConnectionCloser.Fail(c, TransportError.CryptoBufferExceeded);
                    }

                    break;
                }

                bool atHandshake = (hs.Flags & HandshakeState.HasHandshakeKeys) != 0;
                int status = tls.FeedMessage(hs.Tls, atHandshake ? TlsLevel.Handshake : TlsLevel.Initial, c.Arena, hs.Crypto.Start, length, now);
                if (status == TlsStatus.Failed)
                {
                    FailTls(c);
                    return;
                }

                if (!atHandshake && !TakeParameters(c))
                {
                    return;
                }

                hs.HeldLength = length;
                if (status == TlsStatus.NeedStep)
                {
                    hs.Flags |= HandshakeState.TlsPending;
                }

                Settle(c);
                if (hs.Tls.IsComplete)
                {
                    if (hs.Crypto.HasLeftover)
                    {
                        // Nothing may follow the Finished (RFC 9001 sections 4.1.3 and 6).
                        ConnectionCloser.Fail(c, TransportError.Crypto + TlsAlert.UnexpectedMessage, FrameType.Crypto);
                        return;
                    }

                    while ((hs.Flags & (HandshakeState.MakeReceive | HandshakeState.MakeSend)) != 0)
                    {
                        // The Finished arrived before these steps were done.
                        MakeKeys(c);
                    }

                    // That ends this loop.
                    Complete(c, now);
                }
            }
        }

        /// <summary>Spends a budget on a handshake's computations, or exports one block of keys.</summary>
        internal static void Step(Connection c, int budget, long now)
        {
            HandshakeState hs = c.Handshake;
            QuicShared s = c.Shared;
            int flags = hs.Flags;
            if ((flags & HandshakeState.ExportClient) != 0)
            {
                s.Tls.ExportKeys(hs.Tls, TlsLevel.Handshake, true, hs.HandshakeKeys, HandshakeState.ClientHandshake);
                hs.Flags = flags ^ (HandshakeState.ExportClient | HandshakeState.ExportServer);
                return;
            }

            if ((flags & HandshakeState.ExportServer) != 0)
            {
                s.Tls.ExportKeys(hs.Tls, TlsLevel.Handshake, false, hs.HandshakeKeys, HandshakeState.ServerHandshake);
                hs.Flags = (flags & ~(HandshakeState.ExportServer | HandshakeState.TlsPending)) | HandshakeState.HasHandshakeKeys;
                if (hs.Tls.ApplicationKeysReady)
                {
                    hs.Flags |= HandshakeState.MakeReceive;
                }

                // Of the Handshake level only a Finished of 36 bytes is legal. Where the end of the arena has a ciphertext, what is left of the client's share serves.
                int crypto = hs.Tls.HasCiphertext ? c.Arena.Length - HandshakeContext.BytesAfterCiphertext : HandshakeState.HandshakeCrypto;
                hs.Crypto.Reset(c.Arena, crypto, c.Arena.Length - crypto);
                c.Wake();
                return;
            }

            if ((flags & HandshakeState.TlsPending) == 0)
            {
                // The flight was sent: the 1-RTT keys are derived while it travels.
                MakeKeys(c);
                return;
            }

            int status = s.Tls.Step(hs.Tls, budget, now);
            if (status == TlsStatus.NeedStep)
            {
                if (hs.HeldLength != 0 && !hs.Tls.HoldsInput)
                {
                    ConsumeHeld(c);
                }

                return;
            }

            if (status == TlsStatus.Failed)
            {
                FailTls(c);
                return;
            }

            Settle(c);
            if (c.State == ConnectionState.Handshaking && (hs.Flags & HandshakeState.ExportClient) == 0)
            {
                hs.Flags &= ~HandshakeState.TlsPending;
                Advance(c, now);
                c.Wake();
            }
        }

        /// <summary>One half of the 1-RTT keys.</summary>
        private static void MakeKeys(Connection c)
        {
            HandshakeState hs = c.Handshake;
            TlsEngine tls = c.Shared.Tls;
            if ((hs.Flags & HandshakeState.MakeReceive) != 0)
            {
                tls.ExportTrafficSecret(hs.Tls, true, c.KeyBlocks, ApplicationKeys.ReceiveSecret);
                ApplicationKeys.DeriveReceive(c, c.Shared.Protection, hs.Tls.Suite);
                hs.Flags ^= HandshakeState.MakeReceive | HandshakeState.MakeSend;
            }
            else if ((hs.Flags & HandshakeState.MakeSend) != 0)
            {
                tls.ExportTrafficSecret(hs.Tls, false, c.KeyBlocks, ApplicationKeys.SendSecret);
                ApplicationKeys.DeriveSend(c, c.Shared.Protection, hs.Tls.Suite);
                hs.Flags &= ~HandshakeState.MakeSend;
            }
        }

        /// <summary>TLS has read the message. Nothing may follow a ClientHello (RFC 9001 section 4.1.3), and its memory is used for other things from now on.</summary>
        /// <returns>False if that closed the connection.</returns>
        private static bool ConsumeHeld(Connection c)
        {
            HandshakeState hs = c.Handshake;
            hs.Crypto.Consume(hs.HeldLength);
            hs.Consumed += hs.HeldLength;
            hs.HeldLength = 0;
            if ((hs.Flags & HandshakeState.HelloTaken) != 0 || hs.Tls.IsAwaitingHello)
            {
                return true;
            }

            if (hs.Crypto.HasLeftover)
            {
                ConnectionCloser.Fail(c, TransportError.Crypto + TlsAlert.UnexpectedMessage);
                return false;
            }

            hs.Flags |= HandshakeState.HelloTaken;
            WriteParameters(c);
            return true;
        }

        private static void Settle(Connection c)
        {
            HandshakeState hs = c.Handshake;
            if (hs.HeldLength != 0 && !hs.Tls.HoldsInput && !ConsumeHeld(c))
            {
                return;
            }

            if ((hs.Flags & (HandshakeState.ExportClient | HandshakeState.HasHandshakeKeys)) == 0 && hs.Tls.HandshakeKeysReady && hs.Tls.ApplicationKeysReady)
            {
                hs.Flags |= HandshakeState.TlsPending | HandshakeState.ExportClient;
            }
        }

        private static void FailTls(Connection c)
        {
            HandshakeState hs = c.Handshake;
            ConnectionCloser.Fail(c, hs.Tls.IsQuicProtocolViolation ? TransportError.ProtocolViolation : TransportError.Crypto + hs.Tls.Alert);
        }

        /// <summary>Checks the client's transport parameters and keeps what is needed (RFC 9000 sections 7.3 and 7.4).</summary>
        private static bool TakeParameters(Connection c)
        {
            QuicShared s = c.Shared;
            HandshakeState hs = c.Handshake;
            HandshakeContext tls = hs.Tls;
            if (tls.PeerTransportParametersOffset == 0)
            {
                ConnectionCloser.Fail(c, TransportError.Crypto + TlsAlert.MissingExtension);
                return false;
            }

            TransportParameters p = s.Parameters;
            byte[] arena = c.Arena;
            int error = p.Parse(arena, tls.PeerTransportParametersOffset, tls.PeerTransportParametersLength, true);
            if (error == 0)
            {
                int source = TransportParameters.Find(arena, tls.PeerTransportParametersOffset, tls.PeerTransportParametersLength, TransportParameters.IdInitialSourceId);
                error = source >= 0 && ConnectionIds.IsFirstSource(c, arena, source, arena[source - 1]) ? 0 : TransportError.TransportParameter;
            }

            if (error != 0)
            {
                ConnectionCloser.Fail(c, error);
                return false;
            }

            QuicProfile profile = s.Profile;
            long idle = profile.IdleTimeoutMilliseconds;
            if (p.MaxIdleTimeout > 0 && p.MaxIdleTimeout < idle)
            {
                idle = p.MaxIdleTimeout;
            }

            c.IdleTimeout = (int)idle;
            ConnectionIds.SetPeerLimit(c, p.ActiveConnectionIdLimit);
            c.PeerDatagram = p.MaxUdpPayloadSize < profile.SendDatagram ? (int)p.MaxUdpPayloadSize : profile.SendDatagram;
            RttEstimator.SetPeerAckDelay(c, p.AckDelayExponent, p.MaxAckDelay * 1000);
            StreamMap.SetPeerLimits(c, p);
            hs.Flags |= HandshakeState.HasParameters;
            return true;
        }

        /// <summary>Writes our transport parameters to their place in EncryptedExtensions.</summary>
        private static void WriteParameters(Connection c)
        {
            QuicShared s = c.Shared;
            HandshakeState hs = c.Handshake;
            HandshakeContext tls = hs.Tls;
            QuicProfile profile = s.Profile;
            TransportParameters p = s.Parameters;
            ConnectionLayout layout = c.Layout;
            p.MaxIdleTimeout = profile.IdleTimeoutMilliseconds;
            p.MaxUdpPayloadSize = profile.ReceiveDatagram;
            p.InitialMaxData = layout.MaxData;
            p.InitialMaxStreamDataBidiLocal = layout.StreamWindow;
            p.InitialMaxStreamDataBidiRemote = layout.StreamWindow;
            p.InitialMaxStreamDataUni = layout.StreamWindow;
            p.InitialMaxStreamsBidi = layout.LocalBidiAt;
            p.InitialMaxStreamsUni = layout.PeerUniStreams;
            p.AckDelayExponent = AckDelayExponent;
            p.MaxAckDelay = QuicProfile.MaxAckDelayMilliseconds;
            p.ActiveConnectionIdLimit = profile.PeerIds;
            byte[] to = tls.Memory;
            byte[] scratch = s.Scratch;
            int at = p.WriteNumbers(to, HandshakeContext.LocalTransportParametersOffset);
            at = TransportParameters.WriteBytes(to, at, TransportParameters.IdOriginalDestinationId, hs.OriginalId, 0, hs.OriginalIdLength);
            BigEndian.WriteUInt64(scratch, 0, (ulong)ConnectionIds.HandshakeId(c));
            at = TransportParameters.WriteBytes(to, at, TransportParameters.IdInitialSourceId, scratch, 0, 8);
            if (hs.RetryId != 0)
            {
                BigEndian.WriteUInt64(scratch, 0, (ulong)hs.RetryId);
                at = TransportParameters.WriteBytes(to, at, TransportParameters.IdRetrySourceId, scratch, 0, 8);
            }

            s.Reset.WriteToken(ConnectionIds.HandshakeId(c), scratch, 0);
            at = TransportParameters.WriteBytes(to, at, TransportParameters.IdResetToken, scratch, 0, StatelessReset.TokenLength);
            Array.Clear(scratch, 0, StatelessReset.TokenLength);
            tls.LocalTransportParametersLength = at - HandshakeContext.LocalTransportParametersOffset;
        }

        /// <summary>Our ack_delay_exponent, the default.</summary>
        internal const int AckDelayExponent = 3;

        /// <summary>The client's Finished is valid: the handshake is complete and confirmed (RFC 9001 section 4.1.2), and its memory is returned.</summary>
        private static void Complete(Connection c, long now)
        {
            QuicShared s = c.Shared;
            HandshakeState hs = c.Handshake;
            TlsEngine tls = s.Tls;
            c.TicketLength = tls.WriteNewSessionTicket(hs.Tls, c.Bytes, c.Layout.TicketAt, now);
            c.TicketSent = 0;
            c.ReturnHandshake();
            LossDetector.DropSpace(c, PacketSpace.Initial);
            LossDetector.DropSpace(c, PacketSpace.Handshake);
            LossDetector.OnHandshakeConfirmed(c);
            c.State = ConnectionState.Established;
            WorkBudget.Return(c);
            c.Flags |= Connection.EstablishedDue | Connection.AddressValidated;
            c.Flags &= ~Connection.Blocked;
            c.Pending |= ControlFrame.HandshakeDone | ControlFrame.NewToken;
            ConnectionIds.Issue(c);
            c.LastOpen = now;
            c.PeerUses = 0;
            s.Count(QuicCounter.HandshakesCompleted);
            s.EventSlots |= 1 << c.Slot;
            c.Wake();
        }
    }
}
