// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware.Content;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Files that lie in flash: content type, gzip, ETag and 304, a single Range. A handle is the number of a text, and where its part begins.</summary>
    internal sealed class FlashFileHandler : HttpHandler
    {
        private const int Responses = 8;
        private readonly FlashFiles _files;
        private readonly ByteRange _range = new ByteRange();
        private readonly byte[] _scratch = new byte[64];
        private readonly int[] _texts = new int[Responses];     // the text and 1; 0 if free
        private readonly int[] _starts = new int[Responses];

        public FlashFileHandler(FlashFiles files)
        {
            _files = files;
        }

        /// <inheritdoc/>
        public override void Handle(Http.HttpRequest request, Http.HttpResponse response)
        {
            int file = Find(request);
            if (file < 0)
            {
                response.Status = 404;
                return;
            }

            int handle = 0;
            while (handle < Responses && _texts[handle] != 0)
            {
                handle++;
            }

            if (handle == Responses)
            {
                response.Status = 503;
                response.Add(HeaderField.RetryAfter1);
                return;
            }

            FlashFiles files = _files;
            int first = file * FlashFiles.TextsPerFile;
            int text = first + FlashFiles.PlainText;
            bool hasGzip = files.Length(first + FlashFiles.GzipText) > 0;
            bool gzip = hasGzip && AcceptEncoding.TakesGzip(request);
            int tagLength = files.Copy(first + FlashFiles.TagText, _scratch, 0);
            if (gzip)
            {
                // Another representation has another tag: the last letter before the quote is g.
                text = first + FlashFiles.GzipText;
                _scratch[tagLength - 2] = (byte)'g';
            }

            byte[] tag = new byte[tagLength];
            System.Array.Copy(_scratch, tag, tagLength);
            response.Add(HeaderId.Etag, tag, 0, tagLength);
            response.Add(HeaderField.AcceptRangesBytes);
            response.Add(HeaderField.CacheControlNoCache);
            if (hasGzip)
            {
                response.Add(HeaderField.VaryAcceptEncoding);
            }

            if (EntityTag.Matches(request, HeaderId.IfNoneMatch, tag))
            {
                response.Status = 304;
                return;
            }

            int total = files.Length(text);
            int status = request.IndexOf(HeaderId.IfRange) >= 0 && !EntityTag.Matches(request, HeaderId.IfRange, tag) ? 200 : _range.Read(request, total);
            if (status != 200)
            {
                response.Status = status;
                ContentRange.Add(response, status == 416 ? null : _range, total);
                if (status == 416)
                {
                    return;
                }
            }

            if (gzip)
            {
                response.Add(HeaderField.ContentEncodingGzip);
            }

            response.Add(HeaderId.ContentType, files, first + FlashFiles.TypeText);
            _texts[handle] = text + 1;
            _starts[handle] = (int)_range.From;
            response.SetBody(this, handle, status == 206 ? _range.Length : total);
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            return _files.Copy(_texts[handle] - 1, _starts[handle] + (int)offset, destination, destinationOffset, count);
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            _texts[handle] = 0;
        }

        // Paths are compared as they are sent: a browser does not encode what a file's name should be made of.
        private int Find(Http.HttpRequest request)
        {
            byte[] buffer = request.Buffer;
            int offset = request.ParameterOffset;
            int length = request.ParameterLength;
            bool isFolder = length == 0 || buffer[offset + length - 1] == (byte)'/';
            FlashFiles files = _files;
            byte[] scratch = _scratch;
            int count = files.FileCount;
            for (int file = 0; file < count; file++)
            {
                int text = file * FlashFiles.TextsPerFile;
                int nameLength = files.Length(text);
                if (nameLength != (isFolder ? length + 10 : length) || nameLength > scratch.Length)
                {
                    continue;
                }

                files.Copy(text, scratch, 0);
                int i = 0;
                while (i < length && scratch[i] == buffer[offset + i])
                {
                    i++;
                }

                if (i == length && (!isFolder || (scratch[i] == (byte)'i' && scratch[i + 5] == (byte)'.' && scratch[i + 9] == (byte)'l')))
                {
                    return file;
                }
            }

            return -1;
        }
    }
}
