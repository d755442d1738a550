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
    /// Two arrays, or one that is both: <see cref="HelloMemory"/> is needed from the ClientHello on, <see cref="Memory"/> only when the ClientHello
    /// has been read to its end, so that it may lie where the ClientHello lay. Secrets come first there, then the private key and the peer's share, which
    /// CertificateVerify and Finished overwrite once the key agreement is done, then EncryptedExtensions. EncryptedExtensions ends with the
    /// local transport parameters, which the QUIC side writes to their final place: nothing is copied.
    /// </remarks>
    public sealed class HandshakeContext
    {
        /// <summary>Where in <see cref="Memory"/> the QUIC side writes the server's transport parameters (their encoding, without extension header).</summary>
        public const int LocalTransportParametersOffset = EncryptedExtensionsEnd;

        /// <summary>Room for the server's transport parameters in bytes.</summary>
        public const int MaxLocalTransportParameters = 168;

        /// <summary>Offset of the first byte of <see cref="Memory"/> that the handshake uses, when <see cref="HelloMemory"/> is another array.</summary>
        public const int MemoryOffset = ClientHandshakeSecret;

        /// <summary>Bytes of <see cref="Memory"/>, those before <see cref="MemoryOffset"/> included.</summary>
        public const int MemoryLength = LocalTransportParametersOffset + MaxLocalTransportParameters + CertificateHeadRoom;

        /// <summary>Bytes of <see cref="HelloMemory"/> over QUIC, where no session id is echoed.</summary>
        public const int QuicHelloMemoryLength = Hello + 188;

        // Offsets in HelloMemory.
        internal const int Master = 0;                   // PSK, early secret, handshake secret and master secret one after another
        internal const int Scratch = 64;                 // transcript hash
        internal const int Hello = 96;                   // HelloRetryRequest (88 at most, 56 over QUIC), then ServerHello (161 at most, 129 over QUIC, the ciphertext left out)

        // Offsets in Memory. A secret that is used more than once is kept as the states of HMAC after its pads (64 bytes): to set it
        // again would cost two compressions each time.
        internal const int ClientHandshakeSecret = 348;
        internal const int ServerHandshakeSecret = 412;
        internal const int ClientApplicationSecret = 476;
        internal const int ServerApplicationSecret = 508;
        internal const int ClientFinished = 540;         // the verify_data the client must send
        internal const int PrivateKey = 572;             // 32 bytes
        internal const int PeerShare = 604;              // 65 bytes
        internal const int SharedSecret = 572;           // 64 bytes at most, over the two above
        internal const int Tail = 572;                   // CertificateVerify (80 at most) and Finished (36), over the two above
        internal const int EncryptedExtensionsEnd = 740; // its first part (46 at most) ends here
        internal const int CertificateHeadRoom = 8;

        /// <summary>Bytes at the end of <see cref="Memory"/> that a ciphertext leaves of the client's share, see <see cref="HasCiphertext"/>.</summary>
        public const int BytesAfterCiphertext = HybridShareLength - KeyEncapsulation.CiphertextLength;

        /// <summary>Bytes of a client's share of X25519MLKEM768.</summary>
        internal const int HybridShareLength = KeyEncapsulation.KeyLength + 32;

        /// <summary>Length of the smallest array over QUIC that has room for such a share at its end, besides the handshake's memory and two blocks of keys, in bytes.</summary>
        internal const int LeastHybridMemory = MemoryLength + (2 * KeyBlock.Length) + HybridShareLength;

        // Values of Phase up to this one wait for a ClientHello.
        internal const int LastHelloPhase = 1;

        /// <summary>The first ClientHello was read and HelloRetryRequest is to come.</summary>
        internal const int RetryPhase = 3;

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
        internal const int FlagCiphertext = 2048;
        internal const int FlagTicketAllowed = 4096;
        internal const int FlagSessionId = 8192;
        internal const int FlagFlight = 16384;

        // Numbers of 16 bits: as fields each would take 12 bytes of a device's heap.
        private const int FlagsAt = 0;
        private const int PhaseAt = 1;
        private const int InputOffsetAt = 2;
        private const int InputLengthAt = 3;
        private const int PositionAt = 4;
        private const int HelloLengthAt = 5;
        private const int RetryLengthAt = 6;
        private const int ExtensionsStartAt = 7;         // before: IdentityIndex and SchemeAlert
        private const int TailLengthAt = 8;              // before: BinderOffset
        private const int CertificateAt = 9;
        private const int BindersOffsetAt = 10;
        private const int ShareOffsetAt = 11;            // before: ResumptionShareOffset
        private const int PeerShareOffsetAt = 12;
        private const int TransportAt = 13;              // and, in the upper byte, the group
        private const int AlertAt = 14;
        private const int SuiteAt = 15;
        private const int LocalTransportParametersLengthAt = 16;
        private const int PeerTransportParametersOffsetAt = 17;
        private const int PeerTransportParametersLengthAt = 18;
        private const int PeerRecordLimitAt = 19;
        private const int Numbers = 20;

        private readonly ushort[] _numbers = new ushort[Numbers];

        /// <summary>Secrets of the key schedule and the hellos that answer.</summary>
        internal readonly byte[] HelloMemory;

        /// <summary>Secrets and flight parts; transports touch nothing but the room for the transport parameters. Null before <see cref="Borrow"/>.</summary>
        public byte[] Memory;

        internal readonly Sha256 Transcript = new Sha256();
        internal byte[] Input;
        internal byte[] Chain;

        /// <summary>Makes a context with memory of its own.</summary>
        public HandshakeContext()
            : this(new byte[MemoryLength])
        {
            Memory = HelloMemory;
        }

        /// <summary>Makes a context.</summary>
        /// <param name="helloMemory"><see cref="QuicHelloMemoryLength"/> bytes, for QUIC; the rest is lent for each handshake by <see cref="Borrow"/>.</param>
        public HandshakeContext(byte[] helloMemory)
        {
            HelloMemory = helloMemory;
        }

        /// <summary>
        /// Lends an array for one handshake, until <see cref="Wipe"/>: its bytes from <see cref="MemoryOffset"/> to <see cref="MemoryLength"/> are the
        /// context's from the moment on that <see cref="HoldsInput"/> is false for a ClientHello that needed no HelloRetryRequest.
        /// </summary>
        public void Borrow(byte[] memory)
        {
            Memory = memory;
        }

        internal int Flags
        {
            // Sixteen bits.
            get { return _numbers[FlagsAt]; }
            set { _numbers[FlagsAt] = (ushort)value; }
        }

        internal int Phase
        {
            get { return _numbers[PhaseAt]; }
            set { _numbers[PhaseAt] = (ushort)value; }
        }

        internal int InputOffset
        {
            get { return _numbers[InputOffsetAt]; }
            set { _numbers[InputOffsetAt] = (ushort)value; }
        }

        internal int InputLength
        {
            get { return _numbers[InputLengthAt]; }
            set { _numbers[InputLengthAt] = (ushort)value; }
        }

        /// <summary>Bytes of the message or the chain hashed so far, at most 65,535.</summary>
        internal int Position
        {
            get { return _numbers[PositionAt]; }
            set { _numbers[PositionAt] = (ushort)value; }
        }

        /// <summary>Bytes of HelloMemory from Hello on that can be sent.</summary>
        internal int HelloLength
        {
            get { return _numbers[HelloLengthAt]; }
            set { _numbers[HelloLengthAt] = (ushort)value; }
        }

        /// <summary>Length of the HelloRetryRequest in front of ServerHello.</summary>
        internal int RetryLength
        {
            get { return _numbers[RetryLengthAt]; }
            set { _numbers[RetryLengthAt] = (ushort)value; }
        }

        /// <summary>Where EncryptedExtensions begins in Memory.</summary>
        internal int ExtensionsStart
        {
            get { return _numbers[ExtensionsStartAt]; }
            set { _numbers[ExtensionsStartAt] = (ushort)value; }
        }

        /// <summary>Bytes of CertificateVerify and Finished.</summary>
        internal int TailLength
        {
            get { return _numbers[TailLengthAt]; }
            set { _numbers[TailLengthAt] = (ushort)value; }
        }

        /// <summary>During the search for a ticket: offset of its binder in the message.</summary>
        internal int BinderOffset
        {
            get { return _numbers[TailLengthAt]; }
            set { _numbers[TailLengthAt] = (ushort)value; }
        }

        internal int Certificate
        {
            get { return _numbers[CertificateAt]; }
            set { _numbers[CertificateAt] = (ushort)value; }
        }

        /// <summary>Where the binders begin in the message; its length if there is no PSK.</summary>
        internal int BindersOffset
        {
            get { return _numbers[BindersOffsetAt]; }
            set { _numbers[BindersOffsetAt] = (ushort)value; }
        }

        /// <summary>Where the server's share goes in HelloMemory.</summary>
        internal int ShareOffset
        {
            get { return _numbers[ShareOffsetAt]; }
            set { _numbers[ShareOffsetAt] = (ushort)value; }
        }

        /// <summary>Bytes of ciphertext in ServerHello: they lie at <see cref="CiphertextOffset"/> of Memory, and go before the byte of HelloMemory at ShareOffset.</summary>
        internal int CiphertextLength
        {
            get { return (Flags & FlagCiphertext) != 0 ? KeyEncapsulation.CiphertextLength : 0; }
        }

        /// <summary>
        /// Where in <see cref="Memory"/> a client's share with a key encapsulation lies from the moment on that its hello is released, and the ciphertext in its
        /// place: over TCP after what the handshake has for itself, over QUIC at the end of the array.
        /// </summary>
        internal int CiphertextOffset
        {
            get { return Transport == TlsTransport.Quic ? Memory.Length - HybridShareLength : TcpMemoryLength; }
        }

        /// <summary>Whether <see cref="Memory"/> has room for such a share.</summary>
        internal bool HasRoomForHybrid
        {
            get { return Memory.Length >= (Transport == TlsTransport.Quic ? LeastHybridMemory : TcpMemoryLength + HybridShareLength); }
        }

        /// <summary>True when the server's share has a ciphertext: over QUIC it takes the end of the arena.</summary>
        public bool HasCiphertext => (Flags & FlagCiphertext) != 0;

        /// <summary>Where the client's share begins in its hello.</summary>
        internal int PeerShareOffset
        {
            get { return _numbers[PeerShareOffsetAt]; }
            set { _numbers[PeerShareOffsetAt] = (ushort)value; }
        }

        /// <summary>During the search for a ticket: index of the identity.</summary>
        internal int IdentityIndex
        {
            get { return _numbers[ExtensionsStartAt] & 255; }
            set { _numbers[ExtensionsStartAt] = (ushort)((SchemeAlert << 8) | value); }
        }

        /// <summary>During the search for a ticket: the alert to send if no ticket is found and the client offers no supported signature scheme; else 0.</summary>
        internal int SchemeAlert
        {
            get { return _numbers[ExtensionsStartAt] >> 8; }
            set { _numbers[ExtensionsStartAt] = (ushort)((value << 8) | IdentityIndex); }
        }

        /// <summary>Until the ServerHello is written: offset in the ClientHello of the client's share of the group for resumption; 0: the group stays.</summary>
        internal int ResumptionShareOffset
        {
            get { return _numbers[ShareOffsetAt]; }
            set { _numbers[ShareOffsetAt] = (ushort)value; }
        }

        /// <summary>The group chosen, by its index in the engine's table.</summary>
        internal int Group
        {
            get { return _numbers[TransportAt] >> 8; }
            set { _numbers[TransportAt] = (ushort)((value << 8) | Transport); }
        }

        /// <summary><see cref="TlsTransport"/>.</summary>
        public int Transport
        {
            get { return _numbers[TransportAt] & 255; }
            internal set { _numbers[TransportAt] = (ushort)((Group << 8) | value); }
        }

        /// <summary>The alert to send after a failure, else <see cref="TlsAlert.None"/>.</summary>
        public int Alert
        {
            get { return (short)_numbers[AlertAt]; }
            internal set { _numbers[AlertAt] = (ushort)value; }
        }

        /// <summary>The negotiated cipher suite (see <see cref="CipherSuite"/>); 0 before the ClientHello.</summary>
        public int Suite
        {
            get { return _numbers[SuiteAt]; }
            internal set { _numbers[SuiteAt] = (ushort)value; }
        }

        /// <summary>Bytes of <see cref="Memory"/> at <see cref="LocalTransportParametersOffset"/> that the QUIC side has written, 0 over TCP.</summary>
        public int LocalTransportParametersLength
        {
            get { return _numbers[LocalTransportParametersLengthAt]; }
            set { _numbers[LocalTransportParametersLengthAt] = (ushort)value; }
        }

        /// <summary>Where the client's transport parameters begin in the buffer given to <see cref="TlsEngine.FeedMessage"/>.</summary>
        public int PeerTransportParametersOffset
        {
            get { return _numbers[PeerTransportParametersOffsetAt]; }
            internal set { _numbers[PeerTransportParametersOffsetAt] = (ushort)value; }
        }

        /// <summary>Length of the client's transport parameters in bytes.</summary>
        public int PeerTransportParametersLength
        {
            get { return _numbers[PeerTransportParametersLengthAt]; }
            internal set { _numbers[PeerTransportParametersLengthAt] = (ushort)value; }
        }

        /// <summary>The client's limit for a record's content and type byte (RFC 8449 section 4), at most 16,385. TCP only.</summary>
        public int PeerRecordLimit
        {
            get { return _numbers[PeerRecordLimitAt]; }
            internal set { _numbers[PeerRecordLimitAt] = (ushort)value; }
        }

        /// <summary>
        /// True while the engine still reads the message given to <see cref="TlsEngine.FeedMessage"/>: its bytes must stay where they are,
        /// unchanged.
        /// </summary>
        public bool HoldsInput => Input != null;

        /// <summary>True before the ClientHello, and again from the decision to send a HelloRetryRequest until the second ClientHello arrives.</summary>
        public bool IsAwaitingHello => Phase <= LastHelloPhase || Phase == RetryPhase;

        /// <summary>True when the keys of <see cref="TlsLevel.Handshake"/> can be exported.</summary>
        public bool HandshakeKeysReady => (Flags & FlagHandshakeKeys) != 0;

        /// <summary>True when the keys of <see cref="TlsLevel.Application"/> can be exported (the server may send, but must not read before <see cref="IsComplete"/>).</summary>
        public bool ApplicationKeysReady => (Flags & FlagApplicationKeys) != 0;

        /// <summary>True when the client's Finished has been verified (RFC 8446 section 4.4.4).</summary>
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

        /// <summary>Erases all bytes and returns the borrowed array; the context can then begin another handshake.</summary>
        public void Wipe()
        {
            byte[] memory = Memory;
            byte[] hello = HelloMemory;
            if (memory == hello)
            {
                Array.Clear(memory, 0, memory.Length == MemoryLength ? MemoryLength : TcpMemoryLength);
            }
            else
            {
                Array.Clear(hello, 0, hello.Length);
                if (memory != null)
                {
                    Array.Clear(memory, MemoryOffset, MemoryLength - MemoryOffset);
                    Memory = null;
                }
            }

            Transcript.Wipe();
            Transcript.Reset();
            Input = null;
            Chain = null;
            Array.Clear(_numbers, 0, Numbers);
            Alert = TlsAlert.None;
            PeerRecordLimit = 16385;
        }
    }
}
