// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Frame types (RFC 9000 section 19).</summary>
    public static class FrameType
    {
        /// <summary>PADDING; the parser takes a whole run as one frame.</summary>
        public const int Padding = 0x00;

        /// <summary>PING.</summary>
        public const int Ping = 0x01;

        /// <summary>ACK.</summary>
        public const int Ack = 0x02;

        /// <summary>ACK with ECN counts.</summary>
        public const int AckEcn = 0x03;

        /// <summary>RESET_STREAM.</summary>
        public const int ResetStream = 0x04;

        /// <summary>STOP_SENDING.</summary>
        public const int StopSending = 0x05;

        /// <summary>CRYPTO.</summary>
        public const int Crypto = 0x06;

        /// <summary>NEW_TOKEN.</summary>
        public const int NewToken = 0x07;

        /// <summary>STREAM, the lowest of eight: 4 = offset present, 2 = length present, 1 = FIN.</summary>
        public const int Stream = 0x08;

        /// <summary>MAX_DATA.</summary>
        public const int MaxData = 0x10;

        /// <summary>MAX_STREAM_DATA.</summary>
        public const int MaxStreamData = 0x11;

        /// <summary>MAX_STREAMS, bidirectional.</summary>
        public const int MaxStreamsBidi = 0x12;

        /// <summary>MAX_STREAMS, unidirectional.</summary>
        public const int MaxStreamsUni = 0x13;

        /// <summary>DATA_BLOCKED.</summary>
        public const int DataBlocked = 0x14;

        /// <summary>STREAM_DATA_BLOCKED.</summary>
        public const int StreamDataBlocked = 0x15;

        /// <summary>STREAMS_BLOCKED, bidirectional.</summary>
        public const int StreamsBlockedBidi = 0x16;

        /// <summary>STREAMS_BLOCKED, unidirectional.</summary>
        public const int StreamsBlockedUni = 0x17;

        /// <summary>NEW_CONNECTION_ID.</summary>
        public const int NewConnectionId = 0x18;

        /// <summary>RETIRE_CONNECTION_ID.</summary>
        public const int RetireConnectionId = 0x19;

        /// <summary>PATH_CHALLENGE.</summary>
        public const int PathChallenge = 0x1A;

        /// <summary>PATH_RESPONSE.</summary>
        public const int PathResponse = 0x1B;

        /// <summary>CONNECTION_CLOSE with a transport error.</summary>
        public const int ConnectionClose = 0x1C;

        /// <summary>CONNECTION_CLOSE with an application error.</summary>
        public const int ConnectionCloseApplication = 0x1D;

        /// <summary>HANDSHAKE_DONE.</summary>
        public const int HandshakeDone = 0x1E;

        // What follows says by type which rules hold for a frame.

        /// <summary>Whether a client may send a frame in a packet of a type (RFC 9000 section 12.4, table 3); otherwise PROTOCOL_VIOLATION.</summary>
        /// <param name="frameType">Type as <see cref="FrameReader.Parse"/> gives it.</param>
        /// <param name="packetType">Initial, ZeroRtt, Handshake or OneRtt of <see cref="PacketType"/>.</param>
        /// <returns>True if it may.</returns>
        public static bool IsAllowed(int frameType, int packetType)
        {
            // Bit n: frame type n. 0, 1, 2, 3, 6, 0x1C in Initial and Handshake; 0-RTT without ACK, CRYPTO, NEW_TOKEN, RETIRE_CONNECTION_ID,
            // PATH_RESPONSE, HANDSHAKE_DONE; 1-RTT all but NEW_TOKEN and HANDSHAKE_DONE, which only a server sends.
            int mask;
            if (packetType == PacketType.OneRtt)
            {
                mask = 0x3FFFFF7F;
            }
            else if (packetType == PacketType.ZeroRtt)
            {
                mask = 0x35FFFF33;
            }
            else
            {
                mask = 0x1000004F;
            }

            return (mask >> frameType & 1) != 0;
        }

        /// <summary>Whether a frame makes its packet ack-eliciting: all but PADDING, ACK and CONNECTION_CLOSE (RFC 9002 section 2).</summary>
        public static bool IsAckEliciting(int frameType)
        {
            return (0x3000000D >> frameType & 1) == 0;
        }

        /// <summary>Whether a packet of only such frames is a probing packet (RFC 9000 section 9.1): PADDING, NEW_CONNECTION_ID, PATH_*.</summary>
        public static bool IsProbing(int frameType)
        {
            return (0x0D000001 >> frameType & 1) != 0;
        }

        /// <summary>Whether a frame is about streams and flow control: RESET_STREAM, STOP_SENDING, STREAM, MAX_*, *_BLOCKED.</summary>
        public static bool IsOfStreams(int frameType)
        {
            return (0x00FFFF30 >> frameType & 1) != 0;
        }
    }
}
