// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>The memory of a connection and what the server's classes do with it, without endpoint and handshake.</summary>
    public sealed class ConnectionParts
    {
        /// <summary>Makes the memory.</summary>
        /// <param name="isServer">Which end it is.</param>
        /// <param name="bidi">Streams in both directions, which the client opens.</param>
        /// <param name="arena">Bytes of receive memory.</param>
        /// <param name="packets">Packets in flight.</param>
        /// <param name="entries">Ranges a packet can carry.</param>
        public ConnectionParts(bool isServer, int bidi, int arena, int packets, int entries)
        {
            QuicProfile profile = new QuicProfile();
            profile.RequestStreams = isServer ? bidi : 0;
            profile.PeerUniStreams = 3;
            profile.LocalUniStreams = 3;
            profile.ArenaSize = arena;
            profile.SentPackets = packets;
            profile.EntriesPerPacket = entries;
            Memory = new TestMemory(new StreamLayout(profile, isServer, isServer ? 0 : bidi));
            Memory.Allocate();
            SentPacketTracker.Reset(Memory);
            StreamMap.Reset(Memory);
            Tracker = new SentPacketTrackerView(Memory);
            Streams = new StreamMapView(Memory);
            Loss = new LossDetectorView(Memory, isServer);
            Keys = new ApplicationKeysView(Memory);
            Loss.Reset(1200);
        }

        /// <summary>What they work on.</summary>
        public readonly TestMemory Memory;

        /// <summary>Records of sent packets.</summary>
        public readonly SentPacketTrackerView Tracker;

        /// <summary>The streams.</summary>
        public readonly StreamMapView Streams;

        /// <summary>Recovery.</summary>
        public readonly LossDetectorView Loss;

        /// <summary>1-RTT keys.</summary>
        public readonly ApplicationKeysView Keys;
    }
}
