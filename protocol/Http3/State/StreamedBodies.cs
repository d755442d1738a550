// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Http3
{
    /// <summary>
    /// Response bodies of unknown length, cut into DATA frames as their bytes appear. The lengths of the frames that are not yet acknowledged are
    /// kept, so that any byte of the stream can be read again by its offset; the bytes themselves stay with the source.
    /// </summary>
    public sealed class StreamedBodies
    {
        /// <summary><see cref="Find"/>: a body that is not in use.</summary>
        public const int Unused = -1;

        private const int Frames = 8;
        private const int Header = 3;
        private const int LongestFrame = 16383;

        // Layout of a body in _shorts: a ring with the lengths of its frames, then ...
        private const int First = Frames;           // first frame that is not acknowledged
        private const int Count = Frames + 1;       // frames from there on
        private const int Owner = Frames + 2;       // number of the request plus one, 0 if not in use
        private const int ShortsPerBody = Frames + 3;

        // Layout of a body in _longs: where those frames begin and end, in the stream and in the body.
        private const int StreamStart = 0;
        private const int StreamEnd = 1;
        private const int BodyStart = 2;
        private const int BodyEnd = 3;
        private const int LongsPerBody = 4;

        private readonly ushort[] _shorts;
        private readonly long[] _longs;

        /// <summary>Makes the memory.</summary>
        /// <param name="bodies">Most bodies at one time.</param>
        public StreamedBodies(int bodies)
        {
            _shorts = new ushort[bodies * ShortsPerBody];
            _longs = new long[bodies * LongsPerBody];
        }

        /// <summary>Whether none is in use.</summary>
        public bool IsUnused
        {
            get
            {
                for (int at = Owner; at < _shorts.Length; at += ShortsPerBody)
                {
                    if (_shorts[at] != 0)
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        /// <summary>The body of a request.</summary>
        /// <param name="number">Number of the request, or <see cref="Unused"/>.</param>
        /// <returns>Number of the body, -1 if there is none.</returns>
        public int Find(int number)
        {
            ushort[] shorts = _shorts;
            int body = 0;
            for (int at = Owner; at < shorts.Length; at += ShortsPerBody)
            {
                if (shorts[at] == number + 1)
                {
                    return body;
                }

                body++;
            }

            return -1;
        }

        /// <summary>Begins a body that is not in use.</summary>
        /// <param name="body">Number of the body.</param>
        /// <param name="number">Number of the request.</param>
        /// <param name="offset">Stream offset of the first frame.</param>
        public void Begin(int body, int number, long offset)
        {
            ushort[] shorts = _shorts;
            int at = body * ShortsPerBody;
            shorts[at + First] = 0;
            shorts[at + Count] = 0;
            shorts[at + Owner] = (ushort)(number + 1);
            long[] longs = _longs;
            at = body * LongsPerBody;
            longs[at + StreamStart] = offset;
            longs[at + StreamEnd] = offset;
            longs[at + BodyStart] = 0;
            longs[at + BodyEnd] = 0;
        }

        /// <summary>The response has ended.</summary>
        /// <param name="body">Number of the body.</param>
        public void Release(int body)
        {
            _shorts[(body * ShortsPerBody) + Owner] = 0;
        }

        /// <summary>Bytes of the stream written so far.</summary>
        /// <param name="body">Number of the body.</param>
        /// <returns>Their number.</returns>
        public long End(int body)
        {
            return _longs[(body * LongsPerBody) + StreamEnd];
        }

        /// <summary>Removes acknowledged frames, and makes a new frame of the bytes that have appeared.</summary>
        /// <param name="body">Number of the body.</param>
        /// <param name="source">The source.</param>
        /// <param name="handle">Its handle.</param>
        /// <param name="acknowledged">Bytes of the stream that are acknowledged.</param>
        /// <returns>True if everything that the source has is in a frame.</returns>
        public bool Pump(int body, BodySource source, int handle, long acknowledged)
        {
            ushort[] shorts = _shorts;
            long[] longs = _longs;
            int frames = body * ShortsPerBody;
            int at = body * LongsPerBody;
            int first = shorts[frames + First];
            int count = shorts[frames + Count];
            bool freed = false;
            while (count > 0 && longs[at + StreamStart] + Header + shorts[frames + first] <= acknowledged)
            {
                longs[at + StreamStart] += Header + shorts[frames + first];
                longs[at + BodyStart] += shorts[frames + first];
                first = (first + 1) % Frames;
                count--;
                freed = true;
            }

            if (freed)
            {
                source.Discard(handle, longs[at + BodyStart]);
            }

            long fresh = source.End(handle) - longs[at + BodyEnd];
            if (fresh > 0 && count < Frames)
            {
                int length = fresh > LongestFrame ? LongestFrame : (int)fresh;
                shorts[frames + ((first + count) % Frames)] = (ushort)length;
                count++;
                longs[at + BodyEnd] += length;
                longs[at + StreamEnd] += Header + length;
                fresh -= length;
            }

            shorts[frames + First] = (ushort)first;
            shorts[frames + Count] = (ushort)count;
            return fresh <= 0;
        }

        /// <summary>Reads bytes of the stream from the first frame that is not acknowledged on.</summary>
        /// <param name="body">Number of the body.</param>
        /// <param name="source">The source.</param>
        /// <param name="handle">Its handle.</param>
        /// <param name="offset">Stream offset.</param>
        /// <param name="destination">Where to write.</param>
        /// <param name="at">First byte to write.</param>
        /// <param name="count">Most bytes to write.</param>
        /// <returns>Bytes written; -1 if the source has lost them.</returns>
        public int Read(int body, BodySource source, int handle, long offset, byte[] destination, int at, int count)
        {
            int frames = body * ShortsPerBody;
            long stream = _longs[(body * LongsPerBody) + StreamStart];
            long position = _longs[(body * LongsPerBody) + BodyStart];
            int first = _shorts[frames + First];
            int unacknowledged = _shorts[frames + Count];
            int written = 0;
            for (int i = 0; i < unacknowledged && written < count; i++)
            {
                int length = _shorts[frames + ((first + i) % Frames)];
                while (offset >= stream && offset < stream + Header && written < count)
                {
                    int place = (int)(offset - stream);
                    destination[at + written++] = (byte)(place == 0 ? H3FrameType.Data : place == 1 ? 0x40 | (length >> 8) : length);
                    offset++;
                }

                long end = stream + Header + length;
                if (offset >= stream + Header && offset < end && written < count)
                {
                    int part = count - written < end - offset ? count - written : (int)(end - offset);
                    int got = source.Read(handle, position + (offset - stream - Header), destination, at + written, part);
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
                position += length;
            }

            return written;
        }
    }
}
