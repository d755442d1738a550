// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>The phases of a handshake's computation, and what each costs.</summary>
    internal static class HandshakePhase
    {
        internal const int Hello = 0;
        internal const int RetriedHello = HandshakeContext.LastHelloPhase;
        internal const int HashHello = 2;
        internal const int Retry = HandshakeContext.RetryPhase;
        internal const int PskEarlySecret = 4;
        internal const int PskFinishedKey = 5;
        internal const int PskVerify = 6;
        internal const int HashBinders = 7;
        internal const int TakeShare = 8;
        internal const int ShareJob = 9;
        internal const int StartAgreement = 10;
        internal const int AgreementJob = 11;
        internal const int ServerHello = 12;
        internal const int HandshakeSecret = 13;
        internal const int TrafficSecrets = 14;
        internal const int SaveSecrets = 15;
        internal const int MasterSecret = 16;
        internal const int EncryptedExtensions = 17;
        internal const int HashChain = 18;
        internal const int Sign = 19;
        internal const int SignJob = 20;
        internal const int FinishedKey = 21;
        internal const int Finished = 22;
        internal const int ApplicationSecrets = 23;
        internal const int ClientFinished = 24;
        internal const int WaitFinished = 25;
        internal const int Complete = 26;
        internal const int Failed = 27;
        internal const int Resumption = 28;
        internal const int FindTicket = 29;
        internal const int HashCiphertext = 30;

        // Bytes hashed in one piece: seven blocks.
        internal const int HashPiece = 448;

        // A draw from the generator, in thousands of operations.
        internal const int DrawCost = 49;

        /// <summary>
        /// What a phase takes, in thousands of operations: a phase is not begun with less than that left of the budget, except as the first of a call. The
        /// figures are measured, and tests/Cost asserts that none is exceeded. Where the transcript's hash is taken, its
        /// padding may take a block more. A phase that hashes takes this at most; the phases of jobs take what is left.
        /// </summary>
        internal static int Cost(int phase)
        {
            switch (phase)
            {
                case FindTicket:
                    return 20;
                case PskFinishedKey:
                case HandshakeSecret:
                case MasterSecret:
                    return 51;
                case TakeShare:
                case ServerHello:
                case Resumption:
                case ShareJob:
                case AgreementJob:
                case SignJob:
                    // A draw from the generator, which a job may begin with.
                    return DrawCost;
                case HashHello:
                case HashBinders:
                case HashChain:
                case HashCiphertext:
                    return HashCost(HashPiece);
                case Finished:
                    return 50;
                case ClientFinished:
                case Sign:
                case PskVerify:
                case TrafficSecrets:
                case ApplicationSecrets:
                    return 39;
                case SaveSecrets:
                    return 26;
                case Retry:
                    return 20;
                case PskEarlySecret:
                case FinishedKey:
                    return 13;
                case StartAgreement:
                    return 11;
                case EncryptedExtensions:
                    return 8;
                default:
                    return 1;
            }
        }

        /// <summary>Tells whether a phase is a job, which takes what is left of the budget.</summary>
        internal static bool IsJob(int phase)
        {
            return phase == ShareJob || phase == AgreementJob || phase == SignJob;
        }

        /// <summary>What hashing so many bytes takes, in thousands of operations.</summary>
        internal static int HashCost(int length)
        {
            return ((length * 6) >> 6) + 2;
        }
    }
}
