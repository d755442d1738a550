// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Flags of an <see cref="Http1Connection"/>. The lowest four bits are those that <see cref="Http1Head.ParseFields"/> returns.</summary>
    internal static class Http1Flags
    {
        /// <summary>The request's body is chunked.</summary>
        internal const int Chunked = Http1Head.Chunked;

        /// <summary>The connection is closed after the current response.</summary>
        internal const int CloseAsked = Http1Head.Close;

        /// <summary>The client asked to keep the connection open (of meaning to HTTP/1.0 only).</summary>
        internal const int KeepAliveAsked = Http1Head.KeepAlive;

        /// <summary>The client waits for 100 (Continue).</summary>
        internal const int Expects = Http1Head.Expects;

        /// <summary>A byte of the head has arrived.</summary>
        internal const int Started = 0x100;

        /// <summary>The request line was checked.</summary>
        internal const int LineSeen = 0x200;

        /// <summary>The head lies before the channel's unread bytes, kept by <see cref="Http1Channel.Retain"/>.</summary>
        internal const int Retained = 0x400;

        /// <summary>The handler takes the body as it arrives.</summary>
        internal const int Streaming = 0x800;

        /// <summary>BeginBody was called, and neither Handle nor AbortBody yet.</summary>
        internal const int Begun = 0x1000;

        /// <summary>All further input is dropped.</summary>
        internal const int Discard = 0x2000;

        /// <summary>The shared request still holds this request.</summary>
        internal const int Fresh = 0x4000;

        /// <summary>A response of unknown length is to be ended.</summary>
        internal const int EndStream = 0x8000;

        /// <summary>The connection is closed after the next response.</summary>
        internal const int CloseNext = 0x10000;

        /// <summary>The channel has opened.</summary>
        internal const int Opened = 0x20000;

        /// <summary>The complete head is the first part of the channel's unread bytes.</summary>
        internal const int InPlace = 0x40000;

        /// <summary>
        /// The head is longer than the memory for it: what is needed of it is kept by <see cref="Http1Channel.Retain"/>, the rest is skipped.
        /// </summary>
        internal const int Sifting = 0x80000;

        /// <summary>Sifting is inside a line that is skipped.</summary>
        internal const int SkippingLine = 0x100000;

        /// <summary>The tunnel's handler got bytes, and Verified was not called for them yet.</summary>
        internal const int TunnelStaged = 0x200000;

        /// <summary>The tunnel's handler was told that the client sends no more.</summary>
        internal const int TunnelEnded = 0x400000;

        /// <summary>The tunnel's handler was asked to end it.</summary>
        internal const int TunnelLeaving = 0x800000;

        /// <summary>Reading stopped before the end of the input, as it had done enough in one call: it goes on in the next.</summary>
        internal const int Unfinished = 0x1000000;

        /// <summary>The flags that outlive a request.</summary>
        internal const int PerConnection = CloseNext | Opened;
    }
}
