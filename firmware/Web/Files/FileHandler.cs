// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using MilliHttp.Nano.Firmware.Content;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Files of a folder, read in pieces while they are sent, with content type, precompressed <c>.gz</c> files, ETag and 304, and a single Range. A path that ends
    /// with a slash stands for its index.html. A handle is the number of an open file; if all are in use, the response is 503.
    /// </summary>
    internal sealed class FileHandler : HttpHandler
    {
        private readonly string _root;
        private readonly FileStream[] _files;
        private readonly long[] _starts;
        private readonly FileTag _tags;
        private readonly ByteRange _range = new ByteRange();

        public FileHandler(string root, int files)
        {
            _root = root;
            _files = new FileStream[files];
            _starts = new long[files];
            _tags = new FileTag(8);
        }

        /// <inheritdoc/>
        public override void Handle(Http.HttpRequest request, Http.HttpResponse response)
        {
            int handle = 0;
            while (handle < _files.Length && _files[handle] != null)
            {
                handle++;
            }

            if (handle == _files.Length)
            {
                response.Status = 503;
                response.Add(HeaderField.RetryAfter1);
                return;
            }

            string name = Utf8.GetString(request.Buffer, request.ParameterOffset, request.ParameterLength, true, false);
            if (name.Length == 0 || name[name.Length - 1] == '/')
            {
                name += "index.html";
            }

            string path = SafePath.Join(_root, name, Path.DirectorySeparatorChar);
            if (path == null)
            {
                response.Status = 404;
                return;
            }

            bool hasGzip = File.Exists(path + ".gz");
            bool gzip = hasGzip && AcceptEncoding.TakesGzip(request);
            if (gzip)
            {
                path += ".gz";
            }
            else if (!File.Exists(path))
            {
                response.Status = 404;
                return;
            }

            FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read);
            _files[handle] = file;
            try
            {
                if (!Answer(request, response, file, handle, path, gzip, hasGzip, name))
                {
                    Release(handle);
                }
            }
            catch (Exception)
            {
                Release(handle);
                throw;
            }
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            FileStream file = _files[handle];
            long place = _starts[handle] + offset;
            try
            {
                if (file.Position != place)
                {
                    file.Position = place;
                }

                int read = file.Read(destination, destinationOffset, count);

                // The file became shorter after its length was sent, so the response cannot be completed.
                return read > 0 || count == 0 ? read : -1;
            }
            catch (IOException)
            {
                return -1;
            }
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            FileStream file = _files[handle];
            _files[handle] = null;
            if (file != null)
            {
                file.Dispose();
            }
        }

        private bool Answer(Http.HttpRequest request, Http.HttpResponse response, FileStream file, int handle, string path, bool gzip, bool hasGzip, string name)
        {
            byte[] tag = Utf8.GetBytes(_tags.Of(path, file));
            response.Add(HeaderId.Etag, tag, 0, tag.Length);
            response.Add(HeaderField.AcceptRangesBytes);
            response.Add(HeaderField.CacheControlNoCache);
            if (hasGzip)
            {
                response.Add(HeaderField.VaryAcceptEncoding);
            }

            if (EntityTag.Matches(request, HeaderId.IfNoneMatch, tag))
            {
                response.Status = 304;
                return false;
            }

            long total = file.Length;
            int status = request.IndexOf(HeaderId.IfRange) >= 0 && !EntityTag.Matches(request, HeaderId.IfRange, tag) ? 200 : _range.Read(request, total);
            if (status == 416)
            {
                response.Status = 416;
                ContentRange.Add(response, null, total);
                return false;
            }

            long from = 0;
            long length = total;
            if (status == 206)
            {
                response.Status = 206;
                from = _range.From;
                length = _range.Length;
                ContentRange.Add(response, _range, total);
            }

            if (gzip)
            {
                response.Add(HeaderField.ContentEncodingGzip);
            }

            byte[] type = Utf8.GetBytes(ContentTypes.Of(name));
            response.Add(HeaderId.ContentType, type, 0, type.Length);
            _starts[handle] = from;
            response.SetBody(this, handle, length);
            return true;
        }
    }
}
