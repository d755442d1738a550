// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http3
{
    /// <summary>Layout of the state of a stream slot in <see cref="H3Shared.States"/>: kind, where reading stands, and how far a request is.</summary>
    internal static class StreamState
    {
        /// <summary>Mask of the kind (bits 0-3), one of the constants up to <see cref="LocalDecoder"/>.</summary>
        internal const int KindMask = 0xF;

        /// <summary>Kind: no stream.</summary>
        internal const int Unused = 0;

        /// <summary>Kind: a request and its response.</summary>
        internal const int Request = 1;

        /// <summary>Kind: a unidirectional stream of the client whose type has not arrived.</summary>
        internal const int Opening = 2;

        /// <summary>Kind: the client's control stream.</summary>
        internal const int Control = 3;

        /// <summary>Kind: the client's QPACK encoder stream.</summary>
        internal const int QpackEncoder = 4;

        /// <summary>Kind: the client's QPACK decoder stream.</summary>
        internal const int QpackDecoder = 5;

        /// <summary>Kind: the server's control stream.</summary>
        internal const int LocalControl = 6;

        /// <summary>Kind: the server's QPACK decoder stream.</summary>
        internal const int LocalDecoder = 7;

        /// <summary>Reading is inside a payload that is skipped; on a decoder stream, inside an integer.</summary>
        internal const int InPayload = 0x10;

        /// <summary>Reading is inside the payload of a DATA frame.</summary>
        internal const int InData = 0x20;

        /// <summary>Reading is inside the payload of a SETTINGS frame.</summary>
        internal const int InSettings = 0x40;

        /// <summary>
        /// The head is longer than the memory for it: what is needed of it is collected in a buffer of the pool (SectionSifter). With no byte of its payload
        /// left, it is complete and waits to be accepted.
        /// </summary>
        internal const int Sifting = 0x80;

        /// <summary>The head was decoded once, and waits undecoded in the receive pool, with what follows it.</summary>
        internal const int HeadChecked = 0x100;

        /// <summary>The head was consumed.</summary>
        internal const int HeadRead = 0x200;

        /// <summary>The trailers were consumed.</summary>
        internal const int TrailersRead = 0x400;

        /// <summary>The handler got BeginBody and must still get Handle or AbortBody.</summary>
        internal const int Streaming = 0x800;

        /// <summary>Head and body are collected in buffers of the pool until the request is complete.</summary>
        internal const int Buffered = 0x1000;

        /// <summary>The request waits for a buffer of the pool, or for room on the decoder stream.</summary>
        internal const int Waiting = 0x2000;

        /// <summary>The interim response 100 was sent.</summary>
        internal const int Continued = 0x4000;

        /// <summary>The request is complete or refused: nothing more of it is read.</summary>
        internal const int Ended = 0x8000;

        /// <summary>There is a response.</summary>
        internal const int Responded = 0x10000;

        /// <summary>The source of the response's body failed.</summary>
        internal const int Lost = 0x20000;

        /// <summary>The response has an unknown length and has not ended.</summary>
        internal const int Unending = 0x40000;

        /// <summary>The body is sent in frames of <see cref="StreamedBodies"/>.</summary>
        internal const int Framed = 0x80000;

        /// <summary>The request has become a tunnel: DATA frames go to its handler.</summary>
        internal const int Tunnel = 0x100000;

        /// <summary>
        /// Bits 21-30: the number under which a request, or the connection for its control stream, has its part of the shared arrays.
        /// </summary>
        internal const int NumberShift = 21;
    }
}
