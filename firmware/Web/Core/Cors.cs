// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Cross-origin requests (Fetch standard, section 3.2): the field in responses, and the response to a browser's preflight request.</summary>
    internal sealed class Cors : HttpHandler
    {
        private const string Methods = "GET, HEAD, POST, PUT, DELETE, PATCH";
        private readonly byte[] _origin;

        public Cors(string origin)
        {
            _origin = Utf8.GetBytes(origin);
        }

        /// <summary>Adds the origin that may read the answers.</summary>
        public bool Filter(HttpRequest request, HttpResponse response)
        {
            Allow(response.Engine);
            return true;
        }

        /// <inheritdoc/>
        public override void Handle(Http.HttpRequest request, Http.HttpResponse response)
        {
            byte[] methods = Utf8.GetBytes(Methods);
            response.Status = 204;
            Allow(response);
            response.Add(HeaderId.AccessControlAllowMethods, methods, 0, methods.Length);
            int wanted = request.IndexOf(HeaderId.AccessControlRequestHeaders);
            if (wanted >= 0)
            {
                response.Add(HeaderId.AccessControlAllowHeaders, request.Buffer, request.ValueOffset(wanted), request.ValueLength(wanted));
            }
        }

        private void Allow(Http.HttpResponse response)
        {
            response.Add(HeaderId.AccessControlAllowOrigin, _origin, 0, _origin.Length);
            if (_origin[0] != (byte)'*')
            {
                response.Add(HeaderField.VaryOrigin);
            }
        }
    }
}
