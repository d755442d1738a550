// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Decides by the Authorization field (RFC 9110 section 11.6) whether a request is handled. If credentials are missing or wrong, the response is 401 with a
    /// challenge. Derive from it to look up credentials; compare them with <see cref="FixedTime"/>.
    /// </summary>
    public abstract class Authorizer
    {
        /// <summary>The challenge that a refused client gets, for example <c>Bearer</c>.</summary>
        public abstract string Challenge { get; }

        /// <summary>The filter of a route; see <see cref="AccessRoutes.RequireAuthorization"/>.</summary>
        public bool Filter(HttpRequest request, HttpResponse response)
        {
            if (!request.HasHead)
            {
                // The decision was made when the body began.
                return true;
            }

            Http.HttpRequest engine = request.Engine;
            int field = engine.IndexOf(HeaderId.Authorization);
            if (field >= 0 && IsAllowed(engine.Buffer, engine.ValueOffset(field), engine.ValueLength(field)))
            {
                return true;
            }

            response.StatusCode = 401;
            response.SetHeader(HeaderId.WwwAuthenticate, Challenge);
            return false;
        }

        /// <summary>Whether the credentials are valid for this request.</summary>
        /// <param name="buffer">Where the value of the field lies: scheme, space, credentials.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length.</param>
        protected abstract bool IsAllowed(byte[] buffer, int offset, int length);

        /// <summary>Whether a value begins with a scheme and a space, ignoring case.</summary>
        /// <param name="scheme">The scheme in lower case.</param>
        /// <param name="buffer">Where the value lies.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="length">Its length.</param>
        /// <returns>The number of bytes before the credentials, or -1.</returns>
        protected static int SkipScheme(string scheme, byte[] buffer, int offset, int length)
        {
            int count = scheme.Length;
            if (length <= count || buffer[offset + count] != (byte)' ')
            {
                return -1;
            }

            for (int i = 0; i < count; i++)
            {
                if ((buffer[offset + i] | 0x20) != scheme[i])
                {
                    return -1;
                }
            }

            while (count < length && buffer[offset + count] == (byte)' ')
            {
                count++;
            }

            return count;
        }
    }
}
