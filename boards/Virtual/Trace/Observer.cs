// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>What the woven calls reach. Everything runs on the loop's thread.</summary>
    public static class Observer
    {
        private const int ClientHello = 1;
        private const int RandomOffset = 6;     // after the type, the length and the version
        private const int RandomLength = 32;

        private static QlogFolder s_qlog;
        private static KeyLog s_keys;
        private static Connection s_current;
        private static long s_now;
        private static HandshakeContext s_handshake;

        /// <summary>Begins to write.</summary>
        /// <param name="qlogFolder">Folder for a qlog file for each QUIC connection, or null.</param>
        /// <param name="keyFile">File for the secrets of all connections, or null.</param>
        public static void Start(string qlogFolder, string keyFile)
        {
            s_qlog = qlogFolder == null ? null : new QlogFolder(qlogFolder);
            s_keys = keyFile == null ? null : new KeyLog(keyFile);
        }

        /// <summary>Ends all files.</summary>
        public static void Stop()
        {
            s_qlog?.Dispose();
            s_keys?.Dispose();
            s_qlog = null;
            s_keys = null;
            s_current = null;
            s_handshake = null;
        }

        /// <summary>A datagram of a connection is about to be taken apart.</summary>
        public static void OnReceiving(Connection c, long now)
        {
            s_now = now;
        }

        /// <summary>A packet was opened and its frames are about to be taken.</summary>
        public static void OnPacketReceived(Connection c, int type, byte[] buffer)
        {
            PacketProtection opened = c.Shared.Protection;
            s_qlog?.Of(c, s_now).PacketReceived(s_now, type, opened.PacketNumber, c.Shared.Header, buffer, opened.PayloadOffset, opened.PayloadEnd);
        }

        /// <summary>A datagram of a connection was taken apart.</summary>
        public static void OnReceived(Connection c, long now)
        {
            s_qlog?.Of(c, now).Follow(now, c);
        }

        /// <summary>A datagram of a connection is about to be composed.</summary>
        public static void OnSending(Connection c, long now)
        {
            s_current = c;
            s_now = now;
        }

        /// <summary>It was composed: what is sealed now is no packet of a connection.</summary>
        public static void OnSent()
        {
            s_current = null;
        }

        /// <summary>A packet is about to be sealed.</summary>
        public static void OnPacketSealed(byte[] buffer, PacketHeader header, long number, int payloadEnd)
        {
            if (s_current != null)
            {
                s_qlog?.Of(s_current, s_now).PacketSent(s_now, header, number, buffer, payloadEnd);
            }
        }

        /// <summary>The state of loss recovery changed.</summary>
        public static void OnRecovery(ConnectionMemory c, long now)
        {
            // The test client keeps its own books with the same classes.
            if (c is Connection connection)
            {
                s_qlog?.Of(connection, now).Follow(now, connection);
            }
        }

        /// <summary>What a packet carried is given up.</summary>
        public static void OnPacketLost(ConnectionMemory c, int record)
        {
            if (c is Connection connection)
            {
                s_qlog?.Of(connection, s_now).PacketLost(s_now, connection, record);
            }
        }

        /// <summary>A slot is given back.</summary>
        public static void OnReleased(Connection c)
        {
            s_qlog?.End(c, s_now);
            if (s_current == c)
            {
                s_current = null;
            }
        }

        /// <summary>A handshake message has arrived.</summary>
        public static void OnMessage(HandshakeContext context, byte[] buffer, int offset, int length)
        {
            s_handshake = context;
            if (length >= RandomOffset + RandomLength && buffer[offset] == ClientHello)
            {
                s_keys?.SetRandom(context, buffer.AsSpan(offset + RandomOffset, RandomLength));
            }
        }

        /// <summary>A handshake goes on.</summary>
        public static void OnStep(HandshakeContext context)
        {
            s_handshake = context;
        }

        /// <summary>A secret or key was derived.</summary>
        public static void OnExpanded(int label, byte[] okm, int offset, int length)
        {
            string name = label switch
            {
                HkdfLabel.ClientHandshakeTraffic => "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                HkdfLabel.ServerHandshakeTraffic => "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                HkdfLabel.ClientApplicationTraffic => "CLIENT_TRAFFIC_SECRET_0",
                HkdfLabel.ServerApplicationTraffic => "SERVER_TRAFFIC_SECRET_0",
                _ => null,
            };
            if (name != null && s_handshake != null)
            {
                s_keys?.Write(s_handshake, name, okm.AsSpan(offset, length));
            }
        }
    }
}
