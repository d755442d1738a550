// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Everything a handshake needs beyond its connection slot: the TLS context, Initial keys, the received packet numbers of both
    /// spaces, CRYPTO reassembly (whose bytes lie in the slot's arena). Belongs to the <see cref="HandshakePool"/>.
    /// </summary>
    internal sealed class HandshakeState
    {
        // A slot's arena, once the ClientHello in it was read: the TLS context's memory, then Handshake keys, then CRYPTO data of the Handshake level, of
        // which no more than the 36 bytes of a Finished are legal.

        /// <summary>Offset in <see cref="Keys"/> of what the client's Initial packets are opened with.</summary>
        internal const int ClientInitial = 0;

        /// <summary>Offset of what ours are sealed with.</summary>
        internal const int ServerInitial = KeyBlock.Length;

        /// <summary>Offset in <see cref="HandshakeKeys"/> of what the client's Handshake packets are opened with.</summary>
        internal const int ClientHandshake = HandshakeContext.MemoryLength;

        /// <summary>Offset of what ours are sealed with.</summary>
        internal const int ServerHandshake = ClientHandshake + KeyBlock.Length;

        /// <summary>Offset in the arena of CRYPTO data of the Handshake level.</summary>
        internal const int HandshakeCrypto = ServerHandshake + KeyBlock.Length;

        /// <summary>Initial keys are there.</summary>
        internal const int HasInitialKeys = 1;

        /// <summary>Handshake keys are there.</summary>
        internal const int HasHandshakeKeys = 2;

        /// <summary>TLS has work to do in steps.</summary>
        internal const int TlsPending = 4;

        /// <summary>The client's transport parameters were taken.</summary>
        internal const int HasParameters = 8;

        // Keys are exported one block per step: each costs about eight compressions of SHA-256.

        /// <summary>The client's Handshake keys are to be exported.</summary>
        internal const int ExportClient = 16;

        /// <summary>The server's Handshake keys are to be exported.</summary>
        internal const int ExportServer = 32;

        /// <summary>The 1-RTT keys we open with are to be made ahead of the client's Finished.</summary>
        internal const int MakeReceive = 64;

        /// <summary>The 1-RTT keys we seal with are to be made.</summary>
        internal const int MakeSend = 128;

        /// <summary>The ClientHello was read to its end: more CRYPTO data of the Initial level is an error, the arena has other uses.</summary>
        internal const int HelloTaken = 256;

        /// <summary>Bytes of the heap that one takes, with all that belongs to it, rounded up.</summary>
        internal const int HeapBytes = 1600;

        /// <summary>Bits that want <see cref="HandshakeDriver.Step"/>.</summary>
        internal const int Work = TlsPending | ExportClient | ExportServer | MakeReceive | MakeSend;

        /// <summary>The TLS engine of the image.</summary>
        private readonly TlsEngine _tls;

        /// <summary>The TLS side.</summary>
        internal readonly HandshakeContext Tls = new HandshakeContext(new byte[HandshakeContext.QuicHelloMemoryLength]);

        /// <summary>Initial keys: two key blocks.</summary>
        internal readonly byte[] Keys = new byte[2 * KeyBlock.Length];

        /// <summary>Initial and Handshake packets received: a <see cref="ReceivedPacketTracker"/> for each, the space times its length from the start.</summary>
        internal readonly long[] Received = new long[2 * ReceivedPacketTracker.LongCount];

        /// <summary>CRYPTO data of the level being read.</summary>
        internal readonly CryptoReassemblyBuffer Crypto;

        /// <summary>The client's first destination connection id, at most 20 bytes.</summary>
        internal readonly byte[] OriginalId = new byte[PacketHeader.MaxIdLength];

        /// <summary>Its length.</summary>
        internal int OriginalIdLength;

        /// <summary>The id our Retry gave, 0 without one.</summary>
        internal long RetryId;

        /// <summary>Slot that uses this; null when free.</summary>
        internal ConnectionMemory Owner;

        /// <summary>When it began, microseconds.</summary>
        internal long Started;

        /// <summary>The bits above.</summary>
        internal int Flags;

        /// <summary>How often the flight was sent again because the client asked again.</summary>
        internal int Hurries;

        /// <summary>First byte of the Initial flight never sent.</summary>
        internal int InitialSent;

        /// <summary>First byte of the Handshake flight never sent.</summary>
        internal int HandshakeSent;

        /// <summary>Length of the message TLS still reads in the arena, 0 for none.</summary>
        internal int HeldLength;

        /// <summary>CRYPTO bytes of the Initial level consumed so far.</summary>
        internal int Consumed;

        /// <summary>Where Handshake keys are: the arena of the slot.</summary>
        internal byte[] HandshakeKeys { get { return Owner.Arena; } }

        internal HandshakeState(TlsEngine tls, QuicProfile profile)
        {
            _tls = tls;
            Crypto = new CryptoReassemblyBuffer(profile.CryptoGaps);
        }

        /// <summary>Begins for a slot.</summary>
        internal void Start(ConnectionMemory owner, long now)
        {
            Owner = owner;
            Started = now;
            Flags = HasInitialKeys;
            Hurries = 0;
            InitialSent = 0;
            HandshakeSent = 0;
            HeldLength = 0;
            Consumed = 0;
            RetryId = 0;
            ReceivedPacketTracker.Reset(Received, PacketSpace.Initial * ReceivedPacketTracker.LongCount);
            ReceivedPacketTracker.Reset(Received, PacketSpace.Handshake * ReceivedPacketTracker.LongCount);
            Crypto.Reset(owner.Arena, 0, owner.Arena.Length);
            _tls.Begin(Tls, TlsTransport.Quic, now);
            Tls.Borrow(owner.Arena);
        }

        /// <summary>Erases every secret and goes back to the pool.</summary>
        internal void Release()
        {
            _tls.Release(Tls);
            Array.Clear(Keys, 0, Keys.Length);
            Array.Clear(HandshakeKeys, ClientHandshake, 2 * KeyBlock.Length);
            Flags = 0;
            Owner = null;
        }
    }
}
