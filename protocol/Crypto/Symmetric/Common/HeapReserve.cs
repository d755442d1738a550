// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano
{
    /// <summary>
    /// The part of the device's heap that stays free while the server runs. The interpreter takes stack frames from the heap, too. When it finds no room for
    /// a frame or an object it does not throw: it continues after the call as if the callee had returned, which corrupts the heap or silently skips a
    /// piece of cryptography. Only an array allocation fails cleanly. Code that allocates under the OnDemand policy therefore first asks here, with arrays, whether
    /// enough stays free for the stack frames of the deepest calls.
    /// </summary>
    public static class HeapReserve
    {
        /// <summary>Bytes that stay free: the deepest chain of calls, and one hole between blocks that is just too small for the largest frame.</summary>
        public const int Bytes = 6144;

        /// <summary>Bytes that the platform takes when the first clients come: two sockets with the end points of their peers, and one TCP connection.</summary>
        public const int SocketBytes = 1440;

        /// <summary>
        /// Bytes that a heap needs beside the reserve, for holes between live blocks until the heap is compacted: on the interpreter a call found no room
        /// while 8,640 bytes were free.
        /// </summary>
        public const int GapBytes = 3072;

        /// <summary>Bytes of one probe allocation: no stack frame is larger.</summary>
        public const int PieceBytes = 1440;

        // The probes are arrays of references: 12 bytes each, after a header of 24.
        private const int PieceLength = (PieceBytes - 24) / 12;

        /// <summary>
        /// Tells whether the heap has room for an allocation, and for the reserve and sockets beside it. The room is probed in pieces, since it need not be
        /// contiguous; the probes are garbage afterwards. Call it before the allocation with its size, and again afterwards with 0: the new blocks may leave
        /// no hole that is large enough for a frame, and a probe that finds none makes the platform compact the heap.
        /// </summary>
        /// <param name="bytes">At least the bytes that will be taken.</param>
        /// <returns>False if the heap is too full.</returns>
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
