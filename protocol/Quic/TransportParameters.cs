// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Transport parameters (RFC 9000 section 18). <see cref="Parse"/> sets the fields to the peer's values; one instance serves all
    /// handshakes, what a connection needs longer it copies.
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

        /// <summary>Whether disable_active_migration is there.</summary>
        public bool DisableActiveMigration;

        /// <summary>Where in the parsed buffer initial_source_connection_id is; -1 if absent.</summary>
        public int InitialSourceIdOffset;

        /// <summary>Its length.</summary>
        public int InitialSourceIdLength;

        /// <summary>Where original_destination_connection_id is (from a server); -1 if absent.</summary>
        public int OriginalDestinationIdOffset;

        /// <summary>Its length.</summary>
        public int OriginalDestinationIdLength;

        /// <summary>Where retry_source_connection_id is (from a server); -1 if absent.</summary>
        public int RetrySourceIdOffset;

        /// <summary>Its length.</summary>
        public int RetrySourceIdLength;

        /// <summary>Where stateless_reset_token (16 bytes, from a server) is; -1 if absent.</summary>
        public int ResetTokenOffset;

        /// <summary>Parses the value of the quic_transport_parameters extension.</summary>
        /// <param name="buffer">Where it lies.</param>
        /// <param name="offset">First byte.</param>
        /// <param name="length">Length.</param>
        /// <param name="fromClient">Whether a client sent it: it must not send the four that are a server's.</param>
        /// <returns>0, or TRANSPORT_PARAMETER_ERROR.</returns>
        public int Parse(byte[] buffer, int offset, int length, bool fromClient)
        {
            return 0;
        }

        /// <summary>Writes the fields that are numbers, those at their default left out.</summary>
        /// <returns>Offset after them.</returns>
        public int WriteNumbers(byte[] buffer, int offset)
        {
            return offset;
        }

        /// <summary>Writes a parameter that is bytes: connection ids, reset token.</summary>
        /// <returns>Offset after it.</returns>
        public static int WriteBytes(byte[] buffer, int offset, int id, byte[] value, int valueOffset, int valueLength)
        {
            return offset;
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
