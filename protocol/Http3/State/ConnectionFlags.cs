// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Layout of the state of a connection in <see cref="H3Shared.States"/>: flags, the slot of its control stream, its number.</summary>
    internal static class ConnectionFlags
    {
        /// <summary>Index of the connection's state, relative to <see cref="H3Context.First"/>.</summary>
        internal const int Self = -1;

        /// <summary>The QUIC handshake is complete.</summary>
        internal const int IsOpen = 1;

        /// <summary>CONNECTION_CLOSE was asked for.</summary>
        internal const int IsClosing = 2;

        /// <summary>SETTINGS arrived.</summary>
        internal const int HasSettings = 4;

        /// <summary>The client opened its control stream.</summary>
        internal const int HasControl = 8;

        /// <summary>The client opened its QPACK encoder stream.</summary>
        internal const int HasEncoder = 16;

        /// <summary>The client opened its QPACK decoder stream.</summary>
        internal const int HasDecoder = 32;

        /// <summary>GOAWAY was sent.</summary>
        internal const int GoAwaySent = 64;

        /// <summary>A request waits for a buffer.</summary>
        internal const int IsWaiting = 128;

        /// <summary>A body was lost.</summary>
        internal const int HasLost = 256;

        /// <summary>There may be a response of unknown length.</summary>
        internal const int HasStreamed = 512;

        /// <summary>The first of five bits (10-14), one for each setting that may arrive only once.</summary>
        internal const int SettingBit = 1024;

        /// <summary>The connection holds a share of the requests' memory.</summary>
        internal const int HasMemory = 0x8000;

        /// <summary>Bits 16-23: stream slot of the server's control stream.</summary>
        internal const int ControlShift = 16;

        /// <summary>Value of bits 16-23 before that stream is open.</summary>
        internal const int NoStream = 0xFF << ControlShift;

        /// <summary>Bits 24-30: the connection's number, which never changes.</summary>
        internal const int IndexShift = 24;
    }
}
