// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Writes frames (RFC 9000 section 19). Every method returns the offset after the frame; the caller makes sure that it fits
    /// (the largest forms: 25 bytes for three integers, 9 + 20 + 16 + 9 for NEW_CONNECTION_ID).
    /// </summary>
    public static class FrameWriter
    {
        /// <summary>A frame that is a type alone (PING, HANDSHAKE_DONE), one integer (MAX_DATA..), two or three.</summary>
        public static int Write(byte[] buffer, int offset, int type)
        {
            buffer[offset] = (byte)type;
            return offset + 1;
        }

        /// <summary>MAX_DATA, MAX_STREAMS, DATA_BLOCKED, STREAMS_BLOCKED, RETIRE_CONNECTION_ID.</summary>
        public static int Write(byte[] buffer, int offset, int type, long a)
        {
            buffer[offset] = (byte)type;
            return Varint.Write(buffer, offset + 1, a);
        }

        /// <summary>STOP_SENDING (id, code), MAX_STREAM_DATA and STREAM_DATA_BLOCKED (id, limit), head of CRYPTO (offset, length).</summary>
        public static int Write(byte[] buffer, int offset, int type, long a, long b)
        {
            buffer[offset] = (byte)type;
            return Varint.Write(buffer, Varint.Write(buffer, offset + 1, a), b);
        }

        /// <summary>RESET_STREAM (id, code, final size).</summary>
        public static int Write(byte[] buffer, int offset, int type, long a, long b, long c)
        {
            buffer[offset] = (byte)type;
            return Varint.Write(buffer, Varint.Write(buffer, Varint.Write(buffer, offset + 1, a), b), c);
        }

        /// <summary>PATH_CHALLENGE or PATH_RESPONSE with its 8 bytes.</summary>
        public static int WritePath(byte[] buffer, int offset, int type, long data)
        {
            buffer[offset] = (byte)type;
            BigEndian.WriteUInt64(buffer, offset + 1, (ulong)data);
            return offset + 9;
        }

        /// <summary>CONNECTION_CLOSE without a reason phrase.</summary>
        /// <param name="buffer">Packet.</param>
        /// <param name="offset">Where to write.</param>
        /// <param name="application">Whether the code is an application's: then the frame has no frame type field.</param>
        /// <param name="code">Error code.</param>
        /// <param name="frameType">Frame type that caused it, 0 if unknown.</param>
        public static int WriteConnectionClose(byte[] buffer, int offset, bool application, long code, int frameType)
        {
            int p = Varint.Write(buffer, offset + 1, code);
            if (application)
            {
                buffer[offset] = FrameType.ConnectionCloseApplication;
            }
            else
            {
                buffer[offset] = FrameType.ConnectionClose;
                p = Varint.Write(buffer, p, frameType);
            }

            buffer[p] = 0;
            return p + 1;
        }
    }
}
