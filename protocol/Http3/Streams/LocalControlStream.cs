// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Http3
{
    /// <summary>The server's control stream: SETTINGS and, at shutdown, GOAWAY. Both are composed again whenever QUIC asks for their bytes.</summary>
    internal static class LocalControlStream
    {
        /// <summary>Bytes of the GOAWAY frame.</summary>
        internal const int GoAwayLength = 10;

        /// <summary>Reads bytes of the stream by offset.</summary>
        internal static int Read(H3Context c, int offset, byte[] destination, int at, int count)
        {
            // SETTINGS, then GOAWAY with the id of the first request that is not accepted, in eight bytes.
            byte[] scratch = c.Shared.Scratch;
            int length = WritePreface(c.Shared);
            long id = c.Shared.Longs[c.Own + RequestLayout.LastRequest] + 4;
            scratch[length] = H3FrameType.GoAway;
            scratch[length + 1] = 8;
            for (int i = 9; i >= 2; i--)
            {
                scratch[length + i] = (byte)id;
                id >>= 8;
            }

            scratch[length + 2] |= 0xC0;
            length += GoAwayLength;
            if (count > length - offset)
            {
                count = length - offset;
            }

            Array.Copy(scratch, offset, destination, at, count);
            return count;
        }

        /// <summary>Writes the beginning of the stream into <see cref="H3Shared.Scratch"/>.</summary>
        /// <param name="shared">What all connections share.</param>
        /// <returns>Its length in bytes.</returns>
        internal static int WritePreface(H3Shared shared)
        {
            // Type of the stream, then SETTINGS (RFC 9114 section 7.2.4). A setting that is 0 is left to its default.
            byte[] scratch = shared.Scratch;
            scratch[0] = H3StreamType.Control;
            scratch[1] = H3FrameType.Settings;
            int at = Varint.Write(scratch, 3, H3Setting.MaxFieldSectionSize);
            at = Varint.Write(scratch, at, shared.Reader.Limit);
            int table = shared.Profile.DynamicTable;
            if (table > 0)
            {
                at = Varint.Write(scratch, at, H3Setting.QpackMaxTableCapacity);
                at = Varint.Write(scratch, at, table);
            }

            if (shared.Service.Router.HasTunnels)
            {
                scratch[at] = H3Setting.EnableConnectProtocol;
                scratch[at + 1] = 1;
                at += 2;
            }

            scratch[2] = (byte)(at - 3);
            return at;
        }
    }
}
