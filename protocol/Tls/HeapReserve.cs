// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// What has to stay free in the heap while the server runs. Stack frames are taken from it, and where the platform finds no room for one, or for an
    /// object, it does not throw: it goes on behind the call as if that had returned. The heap breaks, or a piece of cryptography was silently left out.
    /// Only an array that finds no room is refused cleanly. So nothing is taken that does not leave room for the frames of the deepest calls, and whether
    /// it does is asked with arrays.
    /// </summary>
    public static class HeapReserve
    {
        /// <summary>Bytes that stay free: the deepest chain of calls, and a hole between blocks that is just too small for the largest frame.</summary>
        public const int Bytes = 6144;

        /// <summary>Bytes that the platform takes for two sockets with the end points of their peers, and one of TCP, when the first clients come.</summary>
        public const int SocketBytes = 1440;

        /// <summary>
        /// Bytes that a heap has to have beside the reserve, for holes between what lives there until it is tidied up: on the interpreter a call found no room
        /// while 8,640 were free.
        /// </summary>
        public const int GapBytes = 3072;

        /// <summary>Bytes of a piece that is asked for at a time: no frame is larger.</summary>
        public const int PieceBytes = 1440;

        // References, of 12 bytes each, and the header of an array.
        private const int PieceLength = (PieceBytes - 24) / 12;

        /// <summary>
        /// Whether the heap has room for so much, and for the reserve and sockets beside it. Asked in pieces, since it need not be there in one. What is asked with
        /// is garbage afterwards: for the OnDemand policy, when a client comes that no limit keeps out. Asked before, for all that is going to be taken, and
        /// after, for nothing more: what was taken may lie so that between its blocks no hole has room for a frame, and an array that finds none has the platform
        /// move the blocks together.
        /// </summary>
        /// <param name="bytes">No less than what is going to be taken.</param>
        public static bool HasRoom(int bytes)
        {
            try
            {
                object[] pieces = null;
                for (int left = bytes + Bytes + SocketBytes; left > 0; left -= PieceBytes)
                {
                    object[] piece = new object[PieceLength];
                    piece[0] = pieces;
                    pieces = piece;
                }

                return true;
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
        }
    }
}
