// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The end of a connection (RFC 9000 section 10.2). The datagram with CONNECTION_CLOSE is sealed once, into the last bytes of the arena,
    /// which nothing else needs by then; all keys are wiped and the handshake's memory returned at that moment, and whatever still comes is
    /// answered with the same datagram, ever more rarely.
    /// </summary>
    internal static class ConnectionCloser
    {
        /// <summary>Begins to close; the datagram is made when output is polled.</summary>
        internal static void Begin(Connection c, bool application, long code)
        {
            if ((c.State & ConnectionState.Alive) == 0)
            {
                return;
            }

            if (c.State == ConnectionState.Handshaking)
            {
                c.Shared.Count(QuicCounter.HandshakesFailed);

                // Its computations end here. The keys that seal the closing datagram exist already.
                c.Handshake.Flags &= ~HandshakeState.Work;
            }

            c.ErrorCode = code;
            c.ErrorFrameType = 0;
            c.State = ConnectionState.Closing;
            c.Flags = (c.Flags & ~(Connection.CloseBuilt | Connection.CloseIsApplication)) | Connection.CloseDue;
            if (application)
            {
                c.Flags |= Connection.CloseIsApplication;
            }

            c.ClosingDeadline = long.MaxValue;
            c.ClosingReceived = 0;
            c.ClosingLength = 0;
            c.ReportClosed();
            c.Deadline = 0;
            c.Wake();
        }

        /// <summary>Closes for an error of the peer.</summary>
        internal static void Fail(Connection c, int code)
        {
            if (c.State == ConnectionState.Established)
            {
                c.Shared.Count(QuicCounter.ConnectionsFailed);
            }

            Begin(c, false, code);
        }

        /// <summary>Closes for an error of the peer in a frame.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="code">Transport error.</param>
        /// <param name="frameType">Type of the frame, below 0x40.</param>
        internal static void Fail(Connection c, int code, int frameType)
        {
            Fail(c, code);
            if (c.State == ConnectionState.Closing && (c.Flags & Connection.CloseBuilt) == 0)
            {
                c.ErrorFrameType = frameType;
            }
        }

        /// <summary>The peer closed, or reset statelessly: nothing is sent any more (section 10.2.2).</summary>
        internal static void Drain(Connection c, bool application, long code, long now)
        {
            if (c.State == ConnectionState.Handshaking)
            {
                c.Shared.Count(QuicCounter.HandshakesFailed);
            }

            c.ErrorCode = code;
            c.Flags &= ~(Connection.CloseDue | Connection.CloseIsApplication);
            if (application)
            {
                c.Flags |= Connection.CloseIsApplication;
            }

            c.State = ConnectionState.Draining;
            c.ClosingDeadline = now + (3L * RttEstimator.ProbeTimeout(c));
            c.ForgetKeys();
            c.ReportClosed();
            c.Wake();
        }

        /// <summary>A datagram came while closing: the 1st, 2nd, 4th, 8th .. is answered.</summary>
        internal static void OnDatagram(Connection c)
        {
            int count = ++c.ClosingReceived;
            if ((count & (count - 1)) == 0 && (c.Flags & Connection.CloseBuilt) != 0)
            {
                c.Flags |= Connection.CloseDue;
                c.Wake();
            }
        }

        /// <summary>Where in an arena the closing datagram begins: in the part where the Initial keys of the next client are derived later, after that client's datagram.</summary>
        internal static int Start(byte[] arena)
        {
            return arena.Length - PacketProtection.InitialWork;
        }

        /// <summary>Seals the closing datagram into the arena and wipes what it needed.</summary>
        internal static void Build(Connection c, long now)
        {
            QuicShared s = c.Shared;
            byte[] arena = c.Arena;
            int start = Start(arena);
            int p = start;
            HandshakeState hs = c.Handshake;
            bool application = (c.Flags & Connection.CloseIsApplication) != 0;
            if (hs != null)
            {
                // Before the handshake is complete an application error would reveal application state to an unauthenticated peer (section 10.2.3).
                long code = application ? TransportError.Application : c.ErrorCode;
                if ((hs.Flags & HandshakeState.HasInitialKeys) != 0)
                {
                    p = WriteLong(c, PacketSpace.Initial, arena, p, code);
                    p = s.Protection.Seal(CipherSuite.Aes128GcmSha256, hs.Keys, HandshakeState.ServerInitial, arena, s.Header, LossDetector.NextNumber(c, PacketSpace.Initial), p);
                }

                if ((hs.Flags & HandshakeState.HasHandshakeKeys) != 0)
                {
                    p = WriteLong(c, PacketSpace.Handshake, arena, p, code);
                    p = s.Protection.Seal(hs.Tls.Suite, hs.HandshakeKeys, HandshakeState.ServerHandshake, arena, s.Header, LossDetector.NextNumber(c, PacketSpace.Handshake), p);
                }
            }
            else
            {
                while (ApplicationKeys.IsUpdating(c))
                {
                    ApplicationKeys.Step(c, s.Protection);
                }

                long number = LossDetector.NextNumber(c, PacketSpace.Application);
                int length = PacketNumber.EncodedLength(number, LossDetector.LargestAcknowledged(c, PacketSpace.Application));
                int payload = s.Header.WriteShort(arena, p, ApplicationKeys.SendPhase(c), length, c.Bytes, ConnectionIds.Current(c));
                int end = FrameWriter.WriteConnectionClose(arena, payload, application, c.ErrorCode, c.ErrorFrameType);
                p = ApplicationKeys.Seal(c, s.Protection, arena, s.Header, number, end);
            }

            c.ClosingLength = p - start;
            c.ClosingDeadline = now + (3L * RttEstimator.ProbeTimeout(c));
            c.Flags |= Connection.CloseBuilt;
            c.ForgetKeys();
        }

        private static int WriteLong(Connection c, int space, byte[] buffer, int start, long code)
        {
            int length = PacketNumber.EncodedLength(LossDetector.NextNumber(c, space), LossDetector.LargestAcknowledged(c, space));
            int type = space == PacketSpace.Initial ? PacketType.Initial : PacketType.Handshake;
            int payload = c.Shared.Header.WriteLong(buffer, start, type, length, c.Bytes, ConnectionIds.Current(c), ConnectionIds.HandshakeId(c));
            return FrameWriter.WriteConnectionClose(buffer, payload, false, code, c.ErrorFrameType);
        }
    }
}
