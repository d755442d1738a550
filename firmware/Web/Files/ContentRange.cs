// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>The Content-Range field (RFC 9110 section 14.4).</summary>
    internal static class ContentRange
    {
        /// <summary>Adds it.</summary>
        /// <param name="response">The answer.</param>
        /// <param name="range">The part, or null for 416.</param>
        /// <param name="total">Length of the file in bytes.</param>
        public static void Add(Http.HttpResponse response, ByteRange range, long total)
        {
            byte[] text = Utf8.GetBytes(
                "bytes " + (range == null ? "*" : range.From.ToString() + "-" + (range.From + range.Length - 1).ToString()) + "/" + total.ToString());
            response.Add(HeaderId.ContentRange, text, 0, text.Length);
        }
    }
}
