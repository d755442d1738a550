// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>The Range field with a single range of bytes (RFC 9110 section 14.2). A request for several ranges gets the whole file.</summary>
    internal sealed class ByteRange
    {
        /// <summary>First byte wanted.</summary>
        public long From;

        /// <summary>Bytes wanted.</summary>
        public long Length;

        /// <summary>Reads the field of a request.</summary>
        /// <param name="request">The request.</param>
        /// <param name="total">Length of the file in bytes.</param>
        /// <returns>200 for the whole file, 206 for a part, 416 if the file has no such bytes.</returns>
        public int Read(Http.HttpRequest request, long total)
        {
            From = 0;
            Length = total;
            int field = request.IndexOf(HeaderId.Range);
            if (field < 0 || request.Method != HttpMethod.Get)
            {
                return 200;
            }

            byte[] buffer = request.Buffer;
            int at = request.ValueOffset(field);
            int end = at + request.ValueLength(field);
            if (end - at < 7 || buffer[at] != 'b' || buffer[at + 1] != 'y' || buffer[at + 2] != 't' || buffer[at + 3] != 'e' || buffer[at + 4] != 's' || buffer[at + 5] != '=')
            {
                return 200;
            }

            at += 6;
            int dash = at;
            while (dash < end && buffer[dash] != '-')
            {
                dash++;
            }

            long first = dash > at ? Http.Decimal.Parse(buffer, at, dash - at) : -1;
            long last = dash + 1 < end ? Http.Decimal.Parse(buffer, dash + 1, end - dash - 1) : -1;
            if (dash == end || (first < 0 && dash > at) || (last < 0 && dash + 1 < end) || (first < 0 && last < 0) || (last >= 0 && first > last))
            {
                // No valid range, or several: as if the field were absent.
                return 200;
            }

            if (first < 0)
            {
                // A suffix range: the last bytes.
                if (last == 0 || total == 0)
                {
                    return 416;
                }

                Length = last < total ? last : total;
                From = total - Length;
                return 206;
            }

            if (first >= total)
            {
                return 416;
            }

            From = first;
            Length = (last < 0 || last >= total ? total - 1 : last) - first + 1;
            return 206;
        }
    }
}
