// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Answers requests of one route. One instance serves every connection and every protocol; state that belongs to one request is found by
    /// <see cref="HttpRequest.Slot"/>, which no other open request has. The request and response objects are shared: nothing of them may be kept.
    /// It may be the source of its own responses' bodies, which saves an object.
    /// </summary>
    /// <remarks>
    /// <para><b>Ordinary handlers</b> (<see cref="WantsBody"/> false) get the whole body, up to the profile's limit (413 beyond), and are
    /// called once, in <see cref="Handle"/>, when the request is complete and everything of it is authenticated.</para>
    /// <para><b>Streaming handlers</b> (<see cref="WantsBody"/> true) get <see cref="BeginBody"/>, any number of <see cref="Body"/>, and then
    /// either <see cref="Handle"/> or <see cref="AbortBody"/>, never both, and one of them always.</para>
    /// <para><b>The rule of unverified plaintext.</b> Over HTTPS/1.1 a TLS record may be larger than the memory of the connection; its bytes are
    /// handed on before the tag that authenticates them has come. What <see cref="BeginBody"/> and <see cref="Body"/> are given may therefore be forged.
    /// They may only <i>stage</i>: fill memory of their own, feed a hash, write to a place that nothing reads yet. Nothing observable may depend on it:
    /// no output, no stored setting, no message to anyone, until <see cref="Handle"/> is called, which happens only after the tags of all records
    /// held. <see cref="AbortBody"/> means: throw away what was staged. Status codes that <see cref="BeginBody"/> returns are held back too.</para>
    /// </remarks>
    public abstract class HttpHandler : BodySource
    {
        /// <summary>Whether the body is handed over as it arrives.</summary>
        public virtual bool WantsBody
        {
            get { return false; }
        }

        /// <summary>
        /// The head of a request whose body follows; fields and path can be read here and, for a streaming handler, only here
        /// (in <see cref="Handle"/> only slot, method, protocol, content length and number parameter are left).
        /// Also called when the request has no body.
        /// </summary>
        /// <returns>0 to go on, or a status (503, 413, ...) with which the request is refused; then no other call follows.</returns>
        public virtual int BeginBody(HttpRequest request)
        {
            return 0;
        }

        /// <summary>A part of the body, in order. May be unverified: stage it only.</summary>
        public virtual void Body(HttpRequest request, byte[] buffer, int offset, int count)
        {
        }

        /// <summary>The request will not be completed: release what was staged.</summary>
        public virtual void AbortBody(HttpRequest request)
        {
        }

        /// <summary>The request is complete and verified: fill the response.</summary>
        public abstract void Handle(HttpRequest request, HttpResponse response);

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            return -1;
        }
    }
}
