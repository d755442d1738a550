// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// A route that can become a tunnel: bytes both ways, as WebSocket has them over HTTP/1.1 (Upgrade, RFC 6455) and over HTTP/3 (extended CONNECT,
    /// RFC 9220). Both look like a GET with <see cref="HttpRequest.Tunnel"/> set. One instance serves every connection; a tunnel is known by the
    /// <see cref="HttpRequest.Slot"/> of its request.
    /// </summary>
    /// <remarks>
    /// <para><b>In.</b> The engine hands over at most <see cref="Room"/> bytes; the others wait in the client's flow control window. Over HTTP/1.1 bytes may
    /// be handed over before their record is authenticated (<see cref="HttpHandler"/>): <see cref="Receive"/> only stages them, and nothing observable may
    /// depend on them until <see cref="Verified"/>.</para>
    /// <para><b>Out.</b> The engine reads as from any body of unknown length: <see cref="BodySource.Read"/>, <see cref="BodySource.End"/>,
    /// <see cref="BodySource.IsEnded"/> and <see cref="BodySource.Discard"/> with the slot as handle, by offsets from the first byte of the tunnel. When
    /// IsEnded is true and everything is sent, the tunnel is closed in order. A Read of -1 resets it.</para>
    /// <para><b>End.</b> <see cref="BodySource.Release"/> is called exactly once for each <see cref="Open"/> that returned true, whatever ended the
    /// tunnel.</para>
    /// </remarks>
    public abstract class TunnelHandler : HttpHandler
    {
        /// <summary>A client asks for a tunnel. Over HTTP/1.1 the engine adds the fields Connection and Upgrade.</summary>
        /// <param name="request">The request, whose <see cref="HttpRequest.Tunnel"/> says which protocol it wants.</param>
        /// <param name="response">Fields of the response (101 over HTTP/1.1, 200 over HTTP/3); for a refusal, its status, fields and body.</param>
        /// <returns>True to open the tunnel; false to refuse it.</returns>
        public abstract bool Open(HttpRequest request, HttpResponse response);

        /// <summary>How many bytes the handler can take now. The engine asks again in every turn in which bytes wait.</summary>
        /// <param name="slot">Which tunnel.</param>
        /// <returns>The number of bytes, 0 for none.</returns>
        public abstract int Room(int slot);

        /// <summary>Bytes from the client, in order. They may be unverified: stage them only.</summary>
        /// <param name="slot">Which tunnel.</param>
        /// <param name="buffer">Buffer of the bytes.</param>
        /// <param name="offset">The first of them.</param>
        /// <param name="count">Their number, at most <see cref="Room"/>.</param>
        public abstract void Receive(int slot, byte[] buffer, int offset, int count);

        /// <summary>All bytes received so far are authentic: act on them.</summary>
        /// <param name="slot">Which tunnel.</param>
        public abstract void Verified(int slot);

        /// <summary>The client sends no more bytes; the handler may still send.</summary>
        /// <param name="slot">Which tunnel.</param>
        public virtual void ReceiveEnd(int slot)
        {
        }

        /// <summary>The server shuts down, or another client waits for the connection: end the tunnel within a second, after which it is cut off.</summary>
        /// <param name="slot">Which tunnel.</param>
        public virtual void GoAway(int slot)
        {
        }

        /// <summary>A request that does not ask for a tunnel: 426 (Upgrade Required).</summary>
        /// <param name="request">The request.</param>
        /// <param name="response">The response.</param>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            response.Status = 426;
        }
    }
}
