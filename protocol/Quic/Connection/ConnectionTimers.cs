// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>The timers of a connection, combined into one deadline, so that a turn of the loop looks at one number per slot.</summary>
    internal static class ConnectionTimers
    {
        /// <summary>Computes <see cref="Connection.Deadline"/>; called when a connection has nothing to send at the moment.</summary>
        internal static void Update(Connection c)
        {
            long deadline;
            if (c.State == ConnectionState.Free)
            {
                c.Deadline = long.MaxValue;
                return;
            }

            if ((c.State & ConnectionState.Alive) == 0)
            {
                c.Deadline = c.State == ConnectionState.Waiting ? c.WaitingDeadline : c.ClosingDeadline == long.MaxValue ? 0 : c.ClosingDeadline;
                return;
            }

            deadline = c.IdleDeadline;
            bool blocked = (c.Flags & Connection.Blocked) != 0;
            long time = LossDetector.Timeout(c, blocked);
            if (time < deadline)
            {
                deadline = time;
            }

            if (!blocked && (c.Flags & Connection.Paced) != 0)
            {
                time = CongestionController.PacingTime(c);
                if (time < deadline)
                {
                    deadline = time;
                }
            }

            if (c.State == ConnectionState.Established)
            {
                if (!blocked)
                {
                    time = ReceivedPacketTracker.AckTime(c.Longs, ReceivedPacketTracker.Application);
                    if (time < deadline)
                    {
                        deadline = time;
                    }
                }

                if (c.PathDeadline < deadline)
                {
                    deadline = c.PathDeadline;
                }

                time = ApplicationKeys.StepTime(c);
                if (time < deadline && time != 0)
                {
                    deadline = time;
                }

                if (IsStalled(c) && c.IdleDeadline - (c.IdleTimeout * 500L) < deadline)
                {
                    deadline = c.IdleDeadline - (c.IdleTimeout * 500L);
                }
            }
            else
            {
                HandshakeState hs = c.Handshake;
                time = hs.Started + (QuicProfile.HandshakeTimeoutMilliseconds * 1000L);
                if (time < deadline)
                {
                    deadline = time;
                }

                if (!blocked)
                {
                    time = HandshakePackets.AckTime(hs);
                    if (time < deadline)
                    {
                        deadline = time;
                    }
                }
            }

            c.Deadline = deadline;
        }

        /// <summary>Runs what is due.</summary>
        internal static void Handle(Connection c, long now)
        {
            QuicShared s = c.Shared;
            if (c.State == ConnectionState.Waiting)
            {
                if (now >= c.WaitingDeadline)
                {
                    s.Count(QuicCounter.DroppedPoolBusy);
                    c.Release();
                }

                return;
            }

            if ((c.State & ConnectionState.Ending) != 0)
            {
                if (c.ClosingDeadline == long.MaxValue)
                {
                    c.ClosingDeadline = now + (3L * RttEstimator.ProbeTimeout(c));
                }
                else if (now >= c.ClosingDeadline)
                {
                    c.Release();
                }

                return;
            }

            if (c.Handshake != null && now >= c.Handshake.Started + (QuicProfile.HandshakeTimeoutMilliseconds * 1000L))
            {
                s.Count(QuicCounter.HandshakesTimedOut);
                c.Release();
                return;
            }

            if (now >= c.IdleDeadline)
            {
                s.Count(QuicCounter.ConnectionsTimedOut);
                c.Release();
                return;
            }

            if (now >= c.PathDeadline)
            {
                PathManager.OnTimeout(c);
                if (c.State == ConnectionState.Free)
                {
                    return;
                }
            }

            if (c.State == ConnectionState.Established && ApplicationKeys.StepTime(c) <= now)
            {
                s.KeyWork |= 1 << c.Slot;
            }

            if (c.State == ConnectionState.Established && IsStalled(c) && now >= c.IdleDeadline - (c.IdleTimeout * 500L))
            {
                // Half of the idle timeout is over: the peer is told again, which also keeps the connection alive.
                StreamSender.RepeatBlocked(c);
            }

            LossDetector.HandleTimeout(c, now);
            c.Wake();
        }

        /// <summary>Whether the peer's flow control holds data back, nothing is in flight, and something could be sent.</summary>
        private static bool IsStalled(Connection c)
        {
            return CongestionController.BytesInFlight(c) == 0 && (c.Flags & Connection.Blocked) == 0 && StreamSender.IsBlocked(c);
        }

        /// <summary>A packet of the peer was processed: restarts the idle timer (RFC 9000 section 10.1).</summary>
        internal static void OnReceived(Connection c, long now)
        {
            c.Flags &= ~Connection.SentSinceReceived;
            Restart(c, now);
        }

        /// <summary>An ack-eliciting packet was sent: restarts the idle timer, if it is the first one since a packet was received.</summary>
        internal static void OnSent(Connection c, long now)
        {
            if ((c.Flags & Connection.SentSinceReceived) == 0)
            {
                c.Flags |= Connection.SentSinceReceived;
                Restart(c, now);
            }
        }

        private static void Restart(Connection c, long now)
        {
            // At least three probe timeouts (RFC 9000 section 10.1).
            long idle = c.IdleTimeout * 1000L;
            long least = 3L * RttEstimator.ProbeTimeout(c);
            c.IdleDeadline = now + (idle > least ? idle : least);
        }
    }
}
