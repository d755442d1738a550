// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Handles the requests of one route. One instance serves every connection and every protocol. It finds the state of one request by
    /// <see cref="HttpRequest.Slot"/>, which no other open request has. The request and response objects are shared: a handler must not keep them.
    /// A handler can be the source of its own responses' bodies, which saves an object.
    /// </summary>
    /// <remarks>
    /// <para><b>Ordinary handlers</b> (<see cref="WantsBody"/> false) get the whole body, up to the profile's limit (413 beyond), and are
    /// called once, in <see cref="Handle"/>, when the request is complete and everything of it is authenticated.</para>
    /// <para><b>Streaming handlers</b> (<see cref="WantsBody"/> true) get <see cref="BeginBody"/>, any number of <see cref="Body"/>, and then
    /// either <see cref="Handle"/> or <see cref="AbortBody"/>, never both, and one of them always.</para>
    /// <para><b>The rule of unverified plaintext.</b> Over HTTPS/1.1 a TLS record may be larger than the memory of the connection; its bytes are
    /// handed on before the tag that authenticates them has arrived. What <see cref="BeginBody"/> and <see cref="Body"/> get may therefore be forged.
    /// They may only <i>stage</i> it: fill memory of their own, feed a hash, write to a place that nothing reads yet. Nothing observable may depend on it
    /// (no output, no stored setting, no message) until <see cref="Handle"/> is called, which happens only after the tags of all records were
    /// verified. <see cref="AbortBody"/> means: drop what was staged. The engine holds back the status that <see cref="BeginBody"/> returns, too.</para>
    /// </remarks>
    public abstract class HttpHandler : BodySource
    {
        /// <summary>Whether the handler takes the body as it arrives.</summary>
        public virtual bool WantsBody
        {
            get { return false; }
        }

        /// <summary>
        /// The head of a request for a streaming handler, also of a request without a body. Only here can its fields and its path be read; in
        /// <see cref="Body"/> and <see cref="Handle"/> only slot, method, protocol, content length and number parameter remain.
        /// </summary>
        /// <param name="request">The request.</param>
        /// <returns>0 to go on, or the status (503, 413, ...) of the response; then no other call follows for this request.</returns>
        public virtual int BeginBody(HttpRequest request)
        {
            return 0;
        }

        /// <summary>A part of the body, in order. It may be unverified: only stage it.</summary>
        /// <param name="request">What remains of the request (<see cref="BeginBody"/>).</param>
        /// <param name="buffer">Buffer of the part.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="count">Its length in bytes.</param>
        public virtual void Body(HttpRequest request, byte[] buffer, int offset, int count)
        {
        }

        /// <summary>The request will not be completed: release what was staged.</summary>
        /// <param name="request">What remains of the request (<see cref="BeginBody"/>).</param>
        public virtual void AbortBody(HttpRequest request)
        {
        }

        /// <summary>The request is complete and verified: fill the response.</summary>
        /// <param name="request">The request.</param>
        /// <param name="response">An empty response with status 200.</param>
        public abstract void Handle(HttpRequest request, HttpResponse response);

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            return -1;
        }
    }
}
