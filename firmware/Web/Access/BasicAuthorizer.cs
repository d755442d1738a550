// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Web
{
    /// <summary>A user and a password (RFC 7617): browsers ask for them.</summary>
    public class BasicAuthorizer : Authorizer
    {
        private readonly string _realm;
        private readonly byte[] _credentials;

        /// <summary>For one user.</summary>
        /// <param name="realm">What the browser shows, without quotes.</param>
        /// <param name="user">The user's name, without a colon.</param>
        /// <param name="password">The password.</param>
        public BasicAuthorizer(string realm, string user, string password)
        {
            _realm = realm;
            _credentials = Utf8.GetBytes(user + ":" + password);
        }

        /// <summary>For a class that looks users up in <see cref="IsUser"/>.</summary>
        /// <param name="realm">What the browser shows, without quotes.</param>
        protected BasicAuthorizer(string realm)
        {
            _realm = realm;
        }

        /// <inheritdoc/>
        public override string Challenge
        {
            get { return "Basic realm=\"" + _realm + "\", charset=\"UTF-8\""; }
        }

        /// <inheritdoc/>
        protected override bool IsAllowed(byte[] buffer, int offset, int length)
        {
            int scheme = SkipScheme("basic", buffer, offset, length);
            if (scheme < 0)
            {
                return false;
            }

            byte[] decoded = new byte[(length - scheme) * 3 / 4];
            int count = Decode(buffer, offset + scheme, length - scheme, decoded);
            bool allowed = count >= 0 && IsUser(decoded, count);
            Array.Clear(decoded, 0, decoded.Length);
            return allowed;
        }

        /// <summary>Whether a user may go on.</summary>
        /// <param name="credentials">Name, colon and password; wiped afterwards.</param>
        /// <param name="length">Their length.</param>
        protected virtual bool IsUser(byte[] credentials, int length)
        {
            return _credentials != null && FixedTime.Equals(_credentials, credentials, 0, length);
        }

        /// <summary>Decodes Base64 (RFC 4648 section 4).</summary>
        /// <returns>Bytes written, or -1 if it is none.</returns>
        private static int Decode(byte[] buffer, int offset, int length, byte[] destination)
        {
            while (length > 0 && buffer[offset + length - 1] == (byte)'=')
            {
                length--;
            }

            int bits = 0;
            int held = 0;
            int count = 0;
            for (int i = 0; i < length; i++)
            {
                int value = Value(buffer[offset + i]);
                if (value < 0)
                {
                    return -1;
                }

                bits = ((bits << 6) | value) & 0x3FFF;
                held += 6;
                if (held >= 8)
                {
                    held -= 8;
                    destination[count++] = (byte)(bits >> held);
                }
            }

            return count;
        }

        private static int Value(int letter)
        {
            return letter >= 'A' && letter <= 'Z' ? letter - 'A'
                : letter >= 'a' && letter <= 'z' ? letter - 'a' + 26
                : letter >= '0' && letter <= '9' ? letter - '0' + 52
                : letter == '+' ? 62
                : letter == '/' ? 63
                : -1;
        }
    }
}
