// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Transport parameters (RFC 9000 section 18). <see cref="Parse"/> sets the fields to the peer's values; one instance serves all
    /// handshakes, what a connection needs longer it copies. Parameters that are bytes are checked and not kept: <see cref="Find"/> tells where one is.
    /// </summary>
    public sealed class TransportParameters
    {
        /// <summary>max_idle_timeout, milliseconds; 0 for none.</summary>
        public long MaxIdleTimeout;

        /// <summary>max_udp_payload_size.</summary>
        public long MaxUdpPayloadSize;

        /// <summary>initial_max_data.</summary>
        public long InitialMaxData;

        /// <summary>initial_max_stream_data_bidi_local.</summary>
        public long InitialMaxStreamDataBidiLocal;

        /// <summary>initial_max_stream_data_bidi_remote.</summary>
        public long InitialMaxStreamDataBidiRemote;

        /// <summary>initial_max_stream_data_uni.</summary>
        public long InitialMaxStreamDataUni;

        /// <summary>initial_max_streams_bidi.</summary>
        public long InitialMaxStreamsBidi;

        /// <summary>initial_max_streams_uni.</summary>
        public long InitialMaxStreamsUni;

        /// <summary>ack_delay_exponent.</summary>
        public int AckDelayExponent;

        /// <summary>max_ack_delay, milliseconds.</summary>
        public int MaxAckDelay;

        /// <summary>active_connection_id_limit.</summary>
        public long ActiveConnectionIdLimit;

        /// <summary>Parses the value of the quic_transport_parameters extension.</summary>
        /// <param name="buffer">Where it lies.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="length">Length.</param>
        /// <param name="fromClient">Whether a client sent it: it must not send the four that are a server's.</param>
        /// <returns>0, or TRANSPORT_PARAMETER_ERROR.</returns>
        public int Parse(byte[] buffer, int offset, int length, bool fromClient)
        {
            SetDefaults();
            int seen = 0;
            int p = offset;
            int end = offset + length;
            int count = 0;
            while (p < end)
            {
                int start = p;
                if (end - p < Varint.Length(buffer, p))
                {
                    return TransportError.TransportParameter;
                }

                long id = Varint.Read(buffer, p);
                p += Varint.Length(buffer, p);
                if (p >= end || end - p < Varint.Length(buffer, p))
                {
                    return TransportError.TransportParameter;
                }

                long size = Varint.Read(buffer, p);
                p += Varint.Length(buffer, p);
                if (size > end - p)
                {
                    return TransportError.TransportParameter;
                }

                int valueOffset = p;
                int valueLength = (int)size;
                p += valueLength;
                count++;
                if (id > IdRetrySourceId)
                {
                    // Ignored, but not twice. The bound keeps a peer from making this quadratic.
                    if (count <= 64 && AppearsBefore(buffer, offset, start, id))
                    {
                        return TransportError.TransportParameter;
                    }

                    continue;
                }

                int bit = 1 << (int)id;
                if ((seen & bit) != 0 || fromClient && (bit & ServerOnly) != 0)
                {
                    return TransportError.TransportParameter;
                }

                seen |= bit;
                if ((bit & Integers) == 0)
                {
                    if (!TakeBytes((int)id, buffer, valueOffset, valueLength))
                    {
                        return TransportError.TransportParameter;
                    }

                    continue;
                }

                if (valueLength == 0 || Varint.Length(buffer, valueOffset) != valueLength || !TakeInteger((int)id, Varint.Read(buffer, valueOffset)))
                {
                    return TransportError.TransportParameter;
                }
            }

            return 0;
        }

        /// <summary>Where the value of a parameter begins, whose length is in the byte before it; -1 if it is absent.</summary>
        /// <param name="buffer">Holds parameters that <see cref="Parse"/> found well-formed.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="length">Length.</param>
        /// <param name="id">Which one; one whose value has less than 64 bytes.</param>
        public static int Find(byte[] buffer, int offset, int length, int id)
        {
            int end = offset + length;
            while (offset < end)
            {
                long found = Varint.Read(buffer, offset);
                offset += Varint.Length(buffer, offset);
                int size = (int)Varint.Read(buffer, offset);
                offset += Varint.Length(buffer, offset);
                if (found == id)
                {
                    return offset;
                }

                offset += size;
            }

            return -1;
        }

        /// <summary>Sets every field to what holds if the parameter is absent.</summary>
        public void SetDefaults()
        {
            MaxIdleTimeout = 0;
            MaxUdpPayloadSize = 65527;
            InitialMaxData = 0;
            InitialMaxStreamDataBidiLocal = 0;
            InitialMaxStreamDataBidiRemote = 0;
            InitialMaxStreamDataUni = 0;
            InitialMaxStreamsBidi = 0;
            InitialMaxStreamsUni = 0;
            AckDelayExponent = 3;
            MaxAckDelay = 25;
            ActiveConnectionIdLimit = 2;
        }

        /// <summary>Writes the fields that are numbers, those at their default left out.</summary>
        /// <returns>Offset after them.</returns>
        public int WriteNumbers(byte[] buffer, int offset)
        {
            int p = offset;
            p = WriteInteger(buffer, p, 0x01, MaxIdleTimeout, 0);
            p = WriteInteger(buffer, p, 0x03, MaxUdpPayloadSize, 65527);
            p = WriteInteger(buffer, p, 0x04, InitialMaxData, 0);
            p = WriteInteger(buffer, p, 0x05, InitialMaxStreamDataBidiLocal, 0);
            p = WriteInteger(buffer, p, 0x06, InitialMaxStreamDataBidiRemote, 0);
            p = WriteInteger(buffer, p, 0x07, InitialMaxStreamDataUni, 0);
            p = WriteInteger(buffer, p, 0x08, InitialMaxStreamsBidi, 0);
            p = WriteInteger(buffer, p, 0x09, InitialMaxStreamsUni, 0);
            p = WriteInteger(buffer, p, 0x0A, AckDelayExponent, 3);
            p = WriteInteger(buffer, p, 0x0B, MaxAckDelay, 25);
            return WriteInteger(buffer, p, 0x0E, ActiveConnectionIdLimit, 2);
        }

        /// <summary>Writes a parameter that is bytes: connection ids, reset token.</summary>
        /// <returns>Offset after it.</returns>
        public static int WriteBytes(byte[] buffer, int offset, int id, byte[] value, int valueOffset, int valueLength)
        {
            buffer[offset] = (byte)id;
            buffer[offset + 1] = (byte)valueLength;
            System.Array.Copy(value, valueOffset, buffer, offset + 2, valueLength);
            return offset + 2 + valueLength;
        }

        // Bit n: parameter n. original_destination_connection_id, stateless_reset_token, preferred_address, retry_source_connection_id.
        private const int ServerOnly = 1 << 0x00 | 1 << 0x02 | 1 << 0x0D | 1 << 0x10;
        private const int Integers = 0x4FFA;

        private static int WriteInteger(byte[] buffer, int p, int id, long value, long absent)
        {
            if (value == absent)
            {
                return p;
            }

            buffer[p] = (byte)id;
            buffer[p + 1] = (byte)Varint.Size(value);
            return Varint.Write(buffer, p + 2, value);
        }

        private static bool AppearsBefore(byte[] buffer, int p, int end, long id)
        {
            while (p < end)
            {
                if (Varint.Read(buffer, p) == id)
                {
                    return true;
                }

                p += Varint.Length(buffer, p);
                p += Varint.Length(buffer, p) + (int)Varint.Read(buffer, p);
            }

            return false;
        }

        private bool TakeInteger(int id, long value)
        {
            switch (id)
            {
                case 0x01:
                    MaxIdleTimeout = value;
                    return true;
                case 0x03:
                    MaxUdpPayloadSize = value;
                    return value >= 1200;
                case 0x04:
                    InitialMaxData = value;
                    return true;
                case 0x05:
                    InitialMaxStreamDataBidiLocal = value;
                    return true;
                case 0x06:
                    InitialMaxStreamDataBidiRemote = value;
                    return true;
                case 0x07:
                    InitialMaxStreamDataUni = value;
                    return true;
                case 0x08:
                    InitialMaxStreamsBidi = value;
                    return value <= 1L << 60;
                case 0x09:
                    InitialMaxStreamsUni = value;
                    return value <= 1L << 60;
                case 0x0A:
                    AckDelayExponent = (int)value;
                    return value <= 20;
                case 0x0B:
                    MaxAckDelay = (int)value;
                    return value < 1 << 14;
                default:
                    ActiveConnectionIdLimit = value;
                    return value >= 2;
            }
        }

        private bool TakeBytes(int id, byte[] buffer, int offset, int length)
        {
            switch (id)
            {
                case IdResetToken:
                    return length == 16;
                case 0x0C:
                    return length == 0;
                case 0x0D:
                    // Two addresses with ports, a connection id of 1 to 20 bytes, a reset token.
                    return length >= 42 && buffer[offset + 24] >= 1 && buffer[offset + 24] <= PacketHeader.MaxIdLength && length == 41 + buffer[offset + 24];
                default:
                    // Connection ids.
                    return length <= PacketHeader.MaxIdLength;
            }
        }

        /// <summary>original_destination_connection_id.</summary>
        public const int IdOriginalDestinationId = 0x00;

        /// <summary>stateless_reset_token.</summary>
        public const int IdResetToken = 0x02;

        /// <summary>initial_source_connection_id.</summary>
        public const int IdInitialSourceId = 0x0F;

        /// <summary>retry_source_connection_id.</summary>
        public const int IdRetrySourceId = 0x10;
    }
}
