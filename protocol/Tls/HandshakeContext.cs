// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// All the memory of one handshake beyond its connection: transcript, secrets, and the generated pieces of the flight. It belongs to
    /// a pool and is wiped and returned when the handshake has completed, failed or timed out. Driven by <see cref="TlsEngine"/> only;
    /// what a transport may read is public.
    /// </summary>
    /// <remarks>
    /// Everything lies in one array: secrets first, then the private key and the peer's share, which give way to CertificateVerify and
    /// Finished once the key agreement is done, then ServerHello, then EncryptedExtensions. EncryptedExtensions ends with the local
    /// transport parameters, which the QUIC side writes to their final place: nothing is copied.
    /// </remarks>
    public sealed class HandshakeContext
    {
        /// <summary>Where in <see cref="Memory"/> the QUIC side writes the server's transport parameters (their encoding, without extension header).</summary>
        public const int LocalTransportParametersOffset = EncryptedExtensionsEnd;

        /// <summary>Room for the server's transport parameters in bytes.</summary>
        public const int MaxLocalTransportParameters = 168;

        // Offsets in Memory. A secret that is used more than once is kept as the states of HMAC after its pads (64 bytes): to set it
        // again would cost two compressions each time.
        internal const int ClientHandshakeSecret = 0;
        internal const int ServerHandshakeSecret = 64;
        internal const int Master = 128;                 // PSK, early secret, handshake secret and master secret one after another
        internal const int ClientApplicationSecret = 192;
        internal const int ServerApplicationSecret = 224;
        internal const int ClientFinished = 256;         // the verify_data the client must send
        internal const int Scratch = 288;                // transcript hash, shared secret
        internal const int PrivateKey = 320;             // 32 bytes
        internal const int PeerShare = 352;              // 65 bytes
        internal const int Tail = 320;                   // CertificateVerify (80 at most) and Finished (36), over the two above
        internal const int TailEnd = 440;
        internal const int Hello = 440;                  // HelloRetryRequest (88 at most), then ServerHello (161 at most)
        internal const int HelloEnd = 692;
        internal const int EncryptedExtensionsEnd = 740; // its first part (46 at most) ends here
        internal const int CertificateHeadRoom = 8;

        /// <summary>Bytes of <see cref="Memory"/>.</summary>
        internal const int MemoryLength = LocalTransportParametersOffset + MaxLocalTransportParameters + CertificateHeadRoom;

        /// <summary>Bytes of <see cref="Memory"/> where there are no transport parameters.</summary>
        internal const int TcpMemoryLength = LocalTransportParametersOffset + CertificateHeadRoom;

        // Bits of Flags.
        internal const int FlagHandshakeKeys = 1;
        internal const int FlagApplicationKeys = 2;
        internal const int FlagComplete = 4;
        internal const int FlagQuicViolation = 8;
        internal const int FlagResumed = 16;
        internal const int FlagAlpn = 32;
        internal const int FlagRetried = 64;
        internal const int FlagEarlyData = 128;
        internal const int FlagServerName = 256;
        internal const int FlagRecordSizeLimit = 512;
        internal const int FlagMaxFragment = 1024;
        internal const int FlagPskOffered = 2048;
        internal const int FlagTicketAllowed = 4096;
        internal const int FlagSessionId = 8192;
        internal const int FlagP256 = 16384;
        internal const int FlagFlight = 32768;

        /// <summary>Secrets and flight parts; transports touch nothing but the room for the transport parameters.</summary>
        public readonly byte[] Memory;

        internal readonly Sha256 Transcript = new Sha256();

        /// <summary>Makes a context with memory of its own.</summary>
        public HandshakeContext()
        {
            Memory = new byte[MemoryLength];
        }

        /// <summary>Makes a context for TCP, which borrows the first <see cref="TcpMemoryLength"/> bytes of an array during handshakes.</summary>
        internal HandshakeContext(byte[] memory)
        {
            Memory = memory;
        }

        internal int Flags;
        internal int Phase;
        internal byte[] Input;
        internal int InputOffset;
        internal int InputLength;
        internal int Position;            // bytes of the message or the chain hashed so far
        internal int HelloLength;         // bytes of Memory from Hello on that can be sent
        internal int RetryLength;         // length of the HelloRetryRequest in front of ServerHello
        internal int ExtensionsStart;     // where EncryptedExtensions begins in Memory
        internal int TailLength;          // bytes of CertificateVerify and Finished
        internal byte[] Chain;
        internal int Certificate;
        internal int BindersOffset;       // where the binders begin in the message; its length if there is no PSK
        internal int ShareOffset;         // where the server's share goes in Memory

        /// <summary><see cref="TlsTransport"/>.</summary>
        public int Transport;

        /// <summary>The alert to send after a failure, else <see cref="TlsAlert.None"/>.</summary>
        public int Alert;

        /// <summary>The negotiated cipher suite (see <see cref="CipherSuite"/>); 0 before the ClientHello.</summary>
        public int Suite;

        /// <summary>Bytes of <see cref="Memory"/> at <see cref="LocalTransportParametersOffset"/> that the QUIC side has written, 0 over TCP.</summary>
        public int LocalTransportParametersLength;

        /// <summary>Where the client's transport parameters begin in the buffer given to <see cref="TlsEngine.FeedMessage"/>.</summary>
        public int PeerTransportParametersOffset;

        /// <summary>Length of the client's transport parameters in bytes.</summary>
        public int PeerTransportParametersLength;

        /// <summary>The client's limit for a record's content and type byte (RFC 8449 section 4), at most 16,385. TCP only.</summary>
        public int PeerRecordLimit;

        /// <summary>
        /// True while the engine still reads the message given to <see cref="TlsEngine.FeedMessage"/>: its bytes must stay where they are,
        /// unchanged.
        /// </summary>
        public bool HoldsInput => Input != null;

        /// <summary>True when the keys of <see cref="TlsLevel.Handshake"/> can be exported.</summary>
        public bool HandshakeKeysReady => (Flags & FlagHandshakeKeys) != 0;

        /// <summary>True when the keys of <see cref="TlsLevel.Application"/> can be exported (the server may send, but must not read before <see cref="IsComplete"/>).</summary>
        public bool ApplicationKeysReady => (Flags & FlagApplicationKeys) != 0;

        /// <summary>True when the client's Finished was right.</summary>
        public bool IsComplete => (Flags & FlagComplete) != 0;

        /// <summary>True when the session was resumed by a ticket.</summary>
        public bool IsResumed => (Flags & FlagResumed) != 0;

        /// <summary>True when a HelloRetryRequest was sent.</summary>
        public bool IsRetried => (Flags & FlagRetried) != 0;

        /// <summary>True when an application protocol was agreed by ALPN.</summary>
        public bool HasApplicationProtocol => (Flags & FlagAlpn) != 0;

        /// <summary>
        /// True after a failure that QUIC reports as PROTOCOL_VIOLATION instead of an alert (non-empty legacy_session_id, RFC 9001 section 8.4).
        /// </summary>
        public bool IsQuicProtocolViolation => (Flags & FlagQuicViolation) != 0;

        /// <summary>Erases everything; the context can begin another handshake.</summary>
        public void Wipe()
        {
            Array.Clear(Memory, 0, Memory.Length == MemoryLength ? MemoryLength : TcpMemoryLength);
            Transcript.Wipe();
            Transcript.Reset();
            Input = null;
            Chain = null;
            Flags = 0;
            Phase = 0;
            Position = 0;
            HelloLength = 0;
            RetryLength = 0;
            ExtensionsStart = 0;
            TailLength = 0;
            Certificate = 0;
            BindersOffset = 0;
            ShareOffset = 0;
            Suite = 0;
            Alert = TlsAlert.None;
            LocalTransportParametersLength = 0;
            PeerTransportParametersOffset = 0;
            PeerTransportParametersLength = 0;
            PeerRecordLimit = 16385;
        }
    }
}
