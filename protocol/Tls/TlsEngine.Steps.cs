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
        /// Goes on with a handshake: transcript, key agreement and signature in pieces. While another handshake has the asymmetric jobs, it
        /// returns at once.
        /// </summary>
        /// <param name="context">The handshake.</param>
        /// <param name="budget">About this many thousand IL operations; at least one piece is done.</param>
        /// <returns><see cref="TlsStatus"/>.</returns>
        public int Step(HandshakeContext context, int budget)
        {
            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            Hkdf hkdf = _provider.Hkdf;
            Sha256 transcript = context.Transcript;
            while (true)
            {
                int cost = Cost(context.Phase);
                switch (context.Phase)
                {
                    case PhaseHashHello:
                        cost = HashHello(context);
                        if (context.Phase == PhaseTakeShare)
                        {
                            // The transport has parameters to write where the hello may have lain.
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case PhaseRetry:
                        // The first ClientHello is replaced by its hash (RFC 8446 section 4.4.1).
                        transcript.Finish(_scratch, 4);
                        transcript.Reset();
                        _scratch[0] = 254;
                        _scratch[1] = 0;
                        _scratch[2] = 0;
                        _scratch[3] = 32;
                        transcript.Update(_scratch, 0, 36);
                        transcript.Update(h, HandshakeContext.Hello, context.RetryLength);
                        context.HelloLength = context.RetryLength;
                        context.Phase = PhaseRetriedHello;
                        break;

                    case PhasePskEarlySecret:
                        hkdf.Extract(HkdfSalt.Zero, h, HandshakeContext.Master, 32, h, HandshakeContext.Master);
                        context.Phase = PhasePskFinishedKey;
                        break;

                    case PhasePskFinishedKey:
                        TlsWire.PutEmptyHash(_scratch, 0);
                        hkdf.SetPrk(h, HandshakeContext.Master);
                        hkdf.SavePrk(h, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.ResumptionBinder, _scratch, 0, 32, h, HandshakeContext.Scratch, 32);
                        hkdf.SetPrk(h, HandshakeContext.Scratch);
                        hkdf.ExpandLabel(HkdfLabel.Finished, _scratch, 0, 0, h, HandshakeContext.Scratch, 32);
                        context.Phase = PhasePskVerify;
                        break;

                    case PhasePskVerify:
                        Snapshot(context, _scratch, 0);
                        Mac(h, HandshakeContext.Scratch, _scratch, 0, _scratch, 0);
                        if (!ConstantTime.Equals(_scratch, 0, context.Input, context.InputOffset + context.TailLength, 32))
                        {
                            return Fail(context, TlsAlert.DecryptError);
                        }

                        context.TailLength = 0;
                        context.Phase = PhaseHashBinders;
                        break;

                    case PhaseHashBinders:
                        cost = HashBinders(context);
                        if (context.Phase == PhaseTakeShare)
                        {
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case PhaseTakeShare:
                        cost = TakeShare(context);
                        if (cost < 0)
                        {
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case PhaseShareJob:
                    case PhaseAgreementJob:
                    case PhaseSignJob:
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
                            return Fail(context, context.Phase == PhaseAgreementJob ? TlsAlert.IllegalParameter : TlsAlert.InternalError);
                        }

                        // How much of the budget the job took is not known; it has had its turn.
                        cost = budget;
                        break;

                    case PhaseStartAgreement:
                        if (!OwnJobs(context))
                        {
                            return TlsStatus.NeedStep;
                        }

                        _groups[context.Group].StartAgreement(m, HandshakeContext.PrivateKey, m, HandshakeContext.PeerShare);
                        Array.Clear(m, HandshakeContext.PrivateKey, 97);
                        context.Phase = PhaseAgreementJob;
                        break;

                    case PhaseServerHello:
                        if ((_randomReady & 1) == 0)
                        {
                            // Nothing was drawn ahead: a piece of its own.
                            _drbg.Generate(_random, 0, 32);
                            _randomReady |= 1;
                            break;
                        }

                        TakeRandom(0, h, HandshakeContext.Hello + context.RetryLength + 6);
                        int length = h[HandshakeContext.Hello + context.RetryLength + 3] + 4;
                        transcript.Update(h, HandshakeContext.Hello + context.RetryLength, length);
                        context.HelloLength = context.RetryLength + length;
                        context.Phase = PhaseHandshakeSecret;
                        break;

                    case PhaseHandshakeSecret:
                        // Scratch holds the shared secret, Master the early secret of a PSK.
                        if ((context.Flags & HandshakeContext.FlagResumed) != 0)
                        {
                            TlsWire.PutEmptyHash(_scratch, 0);
                            hkdf.LoadPrk(h, HandshakeContext.Master);
                            hkdf.ExpandLabel(HkdfLabel.Derived, _scratch, 0, 32, _scratch, 32, 32);
                            hkdf.Extract(_scratch, 32, 32, h, HandshakeContext.Scratch, 32, _scratch, 0);
                        }
                        else
                        {
                            hkdf.Extract(HkdfSalt.DerivedEarlySecret, h, HandshakeContext.Scratch, 32, _scratch, 0);
                        }

                        hkdf.SetPrk(_scratch, 0);
                        hkdf.SavePrk(h, HandshakeContext.Master);
                        Array.Clear(h, HandshakeContext.Scratch, 32);
                        context.Phase = PhaseTrafficSecrets;
                        break;

                    case PhaseTrafficSecrets:
                        Snapshot(context, _scratch, 0);
                        hkdf.LoadPrk(h, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.ClientHandshakeTraffic, _scratch, 0, 32, m, HandshakeContext.ClientHandshakeSecret, 32);
                        hkdf.ExpandLabel(HkdfLabel.ServerHandshakeTraffic, _scratch, 0, 32, m, HandshakeContext.ServerHandshakeSecret, 32);
                        context.Phase = PhaseSaveSecrets;
                        break;

                    case PhaseSaveSecrets:
                        hkdf.SetPrk(m, HandshakeContext.ClientHandshakeSecret);
                        hkdf.SavePrk(m, HandshakeContext.ClientHandshakeSecret);
                        hkdf.SetPrk(m, HandshakeContext.ServerHandshakeSecret);
                        hkdf.SavePrk(m, HandshakeContext.ServerHandshakeSecret);
                        context.Flags |= HandshakeContext.FlagHandshakeKeys;
                        context.Phase = PhaseMasterSecret;
                        break;

                    case PhaseMasterSecret:
                        TlsWire.PutEmptyHash(_scratch, 0);
                        hkdf.LoadPrk(h, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.Derived, _scratch, 0, 32, _scratch, 32, 32);
                        Array.Clear(_scratch, 0, 32);
                        hkdf.Extract(_scratch, 32, 32, _scratch, 0, 32, _scratch, 0);
                        hkdf.SetPrk(_scratch, 0);
                        hkdf.SavePrk(h, HandshakeContext.Master);
                        ServerMessages.WriteEncryptedExtensions(context, _recordSizeLimit);
                        context.Position = 0;
                        context.Phase = PhaseEncryptedExtensions;
                        break;

                    case PhaseEncryptedExtensions:
                        int head = ServerMessages.HeadLength(context);
                        cost = HashCost(head);
                        transcript.Update(m, context.ExtensionsStart, head);
                        context.Phase = context.Chain == null ? PhaseFinishedKey : PhaseHashChain;
                        break;

                    case PhaseHashChain:
                        int rest = context.Chain.Length - context.Position;
                        if (rest > HashPiece)
                        {
                            rest = HashPiece;
                        }

                        cost = HashCost(rest);
                        transcript.Update(context.Chain, context.Position, rest);
                        context.Position += rest;
                        if (context.Position == context.Chain.Length)
                        {
                            context.Phase = PhaseSign;
                        }

                        break;

                    case PhaseSign:
                        if (!Sign(context))
                        {
                            return TlsStatus.NeedStep;
                        }

                        break;

                    case PhaseFinishedKey:
                        hkdf.LoadPrk(m, HandshakeContext.ServerHandshakeSecret);
                        hkdf.ExpandLabel(HkdfLabel.Finished, m, 0, 0, h, HandshakeContext.Scratch, 32);
                        context.Phase = PhaseFinished;
                        break;

                    case PhaseFinished:
                        int finished = HandshakeContext.Tail + context.TailLength;
                        Snapshot(context, _scratch, 0);
                        m[finished] = 20;
                        m[finished + 1] = 0;
                        m[finished + 2] = 0;
                        m[finished + 3] = 32;
                        Mac(h, HandshakeContext.Scratch, _scratch, 0, m, finished + 4);
                        context.TailLength += 36;
                        transcript.Update(m, finished, 36);
                        context.Flags |= HandshakeContext.FlagFlight;
                        context.Phase = PhaseApplicationSecrets;
                        break;

                    case PhaseApplicationSecrets:
                        Snapshot(context, h, HandshakeContext.Scratch);
                        hkdf.LoadPrk(h, HandshakeContext.Master);
                        hkdf.ExpandLabel(HkdfLabel.ClientApplicationTraffic, h, HandshakeContext.Scratch, 32, m, HandshakeContext.ClientApplicationSecret, 32);
                        hkdf.ExpandLabel(HkdfLabel.ServerApplicationTraffic, h, HandshakeContext.Scratch, 32, m, HandshakeContext.ServerApplicationSecret, 32);
                        context.Flags |= HandshakeContext.FlagApplicationKeys;
                        context.Phase = PhaseClientFinished;
                        break;

                    case PhaseClientFinished:
                        // What the client must answer is known now; its Finished then costs a comparison.
                        hkdf.LoadPrk(m, HandshakeContext.ClientHandshakeSecret);
                        hkdf.ExpandLabel(HkdfLabel.Finished, m, 0, 0, _scratch, 0, 32);
                        Mac(_scratch, 0, h, HandshakeContext.Scratch, m, HandshakeContext.ClientFinished);
                        Array.Clear(_scratch, 0, 64);
                        Array.Clear(h, HandshakeContext.Scratch, 32);
                        hkdf.Wipe();
                        context.Phase = (context.Flags & HandshakeContext.FlagTicketAllowed) != 0 ? PhaseResumption : PhaseWaitFinished;
                        break;

                    case PhaseResumption:
                        if (_tickets.Prepare())
                        {
                            // The key of the ticket that follows.
                            break;
                        }

                        // With the Finished that must come. The master secret gives way: nothing else is derived from it any more.
                        _scratch[0] = 20;
                        _scratch[1] = 0;
                        _scratch[2] = 0;
                        _scratch[3] = 32;
                        Array.Copy(m, HandshakeContext.ClientFinished, _scratch, 4, 32);
                        transcript.Update(_scratch, 0, 36);
                        transcript.Finish(_scratch, 0);
                        hkdf.LoadPrk(h, HandshakeContext.Master);
                        Array.Clear(h, HandshakeContext.Master, 64);
                        hkdf.ExpandLabel(HkdfLabel.ResumptionMaster, _scratch, 0, 32, h, HandshakeContext.Master, 32);
                        hkdf.Wipe();
                        Array.Clear(_scratch, 0, 36);
                        context.Phase = PhaseWaitFinished;
                        break;

                    case PhaseFailed:
                        return TlsStatus.Failed;

                    default:
                        return TlsStatus.Ok;
                }

                if (context.Phase <= PhaseRetriedHello || context.Phase == PhaseWaitFinished)
                {
                    return TlsStatus.Ok;
                }

                budget -= cost;
                if (budget < Cost(context.Phase))
                {
                    return TlsStatus.NeedStep;
                }
            }
        }

        /// <summary>
        /// What a phase takes, in thousands of operations: a phase is not begun with less than that left of the budget, except as the first of a call. The
        /// figures are measured, and tests/Cost asserts that none is exceeded. Where the transcript's hash is taken, its padding may take a block more. A phase that hashes takes this at most; the phases of jobs take what is left.
        /// </summary>
        internal static int Cost(int phase)
        {
            switch (phase)
            {
                case PhasePskFinishedKey:
                case PhaseHandshakeSecret:
                case PhaseMasterSecret:
                    return 51;
                case PhaseTakeShare:
                case PhaseServerHello:
                case PhaseResumption:
                case PhaseShareJob:
                case PhaseAgreementJob:
                case PhaseSignJob:
                    // A draw from the generator, which a job may begin with.
                    return DrawCost;
                case PhaseHashHello:
                case PhaseHashBinders:
                case PhaseHashChain:
                    return HashCost(HashPiece);
                case PhaseFinished:
                    return 50;
                case PhaseClientFinished:
                case PhaseSign:
                case PhasePskVerify:
                case PhaseTrafficSecrets:
                case PhaseApplicationSecrets:
                    return 39;
                case PhaseSaveSecrets:
                    return 26;
                case PhaseRetry:
                    return 20;
                case PhasePskEarlySecret:
                case PhaseFinishedKey:
                    return 13;
                case PhaseStartAgreement:
                    return 11;
                case PhaseEncryptedExtensions:
                    return 8;
                default:
                    return 1;
            }
        }

        /// <summary>Tells whether a phase is a job, which takes what is left of the budget.</summary>
        internal static bool IsJob(int phase)
        {
            return phase == PhaseShareJob || phase == PhaseAgreementJob || phase == PhaseSignJob;
        }

        /// <summary>What hashing so many bytes takes, in thousands of operations.</summary>
        private static int HashCost(int length)
        {
            return ((length * 6) >> 6) + 2;
        }

        /// <summary>Takes a key pair made ahead, or starts to make one.</summary>
        /// <returns>What it took, in thousands of operations; -1: another handshake has the jobs.</returns>
        private int TakeShare(HandshakeContext context)
        {
            byte[] m = context.Memory;
            KeyExchange group = _groups[context.Group];
            if (group.TryTakeKeyPair(m, HandshakeContext.PrivateKey, context.HelloMemory, context.ShareOffset))
            {
                context.Phase = PhaseStartAgreement;
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
                return DrawCost;
            }

            TakeRandom(1, m, HandshakeContext.PrivateKey);
            group.StartShare(m, HandshakeContext.PrivateKey);
            context.Phase = PhaseShareJob;
            return DrawCost;
        }

        /// <summary>Takes the result of the handshake's job and gives the jobs back.</summary>
        private void FinishJob(HandshakeContext context)
        {
            byte[] h = context.HelloMemory;
            if (context.Phase == PhaseShareJob)
            {
                _jobs.TakeResult(h, context.ShareOffset);
                context.Phase = PhaseStartAgreement;
            }
            else if (context.Phase == PhaseAgreementJob)
            {
                _jobs.TakeResult(h, HandshakeContext.Scratch);
                context.Phase = PhaseServerHello;
            }
            else
            {
                _jobs.TakeResult(_scratch, 0);
                WriteCertificateVerify(context);
            }

            _owner = null;
        }

        /// <summary>A random scalar can be out of range, once in 2^32 times: then another is drawn.</summary>
        private bool RepeatJob(HandshakeContext context)
        {
            if (context.Phase != PhaseShareJob)
            {
                return false;
            }

            _jobs.Cancel();
            _owner = null;
            context.Phase = PhaseTakeShare;
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

        /// <summary>Writes the hash of the transcript so far.</summary>
        private void Snapshot(HandshakeContext context, byte[] destination, int offset)
        {
            Sha256 hash = _provider.Hash;
            hash.CopyFrom(context.Transcript);
            hash.Finish(destination, offset);
        }

        private void Mac(byte[] key, int keyOffset, byte[] hash, int hashOffset, byte[] destination, int offset)
        {
            HmacSha256 hmac = _provider.Hmac;
            hmac.SetKey(key, keyOffset, 32);
            hmac.Update(hash, hashOffset, 32);
            hmac.Finish(destination, offset);
            hmac.Wipe();
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
            byte[] key = _certificates.PrivateKey(context.Certificate, context.Chain);
            if (key == null)
            {
                // The certificate was replaced under this handshake.
                Fail(context, TlsAlert.InternalError);
                return true;
            }

            Sha256 hash = _provider.Hash;
            Snapshot(context, _scratch, 34);
            TlsWire.PutSignatureContext(_scratch, 0);
            hash.ResetAfterSpaces();
            hash.Update(_scratch, 0, 66);
            hash.Finish(h, HandshakeContext.Scratch);
            if (_signer != null)
            {
                _signer.SetKey(key, 0);
                if (_signer.TrySign(h, HandshakeContext.Scratch, _scratch, 0))
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
            context.Phase = PhaseSignJob;
            return true;
        }

        /// <summary>Writes CertificateVerify with the signature in the scratch.</summary>
        private void WriteCertificateVerify(HandshakeContext context)
        {
            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            int p = HandshakeContext.Tail;
            int length = EcdsaSignature.WriteDer(_scratch, 0, m, p + 8);
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
            context.Phase = PhaseFinishedKey;
        }
    }
}
