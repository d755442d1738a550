// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// A few buffers of one size, shared by all connections of both protocols: for bodies of requests for ordinary handlers, and for bodies that
    /// handlers compose. The number of a buffer is the handle of the response that sends it, and the buffer is released when that has ended. With none
    /// free, the response is 503.
    /// </summary>
    public sealed class BodyPool : BodySource
    {
        private readonly byte[] _memory;
        private readonly int[] _lengths;    // -1: free
        private readonly int _size;

        /// <summary>Makes the pool with all its memory.</summary>
        /// <param name="buffers">Number of buffers, at most 31.</param>
        /// <param name="size">Bytes of each.</param>
        public BodyPool(int buffers, int size)
        {
            _memory = new byte[buffers * size];
            _lengths = new int[buffers];
            _size = size;
            for (int i = 0; i < buffers; i++)
            {
                _lengths[i] = -1;
            }
        }

        /// <summary>Memory of all buffers.</summary>
        public byte[] Memory
        {
            get { return _memory; }
        }

        /// <summary>Number of buffers.</summary>
        public int Count
        {
            get { return _lengths.Length; }
        }

        /// <summary>Bytes of a buffer.</summary>
        public int Size
        {
            get { return _size; }
        }

        /// <summary>Whether a number of buffers is free.</summary>
        /// <param name="count">The number.</param>
        /// <returns>True if so.</returns>
        public bool HasFree(int count)
        {
            int[] lengths = _lengths;
            for (int i = lengths.Length - 1; i >= 0; i--)
            {
                if (lengths[i] < 0)
                {
                    count--;
                }
            }

            return count <= 0;
        }

        /// <summary>Claims a buffer, empty.</summary>
        /// <returns>Its number, or -1.</returns>
        public int Claim()
        {
            int[] lengths = _lengths;
            for (int i = 0; i < lengths.Length; i++)
            {
                if (lengths[i] < 0)
                {
                    lengths[i] = 0;
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Releases all buffers.</summary>
        public void ReleaseAll()
        {
            for (int i = 0; i < _lengths.Length; i++)
            {
                Release(i);
            }
        }

        /// <summary>Where a buffer begins in <see cref="Memory"/>.</summary>
        /// <param name="index">Number of the buffer.</param>
        /// <returns>The offset.</returns>
        public int Offset(int index)
        {
            return index * _size;
        }

        /// <summary>Bytes used of a buffer.</summary>
        /// <param name="index">Number of the buffer.</param>
        /// <returns>Their number, -1 if the buffer is free.</returns>
        public int Length(int index)
        {
            return _lengths[index];
        }

        /// <summary>Sets how many bytes of a claimed buffer are used.</summary>
        /// <param name="index">Number of the buffer.</param>
        /// <param name="length">The number of bytes.</param>
        public void SetLength(int index, int length)
        {
            _lengths[index] = length;
        }

        /// <summary>Appends bytes to a buffer.</summary>
        /// <param name="index">Number of the buffer.</param>
        /// <param name="buffer">Buffer of the bytes.</param>
        /// <param name="offset">The first of them.</param>
        /// <param name="count">Their number.</param>
        /// <returns>False if they do not fit (413); the buffer is unchanged.</returns>
        public bool Append(int index, byte[] buffer, int offset, int count)
        {
            int length = _lengths[index];
            if (count > _size - length)
            {
                return false;
            }

            System.Array.Copy(buffer, offset, _memory, (index * _size) + length, count);
            _lengths[index] = length + count;
            return true;
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            long left = _lengths[handle] - offset;
            if (left <= 0)
            {
                return 0;
            }

            if (count > left)
            {
                count = (int)left;
            }

            System.Array.Copy(_memory, (handle * _size) + (int)offset, destination, destinationOffset, count);
            return count;
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            // What one client sent or received must not become visible to another.
            System.Array.Clear(_memory, handle * _size, _size);
            _lengths[handle] = -1;
        }
    }
}
