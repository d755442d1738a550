// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>Which frame may be in which packet, and what it means for acknowledgement (RFC 9000 section 12.4, table 3).</summary>
    public static class FrameRules
    {
        /// <summary>Whether a frame may be in a packet of a type; otherwise PROTOCOL_VIOLATION.</summary>
        /// <param name="frameType">Type as <see cref="FrameReader.Parse"/> gives it.</param>
        /// <param name="packetType">Initial, ZeroRtt, Handshake or OneRtt of <see cref="PacketType"/>.</param>
        /// <param name="fromClient">Whether a client sent it: clients send no NEW_TOKEN and no HANDSHAKE_DONE.</param>
        public static bool IsAllowed(int frameType, int packetType, bool fromClient)
        {
            // Bit n: frame type n. 0, 1, 2, 3, 6, 0x1C in Initial and Handshake; 0-RTT without ACK, CRYPTO, NEW_TOKEN, RETIRE_CONNECTION_ID,
            // PATH_RESPONSE, HANDSHAKE_DONE; 1-RTT all.
            int mask;
            if (packetType == PacketType.OneRtt)
            {
                mask = fromClient ? 0x3FFFFF7F : 0x7FFFFFFF;
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
    }
}
