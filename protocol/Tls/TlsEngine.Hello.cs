// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    // The ClientHello: negotiation, and its way through transcript and binders.
    public sealed partial class TlsEngine
    {
        /// <summary>Negotiates (RFC 8446 sections 4.1.1, 4.2 and 9.2) all but the ticket, or writes the HelloRetryRequest.</summary>
        /// <returns><see cref="Negotiated"/> if <see cref="AnswerHello"/> is to follow, else <see cref="TlsStatus"/>.</returns>
        private int TakeHello(HandshakeContext context, byte[] buffer, int offset, int length, long now)
        {
            ClientHello hello = _hello;
            int alert = hello.Parse(buffer, offset, length, context.Transport, _groups);
            if (alert != TlsAlert.None)
            {
                return Fail(context, alert);
            }

            bool quic = context.Transport == TlsTransport.Quic;
            bool retried = context.Phase == PhaseRetriedHello;
            byte[] h = context.HelloMemory;
            long seen = hello.Seen;
            int offers = hello.Offers;
            int flags = context.Flags & HandshakeContext.FlagRetried;
            if (quic && hello.SessionIdLength != 0)
            {
                context.Flags |= HandshakeContext.FlagQuicViolation;
                return Fail(context, TlsAlert.IllegalParameter);
            }

            // cipher suite
            int choice = offers & _preferred;
            if (choice == 0)
            {
                choice = offers & (ClientHello.Aes128Gcm | ClientHello.ChaCha20Poly1305);
                if (choice == 0)
                {
                    return Fail(context, TlsAlert.HandshakeFailure);
                }
            }

            int suite = choice == ClientHello.Aes128Gcm ? CipherSuite.Aes128GcmSha256 : CipherSuite.ChaCha20Poly1305Sha256;
            if (retried)
            {
                // What HelloRetryRequest fixed stays fixed, and early data is over.
                int sent = HandshakeContext.Hello + 39;
                if (suite != context.Suite || (seen & (1L << ClientHello.EarlyDataExtension)) != 0 || h[sent - 1] != hello.SessionIdLength
                    || !ConstantTime.Equals(h, sent, buffer, hello.SessionIdOffset, hello.SessionIdLength))
                {
                    return Fail(context, TlsAlert.IllegalParameter);
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
                return Fail(context, TlsAlert.MissingExtension);
            }

            // application protocol
            if ((offers & ClientHello.ProtocolMatches) != 0)
            {
                flags |= HandshakeContext.FlagAlpn;
            }
            else if (quic || (seen & (1L << ClientHello.ProtocolNegotiationExtension)) != 0)
            {
                return Fail(context, TlsAlert.NoApplicationProtocol);
            }

            // group
            int group = ChooseGroup(hello);
            if (group < 0)
            {
                return Fail(context, TlsAlert.HandshakeFailure);
            }

            int share = hello.Share(group);
            if ((hello.Groups & (1 << group)) == 0 || (retried && (share == 0 || hello.ShareCount != 1 || group != context.Group)))
            {
                return Fail(context, TlsAlert.IllegalParameter);
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
            context.Phase = PhaseHashHello;
            if (share == 0)
            {
                context.Flags = flags | HandshakeContext.FlagRetried;
                context.RetryLength = ServerMessages.WriteHello(context, _groups[context.Group], buffer, hello.SessionIdOffset, hello.SessionIdLength, HandshakeContext.Hello, true, 0);
                return TlsStatus.NeedStep;
            }

            // certificate
            context.PeerShareOffset = share - offset;
            context.Certificate = 0;
            if (hello.ServerNameLength != 0)
            {
                int certificate = _certificates.Find(buffer, hello.ServerNameOffset, hello.ServerNameLength);
                if (certificate >= 0)
                {
                    context.Certificate = certificate;
                    flags |= HandshakeContext.FlagServerName;
                }
            }

            if (_tickets != null && _tickets.Lifetime > 0 && (offers & ClientHello.PskDheKe) != 0)
            {
                flags |= HandshakeContext.FlagTicketAllowed;
                _tickets.Look(now);
            }

            context.Flags = flags;
            return Negotiated;
        }

        /// <summary>
        /// The first group of the table for which the client sent a share; if it sent none that is known, the first that it offers, for a HelloRetryRequest.
        /// </summary>
        /// <returns>Index in the table; -1: no group in common.</returns>
        private int ChooseGroup(ClientHello hello)
        {
            int count = _groups.Length;
            for (int i = 0; i < count; i++)
            {
                if (hello.Share(i) != 0)
                {
                    return i;
                }
            }

            for (int i = 0; i < count; i++)
            {
                if ((hello.Groups & (1 << i)) != 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Writes the hello that answers.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="buffer">Holds the hello that <see cref="TakeHello"/> took.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="identity">Index of the ticket that <see cref="FindTicket"/> found, or -1.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        private int AnswerHello(HandshakeContext context, byte[] buffer, int offset, int identity)
        {
            ClientHello hello = _hello;
            int flags = context.Flags;
            if (identity >= 0)
            {
                // Who resumes is not told that its server name was known (RFC 6066 section 3).
                flags = (flags | HandshakeContext.FlagResumed) & ~HandshakeContext.FlagServerName;
                context.BindersOffset = hello.BindersOffset - offset;
            }
            else
            {
                if ((hello.Seen & (1L << ClientHello.SignatureAlgorithmsExtension)) == 0)
                {
                    return Fail(context, TlsAlert.MissingExtension);
                }

                if ((hello.Offers & ClientHello.EcdsaP256Sha256) == 0)
                {
                    return Fail(context, TlsAlert.HandshakeFailure);
                }

                context.Chain = _certificates.Chain(context.Certificate);
            }

            // limits for the records sent to this client
            if (context.Transport != TlsTransport.Quic)
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
            ServerMessages.WriteHello(context, _groups[context.Group], buffer, hello.SessionIdOffset, hello.SessionIdLength, HandshakeContext.Hello + context.RetryLength, false, identity);
            return TlsStatus.NeedStep;
        }

        /// <summary>
        /// Looks for a ticket of ours; its PSK goes to Master, and the place of its binder, from the message's begin, to TailLength.
        /// </summary>
        private int FindTicket(HandshakeContext context, byte[] b, long now)
        {
            int p = _hello.IdentitiesOffset;
            int end = _hello.BindersOffset;
            int binder = end + 2;
            for (int i = 0; i < MaxIdentities && p < end; i++)
            {
                int size = (b[p] << 8) | b[p + 1];
                if (size == TicketKeys.TicketLength && b[binder] == 32
                    && _tickets.Open(context.Transport, context.Certificate, b, p + 2, context.HelloMemory, HandshakeContext.Master, now))
                {
                    context.TailLength = binder + 1 - context.InputOffset;
                    return i;
                }

                p += size + 6;
                binder += b[binder] + 1;
            }

            return -1;
        }

        /// <summary>Hashes a piece of the ClientHello, up to the binders.</summary>
        /// <returns>What it took, in thousands of operations.</returns>
        private int HashHello(HandshakeContext context)
        {
            int rest = context.BindersOffset - context.Position;
            if (rest > HashPiece)
            {
                rest = HashPiece;
            }

            context.Transcript.Update(context.Input, context.InputOffset + context.Position, rest);
            context.Position += rest;
            if (context.Position == context.BindersOffset)
            {
                if (context.BindersOffset < context.InputLength)
                {
                    context.Phase = PhasePskEarlySecret;
                }
                else if (context.RetryLength != 0 && context.HelloLength == 0)
                {
                    context.Input = null;
                    context.Phase = PhaseRetry;
                }
                else
                {
                    ReleaseHello(context);
                }
            }

            return HashCost(rest);
        }

        /// <summary>Hashes a piece of what a binder does not cover.</summary>
        /// <returns>What it took, in thousands of operations.</returns>
        private int HashBinders(HandshakeContext context)
        {
            int rest = context.InputLength - context.Position;
            if (rest > HashPiece)
            {
                rest = HashPiece;
            }

            context.Transcript.Update(context.Input, context.InputOffset + context.Position, rest);
            context.Position += rest;
            if (context.Position == context.InputLength)
            {
                ReleaseHello(context);
            }

            return HashCost(rest);
        }

        /// <summary>Takes the client's share, the last thing that is wanted of its hello: from here on Memory may be used, which may lie over the hello.</summary>
        private void ReleaseHello(HandshakeContext context)
        {
            int length = _groups[context.Group].ShareLength;
            Array.Copy(context.Input, context.InputOffset + context.PeerShareOffset, _scratch, 0, length);
            Array.Copy(_scratch, 0, context.Memory, HandshakeContext.PeerShare, length);
            context.Input = null;
            context.Phase = PhaseTakeShare;
        }
    }
}
