// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Writes bodies to files of a folder, by pieces: under a hidden temporary name, and renamed when the whole request has been authenticated. The last parameter of the
    /// route is the name. 201 for a new file, 204 for one that was replaced, 400 for a name that is none, 409 while the same file is being written, 413
    /// beyond the limit, 503 when too many are being written.
    /// </summary>
    internal sealed class FileUpload : HttpHandler
    {
        private const int Failed = -1;
        private const int TooLarge = -2;
        private readonly string _root;
        private readonly long _most;
        private readonly FileStream[] _files;
        private readonly string[] _paths;
        private readonly int[] _slots;      // the request's slot and 1; 0 if free
        private readonly long[] _lengths;

        public FileUpload(string root, long most, int uploads)
        {
            _root = root;
            _most = most;
            _files = new FileStream[uploads];
            _paths = new string[uploads];
            _slots = new int[uploads];
            _lengths = new long[uploads];
        }

        /// <inheritdoc/>
        public override bool WantsBody
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override int BeginBody(Http.HttpRequest request)
        {
            if (request.ContentLength > _most)
            {
                return 413;
            }

            string name = Utf8.GetString(request.Buffer, request.ParameterOffset, request.ParameterLength, true, false);
            string path = SafePath.Join(_root, name, Path.DirectorySeparatorChar);
            if (path == null || name.IndexOf('/') >= 0)
            {
                return 400;
            }

            int free = -1;
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] == 0)
                {
                    free = i;
                }
                else if (_paths[i] == path)
                {
                    return 409;
                }
            }

            if (free < 0)
            {
                return 503;
            }

            // A name that begins with a dot is not served.
            _files[free] = new FileStream(Temporary(path), FileMode.Create, FileAccess.Write);
            _paths[free] = path;
            _lengths[free] = 0;
            _slots[free] = request.Slot + 1;
            return 0;
        }

        /// <inheritdoc/>
        public override void Body(Http.HttpRequest request, byte[] buffer, int offset, int count)
        {
            int i = Find(request);
            if (i < 0 || _lengths[i] < 0)
            {
                return;
            }

            if (count > _most - _lengths[i])
            {
                _lengths[i] = TooLarge;
                return;
            }

            try
            {
                _files[i].Write(buffer, offset, count);
                _lengths[i] += count;
            }
            catch (IOException)
            {
                // The storage is full, or gone: told when the request is complete.
                _lengths[i] = Failed;
            }
        }

        /// <inheritdoc/>
        public override void AbortBody(Http.HttpRequest request)
        {
            int i = Find(request);
            if (i >= 0)
            {
                Drop(i);
            }
        }

        /// <inheritdoc/>
        public override void Handle(Http.HttpRequest request, Http.HttpResponse response)
        {
            int i = Find(request);
            if (i < 0)
            {
                response.Status = 500;
                return;
            }

            string path = _paths[i];
            if (_lengths[i] < 0)
            {
                response.Status = _lengths[i] == TooLarge ? 413 : 507;
                Drop(i);
                return;
            }

            try
            {
                _files[i].Flush();
                _files[i].Dispose();
                _files[i] = null;
                bool existed = File.Exists(path);
                if (existed)
                {
                    File.Delete(path);
                }

                File.Move(Temporary(path), path);
                response.Status = existed ? 204 : 201;
                Free(i);
            }
            catch (IOException)
            {
                response.Status = 507;
                Drop(i);
            }
        }

        private string Temporary(string path)
        {
            int name = path.LastIndexOf(Path.DirectorySeparatorChar) + 1;
            return path.Substring(0, name) + "." + path.Substring(name) + ".part";
        }

        private int Find(Http.HttpRequest request)
        {
            int wanted = request.Slot + 1;
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] == wanted)
                {
                    return i;
                }
            }

            return -1;
        }

        private void Drop(int i)
        {
            string temporary = Temporary(_paths[i]);
            FileStream file = _files[i];
            Free(i);
            try
            {
                if (file != null)
                {
                    file.Dispose();
                }

                File.Delete(temporary);
            }
            catch (IOException)
            {
                // What is left is written over by the next upload of the name.
            }
        }

        private void Free(int i)
        {
            _files[i] = null;
            _paths[i] = null;
            _slots[i] = 0;
        }
    }
}
