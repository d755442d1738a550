// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>The answer to a client's key (RFC 6455 section 4.2.2).</summary>
    internal static class SocketKey
    {
        private const string Suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

        /// <summary>Length of a key: 16 bytes in Base64.</summary>
        public const int Length = 24;

        /// <summary>The value of Sec-WebSocket-Accept.</summary>
        /// <param name="buffer">Where the key lies.</param>
        /// <param name="offset">Its first byte; it has <see cref="Length"/>.</param>
        /// <returns>28 bytes.</returns>
        public static byte[] Accept(byte[] buffer, int offset)
        {
            byte[] suffix = Utf8.GetBytes(Suffix);
            byte[] text = new byte[Length + suffix.Length];
            System.Array.Copy(buffer, offset, text, 0, Length);
            System.Array.Copy(suffix, 0, text, Length, suffix.Length);
            byte[] hash = Sha1.Hash(text, text.Length);
            byte[] digits = Utf8.GetBytes(Digits);
            byte[] accept = new byte[28];
            for (int i = 0; i < 27; i++)
            {
                int bit = i * 6;
                int pair = (hash[bit >> 3] << 8) | ((bit >> 3) + 1 < 20 ? hash[(bit >> 3) + 1] : 0);
                accept[i] = digits[(pair >> (10 - (bit & 7))) & 63];
            }

            accept[27] = (byte)'=';
            return accept;
        }
    }
}
