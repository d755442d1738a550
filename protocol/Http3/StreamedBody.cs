// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// A response body of unknown length on its way: cut into DATA frames as it appears. The lengths of the frames that are not yet
    /// acknowledged are kept, so that any byte of the stream can be read again by its offset; the bytes themselves are the source's.
    /// </summary>
    public sealed class StreamedBody
    {
        private const int Frames = 8;
        private const int Header = 3;
        private const int LongestFrame = 16383;

        private readonly int[] _lengths = new int[Frames];
        private int _first;
        private int _count;
        private long _streamBase;
        private long _bodyBase;
        private long _streamEnd;
        private long _bodyEnd;

        /// <summary>HttpRequest.Slot of the request that is answered, or -1 if not in use.</summary>
        public int Slot = -1;

        /// <summary>Begins.</summary>
        /// <param name="slot">HttpRequest.Slot of the request.</param>
        /// <param name="offset">Stream offset of the first frame.</param>
        public void Begin(int slot, long offset)
        {
            Slot = slot;
            _first = 0;
            _count = 0;
            _streamBase = offset;
            _streamEnd = offset;
            _bodyBase = 0;
            _bodyEnd = 0;
        }

        /// <summary>Bytes of the stream that exist by now.</summary>
        public long End
        {
            get { return _streamEnd; }
        }

        /// <summary>Forgets acknowledged frames, and makes a new one of what has appeared.</summary>
        /// <param name="source">The body.</param>
        /// <param name="handle">Its handle.</param>
        /// <param name="acknowledged">Bytes of the stream that were acknowledged.</param>
        /// <returns>True if everything the source has is in a frame.</returns>
        public bool Pump(BodySource source, int handle, long acknowledged)
        {
            bool freed = false;
            while (_count > 0 && _streamBase + Header + _lengths[_first] <= acknowledged)
            {
                _streamBase += Header + _lengths[_first];
                _bodyBase += _lengths[_first];
                _first = (_first + 1) % Frames;
                _count--;
                freed = true;
            }

            if (freed)
            {
                source.Discard(handle, _bodyBase);
            }

            long fresh = source.End(handle) - _bodyEnd;
            if (fresh > 0 && _count < Frames)
            {
                int length = fresh > LongestFrame ? LongestFrame : (int)fresh;
                _lengths[(_first + _count) % Frames] = length;
                _count++;
                _bodyEnd += length;
                _streamEnd += Header + length;
                fresh -= length;
            }

            return fresh <= 0;
        }

        /// <summary>Reads bytes of the stream from the first frame that is not acknowledged on.</summary>
        /// <param name="source">The body.</param>
        /// <param name="handle">Its handle.</param>
        /// <param name="offset">Stream offset.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="at">First byte to write.</param>
        /// <param name="count">Most bytes to write.</param>
        /// <returns>Bytes written; -1 if the source has lost them.</returns>
        public int Read(BodySource source, int handle, long offset, byte[] destination, int at, int count)
        {
            long stream = _streamBase;
            long body = _bodyBase;
            int written = 0;
            for (int i = 0; i < _count && written < count; i++)
            {
                int length = _lengths[(_first + i) % Frames];
                while (offset >= stream && offset < stream + Header && written < count)
                {
                    int position = (int)(offset - stream);
                    destination[at + written++] = (byte)(position == 0 ? H3FrameType.Data : position == 1 ? 0x40 | (length >> 8) : length);
                    offset++;
                }

                long end = stream + Header + length;
                if (offset >= stream + Header && offset < end && written < count)
                {
                    int part = count - written < end - offset ? count - written : (int)(end - offset);
                    int got = source.Read(handle, body + (offset - stream - Header), destination, at + written, part);
                    if (got < 0)
                    {
                        return -1;
                    }

                    written += got;
                    offset += got;
                    if (got < part)
                    {
                        break;
                    }
                }

                stream = end;
                body += length;
            }

            return written;
        }
    }
}
