// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>The memory of a connection and the server's rooms over it, without endpoint and handshake.</summary>
    public sealed class ConnectionRooms
    {
        /// <summary>Makes the memory.</summary>
        /// <param name="isServer">Which end it is.</param>
        /// <param name="bidi">Streams in both directions, which the client opens.</param>
        /// <param name="arena">Bytes of receive memory.</param>
        /// <param name="packets">Packets in flight.</param>
        /// <param name="entries">Ranges a packet can carry.</param>
        public ConnectionRooms(bool isServer, int bidi, int arena, int packets, int entries)
        {
            QuicProfile profile = new QuicProfile();
            profile.RequestStreams = isServer ? bidi : 0;
            profile.PeerUniStreams = 3;
            profile.LocalUniStreams = 3;
            profile.ArenaSize = arena;
            profile.SentPackets = packets;
            profile.EntriesPerPacket = entries;
            Memory = new ConnectionMemory(new ConnectionLayout(profile, isServer, isServer ? 0 : bidi));
            Memory.Allocate();
            Tracker = new SentPacketTrackerView(Memory);
            Streams = new StreamMapView(Memory);
            Loss = new LossDetectorView(Memory);
            Keys = new ApplicationKeysView(Memory);
            Loss.Reset(1200);
        }

        /// <summary>What the rooms work on.</summary>
        public readonly ConnectionMemory Memory;

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
