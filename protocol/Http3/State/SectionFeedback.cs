// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>What the client's QPACK encoder is told about field sections (RFC 9204 section 4.4); nothing where the profile has no dynamic table.</summary>
    internal static class SectionFeedback
    {
        /// <summary>Whether the decoder stream has room for the instructions of one request.</summary>
        internal static bool HasRoom(H3Context c, DecoderFeedback feedback)
        {
            int stream = feedback.Stream;
            return feedback.HasRoom(stream < 0 ? 0 : c.SendAcknowledged(stream));
        }

        /// <summary>Stream Cancellation: the section of a request will not be read.</summary>
        internal static void Cancel(H3Context c, int stream)
        {
            DecoderFeedback feedback = c.Feedback;
            if (feedback != null && (c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.IsClosing) == 0 && feedback.Stream >= 0 && HasRoom(c, feedback))
            {
                feedback.Cancel(c.StreamId(stream));
                c.SetSendLimit(feedback.Stream, feedback.End, false);
            }
        }

        /// <summary>Section Acknowledgment of the section read last, if it refers to the dynamic table.</summary>
        internal static void Acknowledge(H3Context c, int stream)
        {
            int required = c.Shared.Reader.RequiredInsertCount;
            if (required != 0)
            {
                DecoderFeedback feedback = c.Feedback;
                if (feedback.Stream >= 0)
                {
                    feedback.Acknowledge(c.StreamId(stream), required);
                    c.SetSendLimit(feedback.Stream, feedback.End, false);
                }
            }
        }
    }
}
