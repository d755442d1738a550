// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Puts the CRYPTO data of one encryption level together, in whatever order its pieces come, in the arena of the slot
    /// (RFC 9000 section 7.5). Bytes lie from the start of the arena on, contiguous, so that a handshake message is parsed where it lies.
    /// </summary>
    public sealed class CryptoReassemblyBuffer
    {
        /// <summary>Returned by <see cref="Add"/> when the piece would be the one gap too many: the packet is not to be acknowledged.</summary>
        public const int NotStored = -1;

        /// <summary>Makes a buffer; the arena is given per connection.</summary>
        /// <param name="gaps">Pieces apart from the contiguous start that can be kept at a time.</param>
        public CryptoReassemblyBuffer(int gaps)
        {
        }

        /// <summary>Begins a level: offset 0 at the start of the arena.</summary>
        public void Reset(byte[] arena, int capacity)
        {
        }

        /// <summary>Takes a piece.</summary>
        /// <returns>0, <see cref="NotStored"/>, or the transport error CRYPTO_BUFFER_EXCEEDED.</returns>
        public int Add(long offset, byte[] buffer, int dataOffset, int length)
        {
            return 0;
        }

        /// <summary>Contiguous bytes at the start of the arena that are not consumed.</summary>
        public int Available { get { return 0; } }

        /// <summary>Length (with its header of 4) of the complete handshake message at the start of the arena; 0 while there is none.</summary>
        public int MessageLength { get { return 0; } }

        /// <summary>Drops bytes at the start; what follows moves there.</summary>
        public void Consume(int length)
        {
        }

        /// <summary>Whether anything is kept that is not consumed: at a change of keys there must be nothing (RFC 9001 section 4.1.3).</summary>
        public bool HasLeftover { get { return false; } }
    }
}
