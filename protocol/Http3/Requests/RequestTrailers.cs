// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The trailer section of a request: checked and dropped.</summary>
    internal static class RequestTrailers
    {
        /// <summary>A whole trailer section has arrived. Returns false if the stream is not to be read any further now.</summary>
        internal static bool Read(H3Context c, int stream, int header, int length)
        {
            // A head that stays decoded (IsInPlace) must not be overwritten; when it was read, there was room for two decoder instructions.
            bool inPlace = RequestHead.IsInPlace(c.Shared.States[c.First + stream]);
            DecoderFeedback feedback = c.Feedback;
            if (feedback != null && !inPlace && !SectionFeedback.HasRoom(c, feedback))
            {
                c.Shared.States[c.First + stream] |= StreamState.Waiting;
                c.SetWaiting();
                return false;
            }

            int keep = inPlace ? c.Shared.Reader.OutputOffset : 0;
            int offset = RequestHead.LoadSection(c, stream, header, length, keep);
            switch (offset < 0 ? RequestReader.TooLarge : c.Shared.Reader.ReadTrailers(c.Shared.Section, offset, length, feedback == null ? null : feedback.Table, keep))
            {
                case RequestReader.Failed:
                    H3Closer.Fail(c, H3Error.QpackDecompressionFailed);
                    return false;

                case RequestReader.Malformed:
                    H3Closer.Abort(c, stream, H3Error.MessageError);
                    return false;

                case RequestReader.TooLarge:
                    H3Closer.Abort(c, stream, H3Error.ExcessiveLoad);
                    return false;
            }

            c.Consume(stream, header + length);
            c.Shared.States[c.First + stream] = (c.Shared.States[c.First + stream] | StreamState.TrailersRead) & ~StreamState.Waiting;
            SectionFeedback.Acknowledge(c, stream);
            return true;
        }

        /// <summary>Skips trailers that are longer than the memory for them. Returns false after an error.</summary>
        internal static bool Skip(H3Context c, int stream, int header, long length)
        {
            if (c.Feedback != null)
            {
                // Their section would have to be acknowledged.
                H3Closer.Abort(c, stream, H3Error.ExcessiveLoad);
                return false;
            }

            c.Shared.States[c.First + stream] |= StreamState.TrailersRead;
            H3FrameReader.BeginPayload(c, stream, header, length, StreamState.InPayload);
            return true;
        }
    }
}
