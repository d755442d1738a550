// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    // What a connection keeps in the arrays of its memory beside what its rooms keep there. Not there in a slot at rest under the OnDemand policy.
    public sealed partial class Connection
    {
        /// <summary>Longs of these.</summary>
        internal const int EndLong = 12;

        /// <summary>Where the ints of <see cref="ConnectionIds"/> begin.</summary>
        internal const int EndInt = 12;

        /// <summary>Peer's address on the current path, upper half.</summary>
        internal long AddressHigh
        {
            get { return Longs[0]; }
            set { Longs[0] = value; }
        }

        /// <summary>Peer's address on the current path, lower half.</summary>
        internal long AddressLow
        {
            get { return Longs[1]; }
            set { Longs[1] = value; }
        }

        /// <summary>Peer's address on the path before, which was validated (<see cref="HasPreviousPath"/>), upper half.</summary>
        internal long PreviousHigh
        {
            get { return Longs[2]; }
            set { Longs[2] = value; }
        }

        /// <summary>Its lower half.</summary>
        internal long PreviousLow
        {
            get { return Longs[3]; }
            set { Longs[3] = value; }
        }

        /// <summary>Address a PATH_RESPONSE goes to (<see cref="ResponseDue"/>), upper half.</summary>
        internal long ResponseHigh
        {
            get { return Longs[4]; }
            set { Longs[4] = value; }
        }

        /// <summary>Its lower half.</summary>
        internal long ResponseLow
        {
            get { return Longs[5]; }
            set { Longs[5] = value; }
        }

        // A connection that ends has no path to answer on.

        /// <summary>Address of the client that gets the slot next (<see cref="HasSuccessor"/>), upper half.</summary>
        internal long SuccessorHigh
        {
            get { return ResponseHigh; }
            set { ResponseHigh = value; }
        }

        /// <summary>Its lower half.</summary>
        internal long SuccessorLow
        {
            get { return ResponseLow; }
            set { ResponseLow = value; }
        }

        /// <summary>Data of the PATH_CHALLENGE that is out.</summary>
        internal long Challenge
        {
            get { return Longs[6]; }
            set { Longs[6] = value; }
        }

        /// <summary>Data of the PATH_RESPONSE to be sent.</summary>
        internal long Response
        {
            get { return Longs[7]; }
            set { Longs[7] = value; }
        }

        /// <summary>When the current path is given up unless it was validated, microseconds; long.MaxValue for never.</summary>
        internal long PathDeadline
        {
            get { return Longs[8]; }
            set { Longs[8] = value; }
        }

        /// <summary>End of the idle timeout while it lives; of closing, draining or waiting after.</summary>
        internal long IdleDeadline
        {
            get { return Longs[9]; }
            set { Longs[9] = value; }
        }

        /// <summary>When a request stream was open last, microseconds.</summary>
        internal long LastOpen
        {
            get { return Longs[10]; }
            set { Longs[10] = value; }
        }

        /// <summary>Error code the connection ended with, whoever closed it.</summary>
        internal long ErrorCode
        {
            get { return Longs[11]; }
            set { Longs[11] = value; }
        }

        /// <summary>Control frames to be sent that belong to no other room (<see cref="ControlFrame"/>).</summary>
        internal int Pending
        {
            get { return Ints[0]; }
            set { Ints[0] = value; }
        }

        /// <summary>Peer's port on the current path.</summary>
        internal int Port
        {
            get { return Ints[1]; }
            set { Ints[1] = value; }
        }

        /// <summary>Peer's port on the path before.</summary>
        internal int PreviousPort
        {
            get { return Ints[2]; }
            set { Ints[2] = value; }
        }

        /// <summary>Port a PATH_RESPONSE goes to.</summary>
        internal int ResponsePort
        {
            get { return Ints[3]; }
            set { Ints[3] = value; }
        }

        /// <summary>Largest datagram a PATH_RESPONSE to an address not validated may have.</summary>
        internal int ResponseLimit
        {
            get { return Ints[4]; }
            set { Ints[4] = value; }
        }

        /// <summary>Port of the client that gets the slot next.</summary>
        internal int SuccessorPort
        {
            get { return ResponsePort; }
            set { ResponsePort = value; }
        }

        /// <summary>Length of its datagram, which lies at the start of the arena.</summary>
        internal int SuccessorLength
        {
            get { return ResponseLimit; }
            set { ResponseLimit = value; }
        }

        /// <summary>Bytes received on the current path while it is not validated.</summary>
        internal int PathReceived
        {
            get { return Ints[5]; }
            set { Ints[5] = value; }
        }

        /// <summary>Bytes sent on it.</summary>
        internal int PathSent
        {
            get { return Ints[6]; }
            set { Ints[6] = value; }
        }

        /// <summary>Index of the id of ours the peer uses: another one says that it moved on purpose.</summary>
        internal int PeerUses
        {
            get { return Ints[7]; }
            set { Ints[7] = value; }
        }

        /// <summary>Idle timeout agreed, milliseconds.</summary>
        internal int IdleTimeout
        {
            get { return Ints[8]; }
            set { Ints[8] = value; }
        }

        /// <summary>Largest datagram the peer takes.</summary>
        internal int PeerDatagram
        {
            get { return Ints[9]; }
            set { Ints[9] = value; }
        }

        /// <summary>Length of the session ticket while it lives; after, of the datagram in the arena.</summary>
        internal int TicketLength
        {
            get { return Ints[10]; }
            set { Ints[10] = value; }
        }

        /// <summary>Bytes of the ticket that were sent while it lives; after, how many datagrams came while closing.</summary>
        internal int TicketSent
        {
            get { return Ints[11]; }
            set { Ints[11] = value; }
        }
    }
}
