// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    // The paths, in the arrays of the connection (PathManager).
    public sealed partial class Connection
    {
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

        /// <summary>Peer's port on the current path.</summary>
        internal int Port
        {
            get { return Ints[0]; }
            set { Ints[0] = value; }
        }

        /// <summary>Peer's address on the previous path, which was validated (<see cref="HasPreviousPath"/>), upper half.</summary>
        internal long PreviousHigh
        {
            get { return Longs[2]; }
            set { Longs[2] = value; }
        }

        /// <summary>Peer's address on the previous path, lower half.</summary>
        internal long PreviousLow
        {
            get { return Longs[3]; }
            set { Longs[3] = value; }
        }

        /// <summary>Peer's port on the previous path.</summary>
        internal int PreviousPort
        {
            get { return Ints[1]; }
            set { Ints[1] = value; }
        }

        /// <summary>Address that a PATH_RESPONSE is sent to (<see cref="ResponseDue"/>), upper half.</summary>
        internal long ResponseHigh
        {
            get { return Longs[4]; }
            set { Longs[4] = value; }
        }

        /// <summary>Address that a PATH_RESPONSE is sent to, lower half.</summary>
        internal long ResponseLow
        {
            get { return Longs[5]; }
            set { Longs[5] = value; }
        }

        /// <summary>Port that a PATH_RESPONSE is sent to.</summary>
        internal int ResponsePort
        {
            get { return Ints[2]; }
            set { Ints[2] = value; }
        }

        /// <summary>Largest datagram, bytes, that a PATH_RESPONSE to an address that is not validated may have.</summary>
        internal int ResponseLimit
        {
            get { return Ints[3]; }
            set { Ints[3] = value; }
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

        /// <summary>Bytes received on the current path while it is not validated.</summary>
        internal int PathReceived
        {
            get { return Ints[4]; }
            set { Ints[4] = value; }
        }

        /// <summary>Bytes sent on the current path while it is not validated.</summary>
        internal int PathSent
        {
            get { return Ints[5]; }
            set { Ints[5] = value; }
        }

        /// <summary>Index of the id of ours that the peer uses: another one says that it moved on purpose.</summary>
        internal int PeerUses
        {
            get { return Ints[6]; }
            set { Ints[6] = value; }
        }
    }
}
