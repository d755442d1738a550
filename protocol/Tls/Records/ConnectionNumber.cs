// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    /// <summary>Places, bits and values in the numbers of a <see cref="TlsConnection"/>: as fields each would take 12 bytes of a device's heap.</summary>
    internal static class ConnectionNumber
    {
        // How a record's body is taken.
        internal const int ModeHeader = 0;     // between records, or in a header
        internal const int ModeHandshake = 1;  // plaintext handshake bytes, straight to the arena
        internal const int ModeSmall = 2;      // plaintext alert or change_cipher_spec
        internal const int ModeWhole = 3;      // protected, opened when complete
        internal const int ModeStream = 4;     // protected, opened as it arrives
        internal const int ModeSkip = 5;       // refused early data

        // Bits of Numbers[FlagsAt].
        internal const int FlagReadKeys = 1;
        internal const int FlagWriteKeys = 2;
        internal const int FlagHelloSeen = 4;
        internal const int FlagEarlyData = 8;
        internal const int FlagPeerClosed = 16;
        internal const int FlagAlertPending = 32;
        internal const int FlagKeyUpdatePending = 64;
        internal const int FlagUnverified = 128;
        internal const int FlagOverflow = 256;
        internal const int FlagReserved = 512;
        internal const int FlagReceived = 1024;
        internal const int FlagEmitting = 2048;
        internal const int FlagCipherSpecSent = 4096;
        internal const int FlagOpen = 8192;
        internal const int FlagLimited = 16384;
        internal const int FlagApplicationProtocol = 32768;
        internal const int FlagResumed = 65536;
        internal const int FlagFlightSent = 131072;
        internal const int FlagLingering = 262144;

        // Stages of the work that Step does. While it is not StageWait, nothing is read.
        internal const int StageWait = 0;
        internal const int StageEngine = 1;
        internal const int StageHandshakeWrite = 2;
        internal const int StageHandshakeRead = 3;
        internal const int StageApplicationWrite = 4;  // our Finished is written: what follows goes under the application keys
        internal const int StageApplicationRead = 5;
        internal const int StageTicket = 6;
        internal const int StageYield = 7;             // enough was opened in one call
        internal const int StageReadSecret = 8;        // the client has updated its keys
        internal const int StageReadKeys = 9;
        internal const int StageWriteKeys = 10;        // the next secret is there, KeyUpdate and keys are not

        // Offsets in Keys. Over TCP there is no header protection: the secrets lie where its keys would.
        internal const int ReadKeys = 0;
        internal const int WriteKeys = KeyBlock.Length;
        internal const int ReadSecret = ReadKeys + KeyBlock.HeaderProtection;
        internal const int WriteSecret = WriteKeys + KeyBlock.HeaderProtection;
        internal const int Header = 2 * KeyBlock.Length;
        internal const int Tag = Header + 5;
        internal const int Message = Tag + 16;
        internal const int KeysLength = Message + 5;

        internal const int HeaderLength = 5;
        internal const int Overhead = 1 + CipherSuite.TagLength;
        internal const int MaxPlaintext = 16384;
        internal const int MaxCiphertext = 16384 + 256;

        /// <summary>
        /// The longest piece, in bytes, that is sealed or opened between two looks at the sockets. A longer record is opened as it arrives even where it fits.
        /// </summary>
        internal const int LongestPiece = 1200;

        /// <summary>What opening a record costs beside its bytes, as a number of bytes: a call opens a few short records, or one long piece.</summary>
        internal const int RecordWork = 400;

        /// <summary>Bytes that a refused record of early data counts for at least: to find out that it does not open costs as much as that.</summary>
        internal const int LeastEarlyData = 256;

        // Records in a row that carry nothing (empty, change_cipher_spec, KeyUpdate, user_canceled).
        internal const int MaxIdleRecords = 32;

        // KeyUpdates in a row. Each 64 records with content under one key allow one more.
        internal const int MaxKeyUpdates = 16;
        internal const int RecordsPerKeyUpdate = 64;

        // Records under one key (RFC 8446 section 5.5 allows AES-GCM 2^24.5 full ones).
        internal const long MaxRecords = 1L << 24;

        // Numbers of a connection, in one array: as fields each would take 12 bytes of a device's heap.
        internal const int StateAt = 0;
        internal const int StageAt = 1;
        internal const int FlagsAt = 2;
        internal const int AlertAt = 3;
        internal const int SuiteAt = 4;
        internal const int ModeAt = 5;

        // The arena: [0, retained) held for the application, [readOffset, readEnd) readable, [readEnd, tail) decrypted but not handed out, up to receiveEnd free.
        internal const int RetainedAt = 6;
        internal const int ReadOffsetAt = 7;
        internal const int ReadEndAt = 8;
        internal const int TailAt = 9;

        // The record under way.
        internal const int HeaderFillAt = 10;
        internal const int RecordLengthAt = 11;
        internal const int RecordLeftAt = 12;
        internal const int BodyAt = 13;
        internal const int PlaceAt = 13;      // of a record opened as it arrives: its place in the provider

        // The last byte that is not zero, and the zeros after it: perhaps type and padding, perhaps content.
        internal const int HeldAt = 14;
        internal const int HeldZerosAt = 15;

        // Held bytes that turned out to be content but do not fit in front of the chunk that showed it.
        internal const int PrefixByteAt = 16;
        internal const int PrefixZerosAt = 17;
        internal const int ChunkAt = 18;
        internal const int ChunkLengthAt = 19;

        internal const int MessageFillAt = 20;
        internal const int IdleRecordsAt = 21;
        internal const int EarlyDataAt = 22;

        // The end of the arena sends: [outputOffset, outputEnd) waits, from outputStart on.
        internal const int OutputOffsetAt = 23;
        internal const int OutputEndAt = 24;
        internal const int PeerLimitAt = 25;
        internal const int OwnLimitAt = 26;
        internal const int FlightOffsetAt = 27;
        internal const int FlightLevelAt = 28;
        internal const int WorkAt = 29;       // bytes opened in this call, with RecordWork for each record
        internal const int KeyUpdatesAt = 30;
        internal const int ReceiveEndAt = 31; // the arena's end while a ClientHello is received, else outputStart
        internal const int OutputStartAt = 32;
        internal const int Count = 33;
    }
}
