// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The client's QPACK encoder and decoder streams (RFC 9204 section 4.2).</summary>
    internal static class QpackStreams
    {
        // Bytes of instructions that are read in one step, and the units of work that they take (H3Context.TakeWork).
        private const int InstructionBytes = 256;
        private const int InstructionsWork = 12;

        /// <summary>Carries out the instructions of the client's encoder.</summary>
        internal static void ReadEncoder(H3Context c, int stream)
        {
            H3Shared shared = c.Shared;
            DecoderFeedback feedback = c.Feedback;
            while (true)
            {
                int available = c.AvailableLength(stream);
                if (available == 0)
                {
                    if (c.IsReceiveComplete(stream))
                    {
                        H3Closer.Fail(c, H3Error.ClosedCriticalStream);
                    }

                    break;
                }

                if (feedback != null && !SectionFeedback.HasRoom(c, feedback))
                {
                    break;
                }

                if (!c.TakeWork(InstructionsWork))
                {
                    return;
                }

                byte[] buffer = c.ReadBuffer;
                int offset = c.ReadOffset(stream);
                int count = c.ReadableLength(stream);
                if (feedback == null && available > InstructionBytes)
                {
                    // Without a table the only instruction is one byte long.
                    available = InstructionBytes;
                    count = count > available ? available : count;
                }

                byte[] output = shared.Gather;
                int outputEnd = output.Length;

                // The strings of an entry are never longer than the table.
                int most = outputEnd - shared.Profile.DynamicTable;
                if (count < available)
                {
                    // Gathered at the end of the buffer; strings are decoded before it.
                    buffer = output;
                    count = available < most ? available : most;
                    outputEnd -= count;
                    offset = outputEnd;
                    c.Peek(stream, 0, buffer, offset, count);
                }

                int consumed = EncoderInstructions.Process(buffer, offset, count, feedback == null ? null : feedback.Table, output, 0, outputEnd);
                if (consumed < 0 || (consumed == 0 && count >= most))
                {
                    H3Closer.Fail(c, H3Error.QpackEncoderStreamError);
                    return;
                }

                if (consumed == 0)
                {
                    if (c.IsReceiveComplete(stream))
                    {
                        H3Closer.Fail(c, H3Error.ClosedCriticalStream);
                    }

                    break;
                }

                c.Consume(stream, consumed);
            }

            if (feedback != null && (c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.IsClosing) == 0 && feedback.Stream >= 0 && SectionFeedback.HasRoom(c, feedback))
            {
                feedback.Increment();
                c.SetSendLimit(feedback.Stream, feedback.End, false);
            }
        }

        /// <summary>The server's encoder inserts nothing, so only cancellations are allowed, and they change nothing.</summary>
        internal static void ReadDecoder(H3Context c, int stream)
        {
            while (true)
            {
                int count = c.ReadableLength(stream);
                if (count > InstructionBytes)
                {
                    count = InstructionBytes;
                }

                if (count > 0 && !c.TakeWork(InstructionsWork))
                {
                    return;
                }

                if (count == 0)
                {
                    if (c.IsReceiveComplete(stream))
                    {
                        H3Closer.Fail(c, H3Error.ClosedCriticalStream);
                    }

                    return;
                }

                byte[] buffer = c.ReadBuffer;
                int offset = c.ReadOffset(stream);
                int state = c.Shared.States[c.First + stream];
                for (int i = 0; i < count; i++)
                {
                    int octet = buffer[offset + i];
                    if ((state & StreamState.InPayload) != 0)
                    {
                        if (octet < 0x80)
                        {
                            state &= ~StreamState.InPayload;
                        }
                    }
                    else if ((octet & 0xC0) != 0x40)
                    {
                        H3Closer.Fail(c, H3Error.QpackDecoderStreamError);
                        return;
                    }
                    else if (octet == 0x7F)
                    {
                        state |= StreamState.InPayload;
                    }
                }

                c.Shared.States[c.First + stream] = state;
                c.Consume(stream, count);
            }
        }
    }
}
