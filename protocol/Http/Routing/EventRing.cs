// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// A handler for server-sent events. One ring of bytes serves all event streams: each reader gets what is written after it subscribed. A reader
    /// that falls behind by more than the ring's size, or needs overwritten bytes again, loses its stream; the writer never waits. With too many
    /// readers, the response is 503.
    /// </summary>
    public sealed class EventRing : HttpHandler
    {
        private readonly byte[] _ring;
        private readonly long[] _starts;    // -1: free
        private long _end;
        private bool _closed;

        /// <summary>Makes the ring with all its memory.</summary>
        /// <param name="size">Bytes of the ring.</param>
        /// <param name="readers">Most readers at one time.</param>
        public EventRing(int size, int readers)
        {
            _ring = new byte[size];
            _starts = new long[readers];
            for (int i = 0; i < readers; i++)
            {
                _starts[i] = -1;
            }
        }

        /// <summary>Bytes of the ring.</summary>
        public int Size
        {
            get { return _ring.Length; }
        }

        /// <summary>Number of readers.</summary>
        public int Readers
        {
            get
            {
                int count = 0;
                for (int i = 0; i < _starts.Length; i++)
                {
                    if (_starts[i] >= 0)
                    {
                        count++;
                    }
                }

                return count;
            }
        }

        /// <summary>Adds a reader, which begins with what is written next.</summary>
        /// <returns>Its handle, or -1.</returns>
        public int Subscribe()
        {
            for (int i = 0; i < _starts.Length; i++)
            {
                if (_starts[i] < 0)
                {
                    _starts[i] = _end;
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Writes bytes for all readers; more than the ring holds are ignored.</summary>
        /// <param name="buffer">Buffer of the bytes.</param>
        /// <param name="offset">The first of them.</param>
        /// <param name="count">Their number.</param>
        public void Write(byte[] buffer, int offset, int count)
        {
            byte[] ring = _ring;
            int size = ring.Length;
            if (count > size)
            {
                return;
            }

            int at = (int)(_end % size);
            int first = size - at;
            if (first > count)
            {
                first = count;
            }

            System.Array.Copy(buffer, offset, ring, at, first);
            if (count > first)
            {
                System.Array.Copy(buffer, offset + first, ring, 0, count - first);
            }

            _end += count;
        }

        /// <summary>Ends all streams; later ones end at once.</summary>
        public void Close()
        {
            _closed = true;
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            int reader = -1;
            if (request.Method != HttpMethod.Head)
            {
                reader = Subscribe();
                if (reader < 0)
                {
                    response.Status = 503;
                    response.Add(HeaderField.RetryAfter1);
                    return;
                }

                response.Add(HeaderField.CacheControlNoStore);
                response.SetBody(this, reader, -1);
            }

            response.Add(HeaderField.ContentTypeTextEventStream);
        }

        /// <inheritdoc/>
        public override long End(int handle)
        {
            return _end - _starts[handle];
        }

        /// <inheritdoc/>
        public override bool IsEnded(int handle)
        {
            return _closed;
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            byte[] ring = _ring;
            int size = ring.Length;
            long from = _starts[handle] + offset;
            long left = _end - from;
            if (left > size)
            {
                return -1;
            }

            if (left <= 0)
            {
                return 0;
            }

            if (count > left)
            {
                count = (int)left;
            }

            int at = (int)(from % size);
            int first = size - at;
            if (first > count)
            {
                first = count;
            }

            System.Array.Copy(ring, at, destination, destinationOffset, first);
            if (count > first)
            {
                System.Array.Copy(ring, 0, destination, destinationOffset + first, count - first);
            }

            return count;
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            _starts[handle] = -1;
        }
    }
}
