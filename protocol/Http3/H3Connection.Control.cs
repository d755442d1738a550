// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <content>What the client sends on unidirectional streams, and frame headers.</content>
    public abstract partial class H3Connection
    {
        /// <summary>Reads the header of the frame at the read position into the shared part, without consuming it.</summary>
        private bool ReadFrameHeader(int stream, int available)
        {
            H3Shared shared = _shared;
            int count = available < 16 ? available : 16;
            byte[] buffer = ReadBuffer;
            int offset = ReadOffset(stream);
            if (ReadableLength(stream) < count)
            {
                buffer = shared.Scratch;
                offset = 0;
                Peek(stream, 0, buffer, 0, count);
            }

            int end = offset + count;
            int first = buffer[offset];
            if (first < 0x40 && count > 1 && buffer[offset + 1] < 0x80)
            {
                // Nearly every frame: a type of one byte, a length of one or two.
                int second = buffer[offset + 1];
                if (second < 0x40)
                {
                    shared.FrameType = first;
                    shared.FrameLength = second;
                    shared.FrameHeader = 2;
                    return true;
                }

                if (count < 3)
                {
                    return false;
                }

                shared.FrameType = first;
                shared.FrameLength = ((second & 0x3F) << 8) | buffer[offset + 2];
                shared.FrameHeader = 3;
                return true;
            }

            long type = H3Integer.Read(buffer, offset, end);
            if (type < 0)
            {
                return false;
            }

            int at = offset + (1 << (first >> 6));
            long length = H3Integer.Read(buffer, at, end);
            if (length < 0)
            {
                return false;
            }

            shared.FrameType = type;
            shared.FrameLength = length;
            shared.FrameHeader = at + (1 << (buffer[at] >> 6)) - offset;
            return true;
        }

        /// <summary>A variable-length integer behind the read position, or -1 if it has not come; Scratch[0] has its first byte.</summary>
        private long PeekInteger(int stream, int skip, int available)
        {
            int count = available - skip;
            if (count > 8)
            {
                count = 8;
            }

            if (count <= 0)
            {
                return -1;
            }

            Peek(stream, skip, _shared.Scratch, 0, count);
            return H3Integer.Read(_shared.Scratch, 0, count);
        }

        /// <summary>The type of a unidirectional stream (RFC 9114 section 6.2).</summary>
        private bool ReadStreamType(int stream)
        {
            int available = AvailableLength(stream);
            long type = PeekInteger(stream, 0, available);
            if (type < 0)
            {
                if (IsReceiveComplete(stream))
                {
                    // Ended before it said what it is: it was nothing.
                    _states[stream] = Unused;
                    ReleaseStream(stream);
                }

                return false;
            }

            int kind;
            int flag;
            switch (type)
            {
                case H3StreamType.Control:
                    kind = Control;
                    flag = HasControl;
                    break;

                case H3StreamType.QpackEncoder:
                    kind = QpackEncoder;
                    flag = HasEncoder;
                    break;

                case H3StreamType.QpackDecoder:
                    kind = QpackDecoder;
                    flag = HasDecoder;
                    break;

                case H3StreamType.Push:
                    Fail(H3Error.StreamCreationError);
                    return false;

                default:
                    // Reserved or unknown: not wanted, and no error.
                    _states[stream] = Unused;
                    StopSending(stream, H3Error.StreamCreationError);
                    ReleaseStream(stream);
                    return false;
            }

            if ((_state & flag) != 0)
            {
                Fail(H3Error.StreamCreationError);
                return false;
            }

            _state |= flag;
            _states[stream] = kind == Control ? kind | ((Own / LongsPerRequest) << NumberShift) : kind;
            Consume(stream, 1 << (_shared.Scratch[0] >> 6));
            return true;
        }

        private void ReadControl(int stream)
        {
            while (true)
            {
                int available = AvailableLength(stream);
                int state = _states[stream];
                if ((state & InPayload) != 0)
                {
                    if (available > 0)
                    {
                        Skip(stream, available);
                        continue;
                    }
                }
                else if ((state & InSettings) != 0)
                {
                    if (ReadSetting(stream, available))
                    {
                        continue;
                    }
                }
                else if (available > 0 && ReadFrameHeader(stream, available) && ReadControlFrame(stream, available))
                {
                    continue;
                }

                // Not whole. Nothing more will come? RFC 9114 section 6.2.1.
                if ((_state & IsClosing) == 0 && IsReceiveComplete(stream))
                {
                    Fail(H3Error.ClosedCriticalStream);
                }

                return;
            }
        }

        private bool ReadControlFrame(int stream, int available)
        {
            H3Shared shared = _shared;
            long length = shared.FrameLength;
            int header = shared.FrameHeader;
            int type = shared.FrameType > 0x7FFFFFFF ? -1 : (int)shared.FrameType;
            if ((_state & HasSettings) == 0 && type != H3FrameType.Settings)
            {
                Fail(H3Error.MissingSettings);
                return false;
            }

            long value;
            long[] longs = shared.Longs;
            int own = Own;
            switch (type)
            {
                case H3FrameType.Settings:
                    if ((_state & HasSettings) != 0)
                    {
                        Fail(H3Error.FrameUnexpected);
                        return false;
                    }

                    _state |= HasSettings;
                    BeginPayload(stream, header, length, InSettings);
                    return true;

                case H3FrameType.GoAway:
                case H3FrameType.MaxPushId:
                case H3FrameType.CancelPush:
                    if (length < 1 || length > 8)
                    {
                        Fail(H3Error.FrameError);
                        return false;
                    }

                    if (available < header + (int)length)
                    {
                        return false;
                    }

                    value = PeekInteger(stream, header, header + (int)length);
                    if (value < 0 || 1 << (shared.Scratch[0] >> 6) != (int)length)
                    {
                        Fail(H3Error.FrameError);
                        return false;
                    }

                    // Push is never used: there is nothing to cancel. Limits may only move one way (RFC 9114 sections 5.2, 7.2.3, 7.2.7).
                    if (type == H3FrameType.CancelPush || (type == H3FrameType.GoAway ? value > longs[own + PeerGoAway] : value < longs[own + MaxPush]))
                    {
                        Fail(H3Error.IdError);
                        return false;
                    }

                    longs[own + (type == H3FrameType.GoAway ? PeerGoAway : MaxPush)] = value;
                    Consume(stream, header + (int)length);
                    return true;

                case H3FrameType.PriorityUpdateRequest:
                case H3FrameType.PriorityUpdatePush:
                    // RFC 9218 section 7: the id is checked, the wish is only a hint.
                    value = PeekInteger(stream, header, available < header + length ? available : header + (int)length);
                    if (value < 0)
                    {
                        if (available >= header + length)
                        {
                            Fail(H3Error.FrameError);
                        }

                        return false;
                    }

                    if (type == H3FrameType.PriorityUpdateRequest ? (value & 3) != 0 : value > longs[own + MaxPush])
                    {
                        Fail(H3Error.IdError);
                        return false;
                    }

                    break;

                case H3FrameType.Data:
                case H3FrameType.Headers:
                case H3FrameType.PushPromise:
                case 0x2:
                case 0x6:
                case 0x8:
                case 0x9:
                    // The last four are HTTP/2's (RFC 9114 section 7.2.8).
                    Fail(H3Error.FrameUnexpected);
                    return false;
            }

            BeginPayload(stream, header, length, InPayload);
            return true;
        }

        /// <summary>Consumes the header of a frame; what follows is one of InPayload, InData and InSettings.</summary>
        private void BeginPayload(int stream, int header, long length, int what)
        {
            Consume(stream, header);
            int state = _states[stream];
            _shared.Longs[((state >> NumberShift) * LongsPerRequest) + Left] = length;
            if (length > 0)
            {
                _states[stream] = state | what;
            }
        }

        /// <summary>Consumes bytes of the payload that a stream stands in.</summary>
        private void ConsumePayload(int stream, int count)
        {
            Consume(stream, count);
            int state = _states[stream];
            int at = ((state >> NumberShift) * LongsPerRequest) + Left;
            long left = _shared.Longs[at] - count;
            _shared.Longs[at] = left;
            if (left == 0)
            {
                _states[stream] = state & ~(InPayload | InData | InSettings);
            }
        }

        private void Skip(int stream, int available)
        {
            long left = _shared.Longs[((_states[stream] >> NumberShift) * LongsPerRequest) + Left];
            ConsumePayload(stream, available > left ? (int)left : available);
        }

        /// <summary>One setting (RFC 9114 section 7.2.4).</summary>
        private bool ReadSetting(int stream, int available)
        {
            byte[] scratch = _shared.Scratch;
            long remaining = _shared.Longs[Own + Left];
            int count = available < remaining ? available : (int)remaining;
            if (count > 16)
            {
                count = 16;
            }

            if (count == 0)
            {
                return false;
            }

            Peek(stream, 0, scratch, 0, count);
            long id = H3Integer.Read(scratch, 0, count);
            int at = 1 << (scratch[0] >> 6);
            long value = id < 0 ? -1 : H3Integer.Read(scratch, at, count);
            if (value < 0)
            {
                // Cut off by the end of the frame, or not yet here.
                if (count == remaining)
                {
                    Fail(H3Error.FrameError);
                }

                return false;
            }

            // Each identifier once: those that mean something to us or to the RFCs have a bit of the connection's state.
            int bit = 0;
            switch (id)
            {
                case H3Setting.QpackMaxTableCapacity: bit = SettingBit; break;
                case H3Setting.MaxFieldSectionSize: bit = SettingBit << 1; break;
                case H3Setting.QpackBlockedStreams: bit = SettingBit << 2; break;
                case 0x8: bit = SettingBit << 3; break;     // SETTINGS_ENABLE_CONNECT_PROTOCOL
                case 0x33: bit = SettingBit << 4; break;   // SETTINGS_H3_DATAGRAM
                case 0x2:
                case 0x3:
                case 0x4:
                case 0x5:
                    Fail(H3Error.SettingsError);
                    return false;
            }

            if ((_state & bit) != 0 || (bit >= SettingBit << 3 && value > 1))
            {
                Fail(H3Error.SettingsError);
                return false;
            }

            at += 1 << (scratch[at] >> 6);
            _state |= bit;
            ConsumePayload(stream, at);
            return true;
        }

        private void ReadEncoder(int stream)
        {
            H3Shared shared = _shared;
            DecoderFeedback feedback = Feedback;
            while (true)
            {
                int available = AvailableLength(stream);
                if (available == 0)
                {
                    if (IsReceiveComplete(stream))
                    {
                        Fail(H3Error.ClosedCriticalStream);
                    }

                    break;
                }

                if (feedback != null && !FeedbackHasRoom(feedback))
                {
                    break;
                }

                byte[] buffer = ReadBuffer;
                int offset = ReadOffset(stream);
                int count = ReadableLength(stream);
                byte[] output = shared.Gather;
                int outputEnd = output.Length;

                // Strings of an entry are never longer than the table.
                int most = outputEnd - shared.Profile.DynamicTable;
                if (count < available)
                {
                    // At the end of the buffer, in front of which strings are decoded.
                    buffer = output;
                    count = available < most ? available : most;
                    outputEnd -= count;
                    offset = outputEnd;
                    Peek(stream, 0, buffer, offset, count);
                }

                int consumed = EncoderInstructions.Process(buffer, offset, count, feedback == null ? null : feedback.Table, output, 0, outputEnd);
                if (consumed < 0 || (consumed == 0 && count >= most))
                {
                    Fail(H3Error.QpackEncoderStreamError);
                    return;
                }

                if (consumed == 0)
                {
                    if (IsReceiveComplete(stream))
                    {
                        Fail(H3Error.ClosedCriticalStream);
                    }

                    break;
                }

                Consume(stream, consumed);
            }

            if (feedback != null && (_state & IsClosing) == 0 && feedback.Stream >= 0 && FeedbackHasRoom(feedback))
            {
                feedback.Increment();
                SetSendLimit(feedback.Stream, feedback.End, false);
            }
        }

        /// <summary>Our encoder inserts nothing, so there is nothing to acknowledge; cancellations are no news.</summary>
        private void ReadDecoder(int stream)
        {
            while (true)
            {
                int count = ReadableLength(stream);
                if (count == 0)
                {
                    if (IsReceiveComplete(stream))
                    {
                        Fail(H3Error.ClosedCriticalStream);
                    }

                    return;
                }

                byte[] buffer = ReadBuffer;
                int offset = ReadOffset(stream);
                int state = _states[stream];
                for (int i = 0; i < count; i++)
                {
                    int octet = buffer[offset + i];
                    if ((state & InPayload) != 0)
                    {
                        if (octet < 0x80)
                        {
                            state &= ~InPayload;
                        }
                    }
                    else if ((octet & 0xC0) != 0x40)
                    {
                        Fail(H3Error.QpackDecoderStreamError);
                        return;
                    }
                    else if (octet == 0x7F)
                    {
                        state |= InPayload;
                    }
                }

                _states[stream] = state;
                Consume(stream, count);
            }
        }

        private bool FeedbackHasRoom(DecoderFeedback feedback)
        {
            int stream = feedback.Stream;
            return feedback.HasRoom(stream < 0 ? 0 : SendAcknowledged(stream));
        }

        private void CancelSection(int stream)
        {
            DecoderFeedback feedback = Feedback;
            if (feedback != null && (_state & IsClosing) == 0 && feedback.Stream >= 0 && FeedbackHasRoom(feedback))
            {
                feedback.Cancel(StreamId(stream));
                SetSendLimit(feedback.Stream, feedback.End, false);
            }
        }
    }
}
