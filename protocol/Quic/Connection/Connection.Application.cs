// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    // A connection that lives, in its arrays.
    public sealed partial class Connection
    {
        /// <summary>Longs of this class (<see cref="ConnectionLayout.OwnerLongs"/>).</summary>
        internal const int EndLong = 12;

        /// <summary>Where the ints of <see cref="ConnectionIds"/> begin.</summary>
        internal const int EndInt = 12;

        /// <summary>When the idle timeout ends, microseconds.</summary>
        internal long IdleDeadline
        {
            get { return Longs[9]; }
            set { Longs[9] = value; }
        }

        /// <summary>Idle timeout agreed, milliseconds.</summary>
        internal int IdleTimeout
        {
            get { return Ints[7]; }
            set { Ints[7] = value; }
        }

        /// <summary>When a request stream was open last, microseconds.</summary>
        internal long LastOpen
        {
            get { return Longs[10]; }
            set { Longs[10] = value; }
        }

        /// <summary>Control frames to be sent that belong to no other class (<see cref="ControlFrame"/>).</summary>
        internal int Pending
        {
            get { return Ints[8]; }
            set { Ints[8] = value; }
        }

        /// <summary>Largest datagram that the peer takes, bytes.</summary>
        internal int PeerDatagram
        {
            get { return Ints[9]; }
            set { Ints[9] = value; }
        }

        /// <summary>Length of the session ticket; 0 before there is one.</summary>
        internal int TicketLength
        {
            get { return Ints[10]; }
            set { Ints[10] = value; }
        }

        /// <summary>Bytes of the session ticket that were sent.</summary>
        internal int TicketSent
        {
            get { return Ints[11]; }
            set { Ints[11] = value; }
        }
    }
}
