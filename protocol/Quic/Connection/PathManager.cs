// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Paths (RFC 9000 sections 8.2 and 9): one current path, at most one previous path that was validated, and one address that a PATH_RESPONSE is sent to.
    /// </summary>
    internal static class PathManager
    {
        /// <summary>
        /// The newest non-probing packet came from another address: that is the current path from now on, with limited sending until it is validated.
        /// </summary>
        /// <param name="c">Connection.</param>
        /// <param name="from">Where the packet came from.</param>
        /// <param name="idIndex">Index of the id of ours it was sent to.</param>
        /// <param name="length">Length of the datagram.</param>
        /// <param name="now">Time, microseconds.</param>
        internal static void Move(Connection c, DatagramAddress from, int idIndex, int length, long now)
        {
            QuicShared s = c.Shared;
            s.Count(QuicCounter.PathChanges);
            bool sameHost = from.High == c.AddressHigh && from.Low == c.AddressLow;
            if ((c.Flags & Connection.AddressValidated) != 0)
            {
                c.PreviousHigh = c.AddressHigh;
                c.PreviousLow = c.AddressLow;
                c.PreviousPort = c.Port;
                c.Flags |= Connection.HasPreviousPath | Connection.PreviousChallengeDue;
            }

            c.AddressHigh = from.High;
            c.AddressLow = from.Low;
            c.Port = from.Port;
            c.Flags &= ~Connection.AddressValidated;
            c.PathReceived = length;
            c.PathSent = 0;
            if (idIndex >= 0 && idIndex != c.PeerUses)
            {
                // The peer migrated on purpose and uses a new id: so do we (section 9.5). After a NAT rebinding the ids stay the same.
                c.PeerUses = idIndex;
                ConnectionIds.UseNext(c);
            }

            c.Pending |= ControlFrame.PathChallenge;
            int probe = RttEstimator.ProbeTimeout(c);
            c.PathDeadline = now + (3L * (probe > 1000000 ? probe : 1000000));
            if (!sameHost)
            {
                // Another port of the same host is most likely the same path (section 9.4).
                LossDetector.OnPathChange(c);
            }
        }

        /// <summary>PATH_CHALLENGE came; its answer is sent to the address that it came from.</summary>
        internal static void OnChallenge(Connection c, long data, DatagramAddress from, int length)
        {
            c.Response = data;
            c.ResponseHigh = from.High;
            c.ResponseLow = from.Low;
            c.ResponsePort = from.Port;
            c.ResponseLimit = length * 3;
            c.Flags |= Connection.ResponseDue;
        }

        /// <summary>PATH_RESPONSE came.</summary>
        internal static void OnResponse(Connection c, long data)
        {
            if (c.PathDeadline != long.MaxValue && data == c.Challenge)
            {
                c.Flags = (c.Flags | Connection.AddressValidated) & ~(Connection.HasPreviousPath | Connection.PreviousChallengeDue);
                c.PathDeadline = long.MaxValue;
                c.Pending = (c.Pending & ~ControlFrame.PathChallenge) | ControlFrame.NewToken;
            }
        }

        /// <summary>The current path was not validated in time: the previous one becomes current again, or the connection ends if there is none (section 9.3.2).</summary>
        internal static void OnTimeout(Connection c)
        {
            c.PathDeadline = long.MaxValue;
            c.Pending &= ~ControlFrame.PathChallenge;
            if ((c.Flags & Connection.HasPreviousPath) == 0)
            {
                c.Shared.Count(QuicCounter.ConnectionsTimedOut);
                c.Release();
                return;
            }

            c.AddressHigh = c.PreviousHigh;
            c.AddressLow = c.PreviousLow;
            c.Port = c.PreviousPort;
            c.Flags = (c.Flags | Connection.AddressValidated) & ~(Connection.HasPreviousPath | Connection.PreviousChallengeDue);
        }

        /// <summary>Whether an address is that of the current path.</summary>
        internal static bool IsCurrent(Connection c, DatagramAddress from)
        {
            return from.Low == c.AddressLow && from.Port == c.Port && from.High == c.AddressHigh;
        }

        /// <summary>Sets the receiver of the datagram to the current path.</summary>
        internal static void SetAddress(Connection c)
        {
            DatagramAddress to = c.Shared.Address;
            to.High = c.AddressHigh;
            to.Low = c.AddressLow;
            to.Port = c.Port;
        }

        /// <summary>Sets the receiver of the datagram to the previous path.</summary>
        internal static void SetPreviousAddress(Connection c)
        {
            DatagramAddress to = c.Shared.Address;
            to.High = c.PreviousHigh;
            to.Low = c.PreviousLow;
            to.Port = c.PreviousPort;
        }

        /// <summary>Whether the pending PATH_RESPONSE is sent on the current path.</summary>
        internal static bool ResponseIsCurrent(Connection c)
        {
            return c.ResponseHigh == c.AddressHigh && c.ResponseLow == c.AddressLow && c.ResponsePort == c.Port;
        }

        /// <summary>Sets the receiver of the datagram to that of the pending PATH_RESPONSE.</summary>
        internal static void SetResponseAddress(Connection c)
        {
            DatagramAddress to = c.Shared.Address;
            to.High = c.ResponseHigh;
            to.Low = c.ResponseLow;
            to.Port = c.ResponsePort;
        }
    }
}
