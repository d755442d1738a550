// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// Answers a ClientHello (RFC 8446 sections 4.1 and 4.2): selects suite, group, certificate, ticket and limits, and writes ServerHello or HelloRetryRequest. A part of
    /// <see cref="TlsEngine"/>, whose FeedMessage calls its methods one after another, so that the stack of the first is free when a ticket is opened.
    /// </summary>
    internal static class HelloNegotiation
    {

        // Identities looked at in one pre_shared_key.
        private const int MaxIdentities = 4;
        /// <summary>Negotiates (RFC 8446 sections 4.1.1, 4.2 and 9.2) all but the ticket, and writes the ServerHello or HelloRetryRequest if no ticket is to be looked for.</summary>
        /// <returns><see cref="TlsStatus"/>.</returns>
        internal static int TakeHello(TlsEngine e, HandshakeContext context, byte[] buffer, int offset, int length, long now)
        {
            ClientHello hello = e.Hello;
            int alert = hello.Parse(buffer, offset, length, context.Transport, e.Groups);
            if (alert != TlsAlert.None)
            {
                return e.Fail(context, alert);
            }

            bool quic = context.Transport == TlsTransport.Quic;
            bool retried = context.Phase == HandshakePhase.RetriedHello;
            byte[] h = context.HelloMemory;
            long seen = hello.Seen;
            int offers = hello.Offers;
            int flags = context.Flags & HandshakeContext.FlagRetried;
            if (quic && hello.SessionIdLength != 0)
            {
                context.Flags |= HandshakeContext.FlagQuicViolation;
                return e.Fail(context, TlsAlert.IllegalParameter);
            }

            // cipher suite
            int choice = offers & e.PreferredSuite;
            if (choice == 0)
            {
                choice = offers & (ClientHello.Aes128Gcm | ClientHello.ChaCha20Poly1305);
                if (choice == 0)
                {
                    return e.Fail(context, TlsAlert.HandshakeFailure);
                }
            }

            int suite = choice == ClientHello.Aes128Gcm ? CipherSuite.Aes128GcmSha256 : CipherSuite.ChaCha20Poly1305Sha256;
            if (retried)
            {
                // The second ClientHello must select the same suite, repeat legacy_session_id, and must not offer early data (RFC 8446 section 4.1.2).
                int sent = HandshakeContext.Hello + 39;
                if (suite != context.Suite || (seen & (1L << ClientHello.EarlyDataExtension)) != 0 || h[sent - 1] != hello.SessionIdLength
                    || !ConstantTime.Equals(h, sent, buffer, hello.SessionIdOffset, hello.SessionIdLength))
                {
                    return e.Fail(context, TlsAlert.IllegalParameter);
                }
            }

            context.Suite = suite;

            // extensions that must be there
            bool offersPsk = (seen & (1L << ClientHello.PreSharedKeyExtension)) != 0;
            if ((seen & (1L << ClientHello.SupportedGroupsExtension)) == 0 || (seen & (1L << ClientHello.KeyShareExtension)) == 0
                || (offersPsk && (seen & (1L << ClientHello.PskKeyExchangeModesExtension)) == 0)
                || (quic && (seen & (1L << ClientHello.TransportParametersExtension)) == 0)
                || (!offersPsk && (seen & (1L << ClientHello.SignatureAlgorithmsExtension)) == 0))
            {
                return e.Fail(context, TlsAlert.MissingExtension);
            }

            // application protocol
            if ((offers & ClientHello.ProtocolMatches) != 0)
            {
                flags |= HandshakeContext.FlagAlpn;
            }
            else if (quic || (seen & (1L << ClientHello.ProtocolNegotiationExtension)) != 0)
            {
                return e.Fail(context, TlsAlert.NoApplicationProtocol);
            }

            // group
            int group = ChooseGroup(e, context, hello);
            if (group < 0)
            {
                return e.Fail(context, TlsAlert.HandshakeFailure);
            }

            int share = hello.Share(group);
            if ((hello.Groups & (1 << group)) == 0 || (retried && (share == 0 || hello.ShareCount != 1 || group != context.Group)))
            {
                return e.Fail(context, TlsAlert.IllegalParameter);
            }

            context.Group = group;

            if ((seen & (1L << ClientHello.EarlyDataExtension)) != 0)
            {
                flags |= HandshakeContext.FlagEarlyData;
            }

            if (hello.SessionIdLength != 0)
            {
                flags |= HandshakeContext.FlagSessionId;
            }

            context.Input = buffer;
            context.InputOffset = offset;
            context.InputLength = length;
            context.Position = 0;
            context.BindersOffset = length;
            context.PeerTransportParametersOffset = hello.TransportParametersOffset;
            context.PeerTransportParametersLength = hello.TransportParametersLength;
            context.Phase = HandshakePhase.HashHello;
            if (share == 0)
            {
                context.Flags = flags | HandshakeContext.FlagRetried;
                context.RetryLength = ServerMessages.WriteHello(context, e.Groups[context.Group], buffer, hello.SessionIdOffset, hello.SessionIdLength, HandshakeContext.Hello, true, 0);
                return TlsStatus.NeedStep;
            }

            // certificate
            context.PeerShareOffset = share - offset;
            if (e.Groups[group].CiphertextLength != 0)
            {
                flags |= HandshakeContext.FlagCiphertext;
                int other = e.ResumesWithHybrid ? 0 : hello.Share(ResumptionGroup(e));
                context.ResumptionShareOffset = other == 0 ? 0 : other - offset;
            }

            context.Certificate = 0;
            if (hello.ServerNameLength != 0)
            {
                int certificate = e.Certificates.Find(buffer, hello.ServerNameOffset, hello.ServerNameLength);
                if (certificate >= 0)
                {
                    context.Certificate = certificate;
                    flags |= HandshakeContext.FlagServerName;
                }
            }

            if (e.Tickets != null && e.Tickets.Lifetime > 0 && (offers & ClientHello.PskDheKe) != 0)
            {
                flags |= HandshakeContext.FlagTicketAllowed;
                e.Tickets.Look(now);
            }

            // what a handshake without a ticket needs
            if ((seen & (1L << ClientHello.SignatureAlgorithmsExtension)) == 0)
            {
                context.SchemeAlert = TlsAlert.MissingExtension;
            }
            else if ((offers & ClientHello.EcdsaP256Sha256) == 0)
            {
                context.SchemeAlert = TlsAlert.HandshakeFailure;
            }

            // limits for the records sent to this client
            if (!quic)
            {
                if (hello.RecordSizeLimit != 0)
                {
                    flags |= HandshakeContext.FlagRecordSizeLimit;
                    context.PeerRecordLimit = hello.RecordSizeLimit < 16385 ? hello.RecordSizeLimit : 16385;
                }
                else if (hello.MaxFragmentLength != 0)
                {
                    flags |= HandshakeContext.FlagMaxFragment;
                    context.PeerRecordLimit = hello.MaxFragmentLength + 1;
                }
            }

            context.Flags = flags;
            if (!offersPsk || (flags & HandshakeContext.FlagTicketAllowed) == 0)
            {
                return AnswerHello(e, context, -1);
            }

            // Each identity is opened in a step of its own, none here.
            context.Phase = HandshakePhase.FindTicket;
            context.IdentityIndex = 0;
            context.Position = hello.IdentitiesOffset - offset;
            context.BindersOffset = hello.BindersOffset - offset;
            context.BinderOffset = context.BindersOffset + 2;
            return TlsStatus.NeedStep;
        }

        /// <summary>
        /// The first group of the table for which the client sent a share; if it sent none that is known, the first that it offers, for a HelloRetryRequest, which
        /// never asks for a group with a key encapsulation.
        /// </summary>
        /// <returns>Index in the table; -1: no group in common.</returns>
        private static int ChooseGroup(TlsEngine e, HandshakeContext context, ClientHello hello)
        {
            KeyExchange[] groups = e.Groups;
            bool hybrids = context.HasRoomForHybrid;
            for (int i = 0; i < groups.Length; i++)
            {
                if (hello.Share(i) != 0 && (hybrids || groups[i].CiphertextLength == 0))
                {
                    return i;
                }
            }

            for (int i = 0; i < groups.Length; i++)
            {
                if ((hello.Groups & (1 << i)) != 0 && groups[i].CiphertextLength == 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The group that a resumed session takes in place of one with a key encapsulation: the first without, if the client sent a share of it.</summary>
        /// <returns>Index in the table; -1: the group stays.</returns>
        private static int ResumptionGroup(TlsEngine e)
        {
            for (int i = 0; i < e.Groups.Length; i++)
            {
                if (e.Groups[i].CiphertextLength == 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>
        /// Checks whether the next identity is a ticket of this server. If so, it writes the PSK to Master and the offset of the binder in the message to BinderOffset.
        /// </summary>
        /// <param name="e">The engine.</param>
        /// <param name="context">In the phase FindTicket; it has another phase when the search is over.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        internal static int FindTicket(TlsEngine e, HandshakeContext context, long now)
        {
            byte[] b = context.Input;
            int start = context.InputOffset;
            int p = start + context.Position;
            int binder = start + context.BinderOffset;
            int size = (b[p] << 8) | b[p + 1];
            bool found = size == TicketKeys.TicketLength && b[binder] == 32
                && e.Tickets.Open(context.Transport, context.Certificate, b, p + 2, context.HelloMemory, HandshakeContext.Master, now);
            if (found)
            {
                context.Position = 0;
                context.BinderOffset++;
                return AnswerHello(e, context, context.IdentityIndex);
            }

            context.IdentityIndex++;
            context.Position += size + 6;
            context.BinderOffset += b[binder] + 1;
            if (context.IdentityIndex < MaxIdentities && context.Position < context.BindersOffset)
            {
                return TlsStatus.NeedStep;
            }

            context.Position = 0;
            context.TailLength = 0;
            context.BindersOffset = context.InputLength;
            return AnswerHello(e, context, -1);
        }

        /// <summary>Writes the ServerHello or HelloRetryRequest.</summary>
        /// <param name="e">The engine.</param>
        /// <param name="context">The handshake, which holds the ClientHello.</param>
        /// <param name="identity">Index of the ticket that <see cref="FindTicket"/> found, or -1.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        private static int AnswerHello(TlsEngine e, HandshakeContext context, int identity)
        {
            int flags = context.Flags;
            if (identity >= 0)
            {
                // A resumed session gets no server_name extension (RFC 6066 section 3).
                flags = (flags | HandshakeContext.FlagResumed) & ~HandshakeContext.FlagServerName;
                if (context.ResumptionShareOffset != 0)
                {
                    context.PeerShareOffset = context.ResumptionShareOffset;
                    context.Group = ResumptionGroup(e);
                    flags &= ~HandshakeContext.FlagCiphertext;
                }

                context.Flags = flags;
            }
            else
            {
                if (context.SchemeAlert != 0)
                {
                    return e.Fail(context, context.SchemeAlert);
                }

                context.Chain = e.Certificates.Chain(context.Certificate);
            }

            // The legacy_session_id follows header, version and random.
            int sessionId = context.InputOffset + 39;
            context.Phase = HandshakePhase.HashHello;
            ServerMessages.WriteHello(
                context, e.Groups[context.Group], context.Input, sessionId, context.Input[sessionId - 1], HandshakeContext.Hello + context.RetryLength, false, identity);
            return TlsStatus.NeedStep;
        }
    }
}
