// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>One bearer token (RFC 6750), shared by all clients that have access.</summary>
    public sealed class BearerAuthorizer : Authorizer
    {
        private readonly byte[] _token;

        /// <param name="token">The token, of at least 16 random letters and digits.</param>
        public BearerAuthorizer(string token)
        {
            _token = Utf8.GetBytes(token);
        }

        /// <inheritdoc/>
        public override string Challenge
        {
            get { return "Bearer"; }
        }

        /// <inheritdoc/>
        protected override bool IsAllowed(byte[] buffer, int offset, int length)
        {
            int scheme = SkipScheme("bearer", buffer, offset, length);
            return scheme >= 0 && _token.Length > 0 && FixedTime.Equals(_token, buffer, offset + scheme, length - scheme);
        }
    }
}
