// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The client's control stream: SETTINGS, GOAWAY, MAX_PUSH_ID, CANCEL_PUSH, PRIORITY_UPDATE (RFC 9114 section 7.2, RFC 9218 section 7).</summary>
    internal static class ControlStream
    {
        /// <summary>Reads what has arrived, frame by frame.</summary>
        internal static void Read(H3Context c, int stream)
        {
            while (true)
            {
                int available = c.AvailableLength(stream);
                if (available > 0 && !c.TakeWork(1))
                {
                    return;
                }

                int state = c.Shared.States[c.First + stream];
                if ((state & StreamState.InPayload) != 0)
                {
                    if (available > 0)
                    {
                        H3FrameReader.SkipPayload(c, stream, available);
                        continue;
                    }
                }
                else if ((state & StreamState.InSettings) != 0)
                {
                    if (ReadSetting(c, stream, available))
                    {
                        continue;
                    }
                }
                else if (available > 0 && H3FrameReader.ReadHeader(c, stream, available) && ReadFrame(c, stream, available))
                {
                    continue;
                }

                // Incomplete, and the stream has ended: RFC 9114 section 6.2.1.
                if ((c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.IsClosing) == 0 && c.IsReceiveComplete(stream))
                {
                    H3Closer.Fail(c, H3Error.ClosedCriticalStream);
                }

                return;
            }
        }

        /// <summary>Reads one frame, or its header if its payload is skipped. Returns false if it is not complete, or an error.</summary>
        private static bool ReadFrame(H3Context c, int stream, int available)
        {
            H3Shared shared = c.Shared;
            long length = shared.FrameLength;
            int header = shared.FrameHeader;
            int type = shared.FrameType > 0x7FFFFFFF ? -1 : (int)shared.FrameType;
            if ((c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.HasSettings) == 0 && type != H3FrameType.Settings)
            {
                H3Closer.Fail(c, H3Error.MissingSettings);
                return false;
            }

            long value;
            long[] longs = shared.Longs;
            int own = c.Own;
            switch (type)
            {
                case H3FrameType.Settings:
                    if ((c.Shared.States[c.First + ConnectionFlags.Self] & ConnectionFlags.HasSettings) != 0)
                    {
                        H3Closer.Fail(c, H3Error.FrameUnexpected);
                        return false;
                    }

                    c.Shared.States[c.First + ConnectionFlags.Self] |= ConnectionFlags.HasSettings;
                    H3FrameReader.BeginPayload(c, stream, header, length, StreamState.InSettings);
                    return true;

                case H3FrameType.GoAway:
                case H3FrameType.MaxPushId:
                case H3FrameType.CancelPush:
                    if (length < 1 || length > 8)
                    {
                        H3Closer.Fail(c, H3Error.FrameError);
                        return false;
                    }

                    if (available < header + (int)length)
                    {
                        return false;
                    }

                    value = H3FrameReader.PeekInteger(c, stream, header, header + (int)length);
                    if (value < 0 || 1 << (shared.Scratch[0] >> 6) != (int)length)
                    {
                        H3Closer.Fail(c, H3Error.FrameError);
                        return false;
                    }

                    // The server never pushes, so there is nothing to cancel. GOAWAY ids must not grow, MAX_PUSH_ID must not shrink (RFC 9114 sections 5.2, 7.2.3, 7.2.7).
                    if (type == H3FrameType.CancelPush || (type == H3FrameType.GoAway ? value > longs[own + RequestLayout.PeerGoAway] : value < longs[own + RequestLayout.MaxPush]))
                    {
                        H3Closer.Fail(c, H3Error.IdError);
                        return false;
                    }

                    longs[own + (type == H3FrameType.GoAway ? RequestLayout.PeerGoAway : RequestLayout.MaxPush)] = value;
                    c.Consume(stream, header + (int)length);
                    return true;

                case H3FrameType.PriorityUpdateRequest:
                case H3FrameType.PriorityUpdatePush:
                    // RFC 9218 section 7: the id is checked; the priority is a hint and not used.
                    value = H3FrameReader.PeekInteger(c, stream, header, available < header + length ? available : header + (int)length);
                    if (value < 0)
                    {
                        if (available >= header + length)
                        {
                            H3Closer.Fail(c, H3Error.FrameError);
                        }

                        return false;
                    }

                    if (type == H3FrameType.PriorityUpdateRequest ? (value & 3) != 0 : value > longs[own + RequestLayout.MaxPush])
                    {
                        H3Closer.Fail(c, H3Error.IdError);
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
                    // The last four are types of HTTP/2 (RFC 9114 section 7.2.8).
                    H3Closer.Fail(c, H3Error.FrameUnexpected);
                    return false;
            }

            H3FrameReader.BeginPayload(c, stream, header, length, StreamState.InPayload);
            return true;
        }

        /// <summary>One setting (RFC 9114 section 7.2.4).</summary>
        private static bool ReadSetting(H3Context c, int stream, int available)
        {
            byte[] scratch = c.Shared.Scratch;
            long remaining = c.Shared.Longs[c.Own + RequestLayout.PayloadLeft];
            int count = available < remaining ? available : (int)remaining;
            if (count > 16)
            {
                count = 16;
            }

            if (count == 0)
            {
                return false;
            }

            c.Peek(stream, 0, scratch, 0, count);
            long id = Varint.Read(scratch, 0, count);
            int at = 1 << (scratch[0] >> 6);
            long value = id < 0 ? -1 : Varint.Read(scratch, at, count);
            if (value < 0)
            {
                // Cut off by the end of the frame, or not yet received.
                if (count == remaining)
                {
                    H3Closer.Fail(c, H3Error.FrameError);
                }

                return false;
            }

            // An identifier must not occur twice; the known ones have a bit in the connection's state.
            int bit = 0;
            switch (id)
            {
                case H3Setting.QpackMaxTableCapacity: bit = ConnectionFlags.SettingBit; break;
                case H3Setting.MaxFieldSectionSize: bit = ConnectionFlags.SettingBit << 1; break;
                case H3Setting.QpackBlockedStreams: bit = ConnectionFlags.SettingBit << 2; break;
                case H3Setting.EnableConnectProtocol: bit = ConnectionFlags.SettingBit << 3; break;
                case H3Setting.Datagram: bit = ConnectionFlags.SettingBit << 4; break;
                case 0x2:
                case 0x3:
                case 0x4:
                case 0x5:
                    H3Closer.Fail(c, H3Error.SettingsError);
                    return false;
            }

            if ((c.Shared.States[c.First + ConnectionFlags.Self] & bit) != 0 || (bit >= ConnectionFlags.SettingBit << 3 && value > 1))
            {
                H3Closer.Fail(c, H3Error.SettingsError);
                return false;
            }

            at += 1 << (scratch[at] >> 6);
            c.Shared.States[c.First + ConnectionFlags.Self] |= bit;
            H3FrameReader.ConsumePayload(c, stream, at);
            return true;
        }
    }
}
