// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Bytes written as they appear, read by several responses at once, each from where it began: the body of event streams. One ring for
    /// all: a reader that falls behind by more than its size (or needs bytes again that were overwritten) loses its stream, never the
    /// writer its time. A reader's handle is its number here. As a handler it answers with what is written from then on, as server-sent events;
    /// 503 when there are too many readers.
    /// </summary>
    public sealed class EventRing : HttpHandler
    {
        private readonly byte[] _ring;
        private readonly long[] _starts;    // -1: free
        private long _end;
        private bool _closed;

        /// <param name="size">Bytes of the ring.</param>
        /// <param name="readers">Most readers at a time.</param>
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

        /// <summary>A reader that begins with what is written next.</summary>
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

        /// <summary>Writes; all readers see the bytes at once.</summary>
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

        /// <summary>Ends all streams; those that subscribe later are ended at once.</summary>
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
