// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>
    /// An end of a connection without handshake and packet protection: trackers, recovery and streams joined as a connection joins them.
    /// A packet is its number (8 bytes) and its frames.
    /// </summary>
    internal sealed class FramePeer : StreamSource
    {
        public readonly SentPacketTrackerView Tracker;
        public readonly StreamMapView Streams;
        public readonly LossDetectorView Loss;
        public readonly ReceivedPacketTrackerView Received;
        public readonly Dictionary<int, Func<long, byte>> Content = new Dictionary<int, Func<long, byte>>();
        public int Error;
        private readonly ConnectionMemory _memory;
        private readonly Frame _frame = new Frame();
        private readonly byte[] _buffer = new byte[1200];

        public FramePeer(bool server, int packets, int arena, int bidi = 4)
        {
            ConnectionParts parts = new ConnectionParts(server, bidi, arena, packets, 2);
            _memory = parts.Memory;
            Tracker = parts.Tracker;
            Streams = parts.Streams;
            Loss = parts.Loss;
            Loss.OnHandshakeConfirmed();
            Loss.OnPeerValidatedAddress();
            Received = new ReceivedPacketTrackerView();
        }

        public static void Join(FramePeer a, FramePeer b)
        {
            a.Streams.SetPeerLimits(b.Parameters());
            b.Streams.SetPeerLimits(a.Parameters());
        }

        public TransportParameters Parameters()
        {
            TransportParameters p = new TransportParameters();
            p.SetDefaults();
            p.InitialMaxData = Streams.InitialMaxData;
            p.InitialMaxStreamDataBidiLocal = Streams.InitialMaxStreamData;
            p.InitialMaxStreamDataBidiRemote = Streams.InitialMaxStreamData;
            p.InitialMaxStreamDataUni = Streams.InitialMaxStreamData;
            p.InitialMaxStreamsBidi = Streams.InitialMaxStreamsBidi;
            p.InitialMaxStreamsUni = Streams.InitialMaxStreamsUni;
            return p;
        }

        public override int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
        {
            Func<long, byte> content = Content[streamIndex];
            for (int i = 0; i < count; i++)
            {
                destination[destinationOffset + i] = content(offset + i);
            }

            return count;
        }

        /// <summary>The next packet, or null.</summary>
        public byte[] Poll(long now)
        {
            bool probe = Loss.Probes(PacketSpace.Application) > 0;
            bool ack = Received.AckTime <= now;
            int record = Tracker.FirstResend(PacketSpace.Application);
            bool may = Loss.CanSend(now);
            if (!ack && !probe && !(may && (record >= 0 || Tracker.CanTrack && Streams.WantsToSend)))
            {
                return null;
            }

            int p = 8;
            int end = 1184;
            if ((probe || may) && record >= 0)
            {
                Tracker.BeginResend(record);
                end -= Streams.ResendLength(record);
            }
            else if (probe || may)
            {
                Tracker.Begin(PacketSpace.Application);
            }

            bool acked = false;
            if (Received.HasUnacknowledged || ack)
            {
                int q = Received.WriteAck(_buffer, p, Math.Max(end, p), now, 3);
                acked = q != p;
                p = q;
            }

            end = 1184;
            if (Tracker.EntriesLeft != 0 || Tracker.CurrentEntryCount != 0)
            {
                int q = Streams.WriteFrames(_buffer, p, end, true, this);
                if (q < 0)
                {
                    throw new InvalidOperationException("source");
                }

                p = q;
                if (probe && !Tracker.HasContent)
                {
                    p = FrameWriter.Write(_buffer, p, FrameType.Ping);
                    Tracker.AddControl(ControlFrame.Ping);
                }

                if (!Tracker.HasContent)
                {
                    Tracker.Cancel();
                }
            }

            if (p == 8)
            {
                return null;
            }

            if (acked)
            {
                Received.OnAckSent();
            }

            byte[] packet = new byte[p];
            Array.Copy(_buffer, 8, packet, 8, p - 8);
            BitConverter.TryWriteBytes(packet, Loss.NextNumber(PacketSpace.Application));
            Loss.OnPacketSent(PacketSpace.Application, p + 16, now);
            return packet;
        }

        public void Feed(byte[] packet, long now)
        {
            long number = BitConverter.ToInt64(packet, 0);
            if (Received.IsDuplicate(number))
            {
                return;
            }

            bool eliciting = false;
            int p = 8;
            while (p < packet.Length)
            {
                p = FrameReader.Parse(packet, p, packet.Length, _frame);
                if (p < 0)
                {
                    Error = -p;
                    return;
                }

                eliciting |= FrameType.IsAckEliciting(_frame.Type);
                int status = 0;
                if (_frame.Type == FrameType.Ack)
                {
                    status = Loss.OnAck(_frame, packet, PacketSpace.Application, now);
                }
                else if (_frame.Type >= FrameType.ResetStream)
                {
                    status = Streams.OnFrame(_frame, packet);
                }

                if (status == StreamMap.NotStored)
                {
                    return;
                }

                if (status != 0)
                {
                    Error = status;
                    return;
                }
            }

            Received.OnReceived(number, eliciting, now, 25000);
        }

        public long NextTimeout
        {
            get
            {
                long time = Math.Min(Loss.Timeout(false), Received.AckTime);
                if (Tracker.CanTrack && Streams.WantsToSend || Tracker.FirstResend(PacketSpace.Application) >= 0)
                {
                    time = Math.Min(time, Loss.PacingTime);
                }

                return time;
            }
        }

        public string Dump()
        {
            System.Text.StringBuilder text = new System.Text.StringBuilder();
            foreach (object o in new object[] { _memory })
            {
                foreach (System.Reflection.FieldInfo f in o.GetType().GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public))
                {
                    object v = f.GetValue(o);
                    if (v is Array a && a.Length < 200)
                    {
                        v = string.Join(",", System.Linq.Enumerable.Cast<object>(a));
                    }

                    text.Append(f.Name).Append('=').Append(v).Append(' ');
                }

                text.AppendLine();
            }

            return text.ToString();
        }
    }
}
