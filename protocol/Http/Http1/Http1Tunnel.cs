// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>A connection that has become a tunnel: bytes go to the handler as they arrive, and come from it as it has them.</summary>
    internal static class Http1Tunnel
    {
        /// <summary>Time that a handler has to end its tunnel, microseconds.</summary>
        private const long LeaveTime = 1000000;

        /// <summary>Whether <see cref="Process"/> would do something if the client took output.</summary>
        internal static bool HasWork(Http1Connection c)
        {
            TunnelHandler tunnel = (TunnelHandler)c.Source;
            return c.SentLength < tunnel.End(c.Slot) || tunnel.IsEnded(c.Slot) || HasInput(c, tunnel);
        }

        /// <summary>Moves bytes, both ways.</summary>
        /// <returns>Whether anything moved.</returns>
        internal static bool Process(Http1Connection c, long now)
        {
            TunnelHandler tunnel = (TunnelHandler)c.Source;
            bool moved = false;
            try
            {
                while (HasInput(c, tunnel))
                {
                    Http1Channel channel = c.Channel;
                    int count = channel.ReadLength;
                    if (count > 0)
                    {
                        int room = tunnel.Room(c.Slot);
                        if (count > room)
                        {
                            count = room;
                        }

                        if (count > 0)
                        {
                            tunnel.Receive(c.Slot, channel.ReadBuffer, channel.ReadOffset, count);
                            channel.Consume(count);
                            c.Flags |= Http1Flags.TunnelStaged;
                        }
                    }

                    moved = true;
                    if ((c.Flags & Http1Flags.TunnelStaged) != 0 && channel.IsVerified)
                    {
                        c.Flags &= ~Http1Flags.TunnelStaged;
                        tunnel.Verified(c.Slot);
                    }
                    else if (count == 0)
                    {
                        c.Flags |= Http1Flags.TunnelEnded;
                        c.Deadline = now + LeaveTime;
                        tunnel.ReceiveEnd(c.Slot);
                    }
                }
            }
            catch (System.Exception)
            {
                c.Service.ErrorCount++;
                c.Close();
                return true;
            }

            return moved;
        }

        /// <summary>The connection is needed: asks the handler to end the tunnel.</summary>
        internal static void Leave(Http1Connection c, long now)
        {
            if ((c.Flags & Http1Flags.TunnelLeaving) == 0)
            {
                c.Flags |= Http1Flags.TunnelLeaving;
                c.Deadline = now + LeaveTime;
                try
                {
                    ((TunnelHandler)c.Source).GoAway(c.Slot);
                }
                catch (System.Exception)
                {
                    c.Service.ErrorCount++;
                    c.Close();
                }
            }
        }

        private static bool HasInput(Http1Connection c, TunnelHandler tunnel)
        {
            Http1Channel channel = c.Channel;
            if ((c.Flags & Http1Flags.TunnelStaged) != 0 && channel.IsVerified)
            {
                return true;
            }

            return channel.ReadLength > 0 ? tunnel.Room(c.Slot) > 0 : channel.IsPeerClosed && (c.Flags & Http1Flags.TunnelEnded) == 0;
        }
    }
}
