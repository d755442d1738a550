// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Text.Json;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>The frames of a packet as qlog names them (draft-ietf-quic-qlog-quic-events-01, appendix A).</summary>
    internal static class QlogFrames
    {
        private const int StreamFlags = 7;  // OFF, LEN, FIN (RFC 9000 section 19.8)

        /// <summary>Writes the frames between two offsets as the elements of an array.</summary>
        public static void Write(Utf8JsonWriter json, byte[] buffer, int offset, int end)
        {
            Frame frame = new Frame();
            int p = offset;
            while (p < end)
            {
                int next = FrameReader.Parse(buffer, p, end, frame);
                json.WriteStartObject();
                if (next <= p)
                {
                    json.WriteString("frame_type", "unknown");
                    json.WriteNumber("raw_frame_type", buffer[p]);
                    json.WriteEndObject();
                    return;
                }

                WriteOne(json, buffer, p, next, frame);
                json.WriteEndObject();
                p = next;
            }
        }

        private static void WriteOne(Utf8JsonWriter json, byte[] buffer, int start, int end, Frame frame)
        {
            int type = frame.Type;
            if ((type & ~StreamFlags) == FrameType.Stream)
            {
                json.WriteString("frame_type", "stream");
                json.WriteNumber("stream_id", frame.StreamId);
                json.WriteNumber("offset", frame.Offset);
                json.WriteNumber("length", frame.DataLength);
                if (frame.Fin != 0)
                {
                    json.WriteBoolean("fin", true);
                }

                return;
            }

            switch (type)
            {
                case FrameType.Padding:
                    json.WriteString("frame_type", "padding");
                    json.WriteNumber("payload_length", end - start);
                    break;
                case FrameType.Ping:
                    json.WriteString("frame_type", "ping");
                    break;
                case FrameType.Ack:
                case FrameType.AckEcn:
                    Ack(json, buffer, start, end, type == FrameType.AckEcn);
                    break;
                case FrameType.ResetStream:
                    Numbers(json, buffer, start, end, "reset_stream", "stream_id", "error_code", "final_size");
                    break;
                case FrameType.StopSending:
                    Numbers(json, buffer, start, end, "stop_sending", "stream_id", "error_code");
                    break;
                case FrameType.Crypto:
                    Numbers(json, buffer, start, end, "crypto", "offset", "length");
                    break;
                case FrameType.NewToken:
                    json.WriteString("frame_type", "new_token");
                    break;
                case FrameType.MaxData:
                    Numbers(json, buffer, start, end, "max_data", "maximum");
                    break;
                case FrameType.MaxStreamData:
                    Numbers(json, buffer, start, end, "max_stream_data", "stream_id", "maximum");
                    break;
                case FrameType.MaxStreamsBidi:
                case FrameType.MaxStreamsUni:
                    Numbers(json, buffer, start, end, "max_streams", "maximum");
                    json.WriteString("stream_type", type == FrameType.MaxStreamsBidi ? "bidirectional" : "unidirectional");
                    break;
                case FrameType.DataBlocked:
                    Numbers(json, buffer, start, end, "data_blocked", "limit");
                    break;
                case FrameType.StreamDataBlocked:
                    Numbers(json, buffer, start, end, "stream_data_blocked", "stream_id", "limit");
                    break;
                case FrameType.StreamsBlockedBidi:
                case FrameType.StreamsBlockedUni:
                    Numbers(json, buffer, start, end, "streams_blocked", "limit");
                    json.WriteString("stream_type", type == FrameType.StreamsBlockedBidi ? "bidirectional" : "unidirectional");
                    break;
                case FrameType.NewConnectionId:
                    Numbers(json, buffer, start, end, "new_connection_id", "sequence_number", "retire_prior_to");
                    break;
                case FrameType.RetireConnectionId:
                    Numbers(json, buffer, start, end, "retire_connection_id", "sequence_number");
                    break;
                case FrameType.PathChallenge:
                    json.WriteString("frame_type", "path_challenge");
                    break;
                case FrameType.PathResponse:
                    json.WriteString("frame_type", "path_response");
                    break;
                case FrameType.ConnectionClose:
                case FrameType.ConnectionCloseApplication:
                    Numbers(json, buffer, start, end, "connection_close", "error_code");
                    json.WriteString("error_space", type == FrameType.ConnectionClose ? "transport" : "application");
                    break;
                case FrameType.HandshakeDone:
                    json.WriteString("frame_type", "handshake_done");
                    break;
                default:
                    json.WriteString("frame_type", "unknown");
                    json.WriteNumber("raw_frame_type", type);
                    break;
            }
        }

        // The frame's integers in their order, each under its name.
        private static void Numbers(Utf8JsonWriter json, byte[] buffer, int start, int end, string type, params string[] names)
        {
            json.WriteString("frame_type", type);
            int p = start + 1;
            foreach (string name in names)
            {
                if (p < end)
                {
                    json.WriteNumber(name, Integer(buffer, ref p));
                }
            }
        }

        private static void Ack(Utf8JsonWriter json, byte[] buffer, int start, int end, bool ecn)
        {
            int p = start + 1;
            long largest = Integer(buffer, ref p);
            long delay = Integer(buffer, ref p);
            long count = Integer(buffer, ref p);
            long smallest = largest - Integer(buffer, ref p);
            json.WriteString("frame_type", "ack");
            json.WriteNumber("ack_delay_raw", delay);
            json.WriteStartArray("acked_ranges");
            Range(json, smallest, largest);
            for (long i = 0; i < count && p < end; i++)
            {
                largest = smallest - Integer(buffer, ref p) - 2;
                smallest = largest - Integer(buffer, ref p);
                Range(json, smallest, largest);
            }

            json.WriteEndArray();
            if (ecn && p < end)
            {
                json.WriteNumber("ect0", Integer(buffer, ref p));
                json.WriteNumber("ect1", Integer(buffer, ref p));
                json.WriteNumber("ce", Integer(buffer, ref p));
            }
        }

        private static void Range(Utf8JsonWriter json, long smallest, long largest)
        {
            json.WriteStartArray();
            json.WriteNumberValue(smallest);
            json.WriteNumberValue(largest);
            json.WriteEndArray();
        }

        private static long Integer(byte[] buffer, ref int p)
        {
            long value = Varint.Read(buffer, p);
            p += Varint.Length(buffer, p);
            return value;
        }
    }
}
