// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    // A slot in which the datagram of a client waits (ConnectionState.Waiting).
    public sealed partial class Connection
    {
        /// <summary>Until when the client waits, microseconds.</summary>
        internal long WaitingDeadline
        {
            get { return Longs[9]; }
            set { Longs[9] = value; }
        }

        /// <summary>Length of its datagram, which lies at the start of the arena.</summary>
        internal int WaitingLength
        {
            get { return Ints[10]; }
            set { Ints[10] = value; }
        }
    }
}
