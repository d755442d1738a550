// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Response bodies that did not fit in a buffer of the pool; they stay on the heap while they are sent.</summary>
    internal sealed class LargeBodies : BodySource
    {
        private const int Most = 4;
        private readonly byte[][] _bodies = new byte[Most][];

        /// <summary>Takes a body.</summary>
        /// <returns>Its handle, or -1 if too many are being sent.</returns>
        public int Add(byte[] body)
        {
            for (int i = 0; i < Most; i++)
            {
                if (_bodies[i] == null)
                {
                    _bodies[i] = body;
                    return i;
                }
            }

            return -1;
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            byte[] body = _bodies[handle];
            int left = body.Length - (int)offset;
            if (count > left)
            {
                count = left;
            }

            if (count > 0)
            {
                Array.Copy(body, (int)offset, destination, destinationOffset, count);
            }

            return count;
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            _bodies[handle] = null;
        }
    }
}
