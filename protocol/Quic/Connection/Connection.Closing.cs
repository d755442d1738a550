// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    // A connection that ends. It has no idle timeout, no path to answer on and no ticket, whose places these numbers take.
    public sealed partial class Connection
    {
        /// <summary>When closing or draining ends, microseconds; long.MaxValue until the closing datagram is made.</summary>
        internal long ClosingDeadline
        {
            get { return Longs[9]; }
            set { Longs[9] = value; }
        }

        /// <summary>Error code that the connection ended with, whoever closed it.</summary>
        internal long ErrorCode
        {
            get { return Longs[11]; }
            set { Longs[11] = value; }
        }

        /// <summary>Type of the frame that the connection was closed for, 0 if none or unknown.</summary>
        internal int ErrorFrameType
        {
            get { return Ints[8]; }
            set { Ints[8] = value; }
        }

        /// <summary>Length of the closing datagram (<see cref="CloseBuilt"/>).</summary>
        internal int ClosingLength
        {
            get { return Ints[10]; }
            set { Ints[10] = value; }
        }

        /// <summary>Datagrams received while closing.</summary>
        internal int ClosingReceived
        {
            get { return Ints[11]; }
            set { Ints[11] = value; }
        }

        /// <summary>Address of the client that gets the slot next (<see cref="HasSuccessor"/>), upper half.</summary>
        internal long SuccessorHigh
        {
            get { return Longs[4]; }
            set { Longs[4] = value; }
        }

        /// <summary>Address of the client that gets the slot next, lower half.</summary>
        internal long SuccessorLow
        {
            get { return Longs[5]; }
            set { Longs[5] = value; }
        }

        /// <summary>Port of the client that gets the slot next.</summary>
        internal int SuccessorPort
        {
            get { return Ints[2]; }
            set { Ints[2] = value; }
        }

        /// <summary>Length of the datagram of that client, which lies at the start of the arena.</summary>
        internal int SuccessorLength
        {
            get { return Ints[3]; }
            set { Ints[3] = value; }
        }
    }
}
