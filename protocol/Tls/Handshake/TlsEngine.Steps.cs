// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    // The computations between ClientHello and Finished, in pieces.
    public sealed partial class TlsEngine
    {
        /// <summary>
        /// Continues a handshake: transcript, key agreement and signature in pieces. While another handshake has the asymmetric jobs, it
        /// returns at once.
        /// </summary>
        /// <param name="context">The handshake.</param>
        /// <param name="budget">About this many thousand IL operations; at least one piece is done.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        public int Step(HandshakeContext context, int budget, long now)
        {
            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            Sha256 transcript = context.Transcript;
            while (true)
            {
                int cost = HandshakePhase.Cost(context.Phase);
                switch (context.Phase)
                {
                    case HandshakePhase.FindTicket:
                        if (HelloNegotiation.FindTicket(this, context, now) == TlsStatus.Failed)
                        {
                            return TlsStatus.Failed;
                        }

                        break;

                    case HandshakePhase.HashHello:
                        cost = HashHello(context);
                        if (context.Phase == HandshakePhase.TakeShare)
                        {
                            // The transport has parameters to write where the hello may have lain.
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case HandshakePhase.Retry:
                        // The first ClientHello is replaced by its hash (RFC 8446 section 4.4.1).
                        transcript.Finish(Scratch, 4);
                        transcript.Reset();
                        Scratch[0] = 254;
                        Scratch[1] = 0;
                        Scratch[2] = 0;
                        Scratch[3] = 32;
                        transcript.Update(Scratch, 0, 36);
                        transcript.Update(h, HandshakeContext.Hello, context.RetryLength);
                        context.HelloLength = context.RetryLength;
                        context.Phase = HandshakePhase.RetriedHello;
                        break;

                    case HandshakePhase.PskEarlySecret:
                        KeySchedule.PskEarlySecret(_provider, context);
                        context.Phase = HandshakePhase.PskFinishedKey;
                        break;

                    case HandshakePhase.PskFinishedKey:
                        KeySchedule.BinderKey(_provider, context, Scratch);
                        context.Phase = HandshakePhase.PskVerify;
                        break;

                    case HandshakePhase.PskVerify:
                        if (!KeySchedule.IsBinder(_provider, context, Scratch))
                        {
                            return Fail(context, TlsAlert.DecryptError);
                        }

                        context.TailLength = 0;
                        context.Phase = HandshakePhase.HashBinders;
                        break;

                    case HandshakePhase.HashBinders:
                        cost = HashBinders(context);
                        if (context.Phase == HandshakePhase.TakeShare)
                        {
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case HandshakePhase.TakeShare:
                        cost = TakeShare(context);
                        if (cost < 0)
                        {
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case HandshakePhase.ShareJob:
                    case HandshakePhase.AgreementJob:
                    case HandshakePhase.SignJob:
                        int status = _jobs.Step(budget);
                        if (status == JobStatus.Running)
                        {
                            return TlsStatus.NeedStep;
                        }

                        if (status == JobStatus.Done)
                        {
                            FinishJob(context);
                        }
                        else if (!RepeatJob(context))
                        {
                            return Fail(context, context.Phase == HandshakePhase.AgreementJob ? TlsAlert.IllegalParameter : TlsAlert.InternalError);
                        }

                        // The operations that the job took are unknown: end the call.
                        cost = budget;
                        break;

                    case HandshakePhase.StartAgreement:
                        if (!OwnJobs(context))
                        {
                            return TlsStatus.NeedStep;
                        }

                        // With a key encapsulation the whole share lies elsewhere in the same array.
                        Groups[context.Group].StartAgreement(m, HandshakeContext.PrivateKey, m, context.HasCiphertext ? context.CiphertextOffset : HandshakeContext.PeerShare);
                        Array.Clear(m, HandshakeContext.PrivateKey, 97);
                        context.Phase = HandshakePhase.AgreementJob;
                        break;

                    case HandshakePhase.ServerHello:
                        if ((_randomReady & 1) == 0)
                        {
                            // Nothing was drawn ahead: a piece of its own.
                            _drbg.Generate(_random, 0, 32);
                            _randomReady |= 1;
                            break;
                        }

                        TakeRandom(0, h, HandshakeContext.Hello + context.RetryLength + 6);
                        if (context.HasCiphertext)
                        {
                            transcript.Update(h, HandshakeContext.Hello, context.ShareOffset - HandshakeContext.Hello);
                            context.Position = 0;
                            context.Phase = HandshakePhase.HashCiphertext;
                            break;
                        }

                        EndServerHello(context, HandshakeContext.Hello + context.RetryLength);
                        break;

                    case HandshakePhase.HashCiphertext:
                        int part = context.CiphertextLength - context.Position;
                        if (part > HandshakePhase.HashPiece)
                        {
                            part = HandshakePhase.HashPiece;
                        }

                        cost = HandshakePhase.HashCost(part);
                        transcript.Update(m, context.CiphertextOffset + context.Position, part);
                        context.Position += part;
                        if (context.Position == context.CiphertextLength)
                        {
                            EndServerHello(context, context.ShareOffset);
                        }

                        break;

                    case HandshakePhase.HandshakeSecret:
                        KeySchedule.HandshakeSecret(_provider, context, Scratch);
                        context.Phase = HandshakePhase.TrafficSecrets;
                        break;

                    case HandshakePhase.TrafficSecrets:
                        KeySchedule.TrafficSecrets(_provider, context, Scratch);
                        context.Phase = HandshakePhase.SaveSecrets;
                        break;

                    case HandshakePhase.SaveSecrets:
                        KeySchedule.SaveTrafficSecrets(_provider, context);
                        context.Flags |= HandshakeContext.FlagHandshakeKeys;
                        context.Phase = HandshakePhase.MasterSecret;
                        break;

                    case HandshakePhase.MasterSecret:
                        KeySchedule.MasterSecret(_provider, context, Scratch);
                        ServerMessages.WriteEncryptedExtensions(context, _recordSizeLimit);
                        context.Position = 0;
                        context.Phase = HandshakePhase.EncryptedExtensions;
                        break;

                    case HandshakePhase.EncryptedExtensions:
                        int head = ServerMessages.HeadLength(context);
                        cost = HandshakePhase.HashCost(head);
                        transcript.Update(m, context.ExtensionsStart, head);
                        context.Phase = context.Chain == null ? HandshakePhase.FinishedKey : HandshakePhase.HashChain;
                        break;

                    case HandshakePhase.HashChain:
                        int rest = context.Chain.Length - context.Position;
                        if (rest > HandshakePhase.HashPiece)
                        {
                            rest = HandshakePhase.HashPiece;
                        }

                        cost = HandshakePhase.HashCost(rest);
                        transcript.Update(context.Chain, context.Position, rest);
                        context.Position += rest;
                        if (context.Position == context.Chain.Length)
                        {
                            context.Phase = HandshakePhase.Sign;
                        }

                        break;

                    case HandshakePhase.Sign:
                        if (!Sign(context))
                        {
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case HandshakePhase.FinishedKey:
                        KeySchedule.FinishedKey(_provider, context);
                        context.Phase = HandshakePhase.Finished;
                        break;

                    case HandshakePhase.Finished:
                        KeySchedule.WriteFinished(_provider, context, Scratch);
                        context.Flags |= HandshakeContext.FlagFlight;
                        context.Phase = HandshakePhase.ApplicationSecrets;
                        break;

                    case HandshakePhase.ApplicationSecrets:
                        KeySchedule.ApplicationSecrets(_provider, context);
                        context.Flags |= HandshakeContext.FlagApplicationKeys;
                        context.Phase = HandshakePhase.ClientFinished;
                        break;

                    case HandshakePhase.ClientFinished:
                        KeySchedule.ExpectFinished(_provider, context, Scratch);
                        context.Phase = (context.Flags & HandshakeContext.FlagTicketAllowed) != 0 ? HandshakePhase.Resumption : HandshakePhase.WaitFinished;
                        break;

                    case HandshakePhase.Resumption:
                        // First the key of the ticket that follows, if one is due: each draw is a piece of its own.
                        if (!Tickets.Prepare())
                        {
                            KeySchedule.ResumptionSecret(_provider, context, Scratch);
                            context.Phase = HandshakePhase.WaitFinished;
                        }

                        break;

                    case HandshakePhase.Failed:
                        return TlsStatus.Failed;

                    default:
                        return TlsStatus.Ok;
                }

                if (context.Phase <= HandshakePhase.RetriedHello || context.Phase == HandshakePhase.WaitFinished)
                {
                    return TlsStatus.Ok;
                }

                budget -= cost;
                if (budget < HandshakePhase.Cost(context.Phase))
                {
                    return TlsStatus.NeedStep;
                }
            }
        }

        /// <summary>Hashes ServerHello from an offset of HelloMemory on; it can be sent then.</summary>
        private void EndServerHello(HandshakeContext context, int from)
        {
            byte[] h = context.HelloMemory;
            int start = HandshakeContext.Hello + context.RetryLength;
            int end = start + 4 + ((h[start + 2] << 8) | h[start + 3]) - context.CiphertextLength;
            context.Transcript.Update(h, from, end - from);
            context.HelloLength = end - HandshakeContext.Hello;
            context.Phase = HandshakePhase.HandshakeSecret;
        }

        /// <summary>Takes a key pair made ahead, or starts to make one.</summary>
        /// <returns>What it took, in thousands of operations; -1: another handshake has the jobs.</returns>
        private int TakeShare(HandshakeContext context)
        {
            byte[] m = context.Memory;
            KeyExchange group = Groups[context.Group];
            if (group.TryTakeKeyPair(m, HandshakeContext.PrivateKey, context.HelloMemory, context.ShareOffset))
            {
                context.Phase = HandshakePhase.StartAgreement;
                return 1;
            }

            if (!OwnJobs(context))
            {
                return -1;
            }

            if ((_randomReady & 2) == 0)
            {
                // Nothing was drawn ahead: a piece of its own.
                _drbg.Generate(_random, 32, 32);
                _randomReady |= 2;
                return HandshakePhase.DrawCost;
            }

            TakeRandom(1, m, HandshakeContext.PrivateKey);
            group.StartShare(m, HandshakeContext.PrivateKey);
            context.Phase = HandshakePhase.ShareJob;
            return HandshakePhase.DrawCost;
        }

        /// <summary>Takes the result of the handshake's job and gives the jobs back.</summary>
        private void FinishJob(HandshakeContext context)
        {
            byte[] h = context.HelloMemory;
            if (context.Phase == HandshakePhase.ShareJob)
            {
                _jobs.TakeResult(h, context.ShareOffset);
                context.Phase = HandshakePhase.StartAgreement;
            }
            else if (context.Phase == HandshakePhase.AgreementJob)
            {
                _jobs.TakeResult(context.Memory, HandshakeContext.SharedSecret);
                context.Phase = HandshakePhase.ServerHello;
            }
            else
            {
                _jobs.TakeResult(Scratch, 0);
                WriteCertificateVerify(context);
            }

            _owner = null;
        }

        /// <summary>Draws another scalar when one is out of range, which happens once in 2^32 times.</summary>
        private bool RepeatJob(HandshakeContext context)
        {
            if (context.Phase != HandshakePhase.ShareJob)
            {
                return false;
            }

            _jobs.Cancel();
            _owner = null;
            context.Phase = HandshakePhase.TakeShare;
            return true;
        }

        private bool OwnJobs(HandshakeContext context)
        {
            if (_owner == null && _jobs.Status == JobStatus.Idle)
            {
                _owner = context;
            }

            return _owner == context;
        }

        /// <summary>Takes 32 random bytes, drawn before if there are any.</summary>
        private void TakeRandom(int which, byte[] destination, int offset)
        {
            if ((_randomReady & (1 << which)) != 0)
            {
                Array.Copy(_random, which << 5, destination, offset, 32);
                Array.Clear(_random, which << 5, 32);
                _randomReady &= ~(1 << which);
            }
            else
            {
                _drbg.Generate(destination, offset, 32);
            }
        }

        /// <summary>Signs the transcript: at once with a nonce made ahead, else by starting the job.</summary>
        /// <returns>False: another handshake has the jobs.</returns>
        private bool Sign(HandshakeContext context)
        {
            if (_signer == null && !OwnJobs(context))
            {
                return false;
            }

            byte[] h = context.HelloMemory;
            byte[] key = Certificates.PrivateKey(context.Certificate, context.Chain);
            if (key == null)
            {
                // The certificate was replaced during this handshake.
                Fail(context, TlsAlert.InternalError);
                return true;
            }

            Sha256 hash = _provider.Hash;
            KeySchedule.Snapshot(_provider, context, Scratch, 34);
            TlsConstants.PutSignatureContext(Scratch, 0);
            hash.ResetAfterSpaces();
            hash.Update(Scratch, 0, 66);
            hash.Finish(h, HandshakeContext.Scratch);
            if (_signer != null)
            {
                _signer.SetKey(key, 0);
                if (_signer.TrySign(h, HandshakeContext.Scratch, Scratch, 0))
                {
                    WriteCertificateVerify(context);
                    return true;
                }

                if (!OwnJobs(context))
                {
                    return false;
                }
            }

            _jobs.StartEcdsaSign(key, 0, h, HandshakeContext.Scratch, _drbg);
            context.Phase = HandshakePhase.SignJob;
            return true;
        }

        /// <summary>Writes CertificateVerify with the signature in the scratch.</summary>
        private void WriteCertificateVerify(HandshakeContext context)
        {
            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            int p = HandshakeContext.Tail;
            int length = EcdsaSignature.WriteDer(Scratch, 0, m, p + 8);
            m[p] = 15;
            m[p + 1] = 0;
            m[p + 2] = 0;
            m[p + 3] = (byte)(length + 4);
            m[p + 4] = 4;
            m[p + 5] = 3;
            m[p + 6] = 0;
            m[p + 7] = (byte)length;
            context.TailLength = length + 8;
            context.Transcript.Update(m, p, length + 8);
            Array.Clear(h, HandshakeContext.Scratch, 32);
            context.Phase = HandshakePhase.FinishedKey;
        }

        /// <summary>Hashes a piece of the ClientHello, up to the binders.</summary>
        /// <returns>What it took, in thousands of operations.</returns>
        private int HashHello(HandshakeContext context)
        {
            int rest = context.BindersOffset - context.Position;
            if (rest > HandshakePhase.HashPiece)
            {
                rest = HandshakePhase.HashPiece;
            }

            context.Transcript.Update(context.Input, context.InputOffset + context.Position, rest);
            context.Position += rest;
            if (context.Position == context.BindersOffset)
            {
                if (context.BindersOffset < context.InputLength)
                {
                    context.Phase = HandshakePhase.PskEarlySecret;
                }
                else if (context.RetryLength != 0 && context.HelloLength == 0)
                {
                    context.Input = null;
                    context.Phase = HandshakePhase.Retry;
                }
                else
                {
                    ReleaseHello(context);
                }
            }

            return HandshakePhase.HashCost(rest);
        }

        /// <summary>Hashes a piece of what a binder does not cover.</summary>
        /// <returns>What it took, in thousands of operations.</returns>
        private int HashBinders(HandshakeContext context)
        {
            int rest = context.InputLength - context.Position;
            if (rest > HandshakePhase.HashPiece)
            {
                rest = HandshakePhase.HashPiece;
            }

            context.Transcript.Update(context.Input, context.InputOffset + context.Position, rest);
            context.Position += rest;
            if (context.Position == context.InputLength)
            {
                ReleaseHello(context);
            }

            return HandshakePhase.HashCost(rest);
        }

        /// <summary>Copies the client's share, the last field needed of the ClientHello. Memory may overlap the ClientHello and may be written from here on.</summary>
        private void ReleaseHello(HandshakeContext context)
        {
            int start = context.InputOffset + context.PeerShareOffset;
            if (context.HasCiphertext)
            {
                Array.Copy(context.Input, start, context.Memory, context.CiphertextOffset, HandshakeContext.HybridShareLength);
            }
            else
            {
                int length = Groups[context.Group].ShareLength;
                Array.Copy(context.Input, start, Scratch, 0, length);
                Array.Copy(Scratch, 0, context.Memory, HandshakeContext.PeerShare, length);
            }

            context.Input = null;
            context.Phase = HandshakePhase.TakeShare;
        }
    }
}
