// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Text.Json;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>
    /// One connection's events as JSON text sequences (RFC 7464): qlog 0.3 (draft-ietf-quic-qlog-main-schema-02, draft-ietf-quic-qlog-quic-events-01), the version that qvis
    /// and most other tools read.
    /// </summary>
    internal sealed class QlogFile : IDisposable
    {
        private const byte RecordSeparator = 0x1E;
        private const double Milliseconds = 1000.0;

        private static readonly string[] s_packetTypes = { "initial", "0RTT", "handshake", "retry", "1RTT", "version_negotiation" };

        private readonly string _path;
        private readonly long _begin;
        private Stream _stream;
        private bool _hasIds;
        private int _state = ConnectionState.Waiting;
        private int _keys;
        private int _generation;
        private int _phase;
        private Metrics _metrics;

        /// <summary>Begins a file.</summary>
        /// <param name="path">Its path; the file must not exist.</param>
        /// <param name="now">The time to which all others are relative, in microseconds.</param>
        public QlogFile(string path, long now)
        {
            _begin = now;
            _path = path;
        }

        /// <summary>Logs a packet that was opened.</summary>
        /// <param name="now">Microseconds.</param>
        /// <param name="type">Its <see cref="PacketType"/>.</param>
        /// <param name="number">Its number.</param>
        /// <param name="header">Its header.</param>
        /// <param name="buffer">Holds its frames.</param>
        /// <param name="payload">Where they begin.</param>
        /// <param name="end">Where they end.</param>
        public void PacketReceived(long now, int type, long number, PacketHeader header, byte[] buffer, int payload, int end)
        {
            Begin(header, buffer);
            Packet("transport:packet_received", now, type, number, end + PacketProtection.TagLength - header.Start, buffer, payload, end);
        }

        /// <summary>Logs a packet that is about to be sealed.</summary>
        public void PacketSent(long now, PacketHeader header, long number, byte[] buffer, int payloadEnd)
        {
            int type = buffer[header.Start] < 0x80 ? PacketType.OneRtt : (buffer[header.Start] >> 4) & 3;
            int payload = header.NumberOffset + header.NumberLength;
            Packet("transport:packet_sent", now, type, number, payloadEnd + PacketProtection.TagLength - header.Start, buffer, payload, payloadEnd);
        }

        /// <summary>Logs that what a packet carried has to be sent again.</summary>
        public void PacketLost(long now, Connection c, int record)
        {
            int meta = c.Shorts[record];
            if (!_hasIds || (meta & SentPacketTracker.InFlight) == 0)
            {
                // It was lost before, or is repeated as a probe.
                return;
            }

            int space = meta >> SentPacketTracker.SpaceShift;
            long next = LossDetector.NextNumber(c, space);
            long number = next - (ushort)((int)next - c.Shorts[c.Layout.Packets + record]);
            Event("recovery:packet_lost", now, json =>
            {
                json.WriteStartObject("header");
                json.WriteString("packet_type", space == PacketSpace.Application ? "1RTT" : space == PacketSpace.Handshake ? "handshake" : "initial");
                json.WriteNumber("packet_number", number);
                json.WriteEndObject();
            });
        }

        /// <summary>Logs what changed: the connection's state, its keys, the metrics of loss recovery.</summary>
        public void Follow(long now, Connection c)
        {
            if (c.Longs == null)
            {
                return;
            }

            if (c.State != _state)
            {
                SetState(now, c.State);
            }

            FollowKeys(now, c);
            if (c.State == ConnectionState.Handshaking || c.State == ConnectionState.Established)
            {
                FollowMetrics(now, c);
            }
        }

        /// <summary>Logs that the slot is given back.</summary>
        public void Close(long now)
        {
            if (_state != ConnectionState.Free)
            {
                SetState(now, ConnectionState.Free);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _stream?.Dispose();
        }

        private static string StateName(int state)
        {
            return state switch
            {
                ConnectionState.Handshaking => "handshake_started",
                ConnectionState.Established => "handshake_confirmed",
                ConnectionState.Closing => "closing",
                ConnectionState.Draining => "draining",
                ConnectionState.Waiting => "attempted",
                _ => "closed",
            };
        }

        private static string Hex(byte[] buffer, int offset, int length) => Convert.ToHexStringLower(buffer, offset, length);

        // The first packet has the id by which people find the connection; a slot that never opens one leaves no file.
        private void Begin(PacketHeader header, byte[] buffer)
        {
            if (_hasIds)
            {
                return;
            }

            _hasIds = true;
            _stream = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            string id = Hex(buffer, header.DestinationIdOffset, header.DestinationIdLength);
            Write(json =>
            {
                json.WriteString("qlog_version", "0.3");
                json.WriteString("qlog_format", "JSON-SEQ");
                json.WriteString("title", "MilliHttp.Nano");
                json.WriteStartObject("trace");
                json.WriteStartObject("vantage_point");
                json.WriteString("name", "server");
                json.WriteString("type", "server");
                json.WriteEndObject();
                json.WriteStartObject("common_fields");
                json.WriteString("ODCID", id);
                json.WriteString("group_id", id);
                json.WriteString("time_format", "relative");
                json.WriteNumber("reference_time", _begin / Milliseconds);
                json.WriteEndObject();
                json.WriteEndObject();
            });
        }

        private void SetState(long now, int state)
        {
            string old = StateName(_state);
            _state = state;
            Event("connectivity:connection_state_updated", now, json =>
            {
                json.WriteString("old", old);
                json.WriteString("new", StateName(state));
            });
        }

        private void Packet(string name, long now, int type, long number, int length, byte[] buffer, int payload, int end)
        {
            Event(name, now, json =>
            {
                json.WriteStartObject("header");
                json.WriteString("packet_type", s_packetTypes[type]);
                json.WriteNumber("packet_number", number);
                json.WriteEndObject();
                json.WriteStartObject("raw");
                json.WriteNumber("length", length);
                json.WriteNumber("payload_length", end - payload);
                json.WriteEndObject();
                json.WriteStartArray("frames");
                QlogFrames.Write(json, buffer, payload, end);
                json.WriteEndArray();
            });
        }

        private void FollowKeys(long now, Connection c)
        {
            int keys = c.Handshake == null ? 0 : c.Handshake.Flags & (HandshakeState.HasInitialKeys | HandshakeState.HasHandshakeKeys);
            foreach ((int bit, string name) in new[] { (HandshakeState.HasInitialKeys, "initial"), (HandshakeState.HasHandshakeKeys, "handshake") })
            {
                if (((keys ^ _keys) & bit) != 0)
                {
                    bool made = (keys & bit) != 0;
                    foreach (string side in new[] { "server_", "client_" })
                    {
                        Event(made ? "security:key_updated" : "security:key_retired", now, json =>
                        {
                            json.WriteString("key_type", side + name + "_secret");
                            json.WriteString("trigger", "tls");
                        });
                    }
                }
            }

            _keys = keys;
            if (c.State != ConnectionState.Established)
            {
                return;
            }

            int phase = ApplicationKeys.SendPhase(c);
            if (_generation == 0 || phase != _phase)
            {
                string trigger = _generation == 0 ? "tls" : "remote_update";
                int generation = _generation++;
                _phase = phase;
                foreach (string side in new[] { "server_", "client_" })
                {
                    Event("security:key_updated", now, json =>
                    {
                        json.WriteString("key_type", side + "1rtt_secret");
                        json.WriteString("trigger", trigger);
                        json.WriteNumber("generation", generation);
                    });
                }
            }
        }

        private void FollowMetrics(long now, Connection c)
        {
            Metrics metrics = new Metrics(
                RttEstimator.MinRtt(c), RttEstimator.Smoothed(c), LossDetector.ProbeCount(c), c.Ints[CongestionController.CongestionWindow], CongestionController.BytesInFlight(c), c.Ints[CongestionController.SlowStartThreshold]);
            if (metrics == _metrics)
            {
                return;
            }

            Metrics before = _metrics;
            _metrics = metrics;
            Event("recovery:metrics_updated", now, json =>
            {
                Number(json, "min_rtt", before?.MinRtt, metrics.MinRtt, Milliseconds);
                Number(json, "smoothed_rtt", before?.SmoothedRtt, metrics.SmoothedRtt, Milliseconds);
                Number(json, "pto_count", before?.PtoCount, metrics.PtoCount, 1);
                Number(json, "congestion_window", before?.CongestionWindow, metrics.CongestionWindow, 1);
                Number(json, "bytes_in_flight", before?.BytesInFlight, metrics.BytesInFlight, 1);
                if (metrics.Ssthresh < int.MaxValue)
                {
                    Number(json, "ssthresh", before?.Ssthresh, metrics.Ssthresh, 1);
                }
            });
        }

        private static void Number(Utf8JsonWriter json, string name, int? before, int value, double unit)
        {
            if (before != value)
            {
                json.WriteNumber(name, value / unit);
            }
        }

        private void Event(string name, long now, Action<Utf8JsonWriter> data)
        {
            if (!_hasIds)
            {
                return;
            }

            Write(json =>
            {
                json.WriteNumber("time", (now - _begin) / Milliseconds);
                json.WriteString("name", name);
                json.WriteStartObject("data");
                data(json);
                json.WriteEndObject();
            });
        }

        private void Write(Action<Utf8JsonWriter> content)
        {
            _stream.WriteByte(RecordSeparator);
            using (Utf8JsonWriter json = new Utf8JsonWriter(_stream))
            {
                json.WriteStartObject();
                content(json);
                json.WriteEndObject();
            }

            _stream.WriteByte((byte)'\n');
            _stream.Flush();
        }

        private sealed record Metrics(int MinRtt, int SmoothedRtt, int PtoCount, int CongestionWindow, int BytesInFlight, int Ssthresh);
    }
}
