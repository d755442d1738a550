// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Takes forms with files (multipart/form-data) of any size, part by part as they arrive: derive from it, and map it with Routes.Map and POST. What a part
    /// brings may be forged until <see cref="Complete"/> is called: it may only be staged, as <see cref="HttpHandler"/> says.
    /// </summary>
    public abstract class MultipartHandler : HttpHandler
    {
        private readonly MultipartReader[] _readers;

        /// <param name="uploads">Forms that are taken at a time; one more is answered with 503. Each takes some 700 bytes.</param>
        protected MultipartHandler(int uploads)
        {
            _readers = new MultipartReader[uploads];
            for (int i = 0; i < uploads; i++)
            {
                _readers[i] = new MultipartReader();
            }
        }

        /// <inheritdoc/>
        public override bool WantsBody
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override int BeginBody(Http.HttpRequest request)
        {
            int upload = Find(0);
            if (upload < 0)
            {
                return 503;
            }

            int type = request.IndexOf(HeaderId.ContentType);
            if (type < 0 || !_readers[upload].Begin(request.Buffer, request.ValueOffset(type), request.ValueLength(type)))
            {
                return 415;
            }

            _readers[upload].Owner = request.Slot + 1;
            Begin(upload, request);
            return 0;
        }

        /// <inheritdoc/>
        public override void Body(Http.HttpRequest request, byte[] buffer, int offset, int count)
        {
            int upload = Find(request.Slot + 1);
            if (upload >= 0)
            {
                _readers[upload].Feed(this, upload, buffer, offset, count);
            }
        }

        /// <inheritdoc/>
        public override void AbortBody(Http.HttpRequest request)
        {
            int upload = Find(request.Slot + 1);
            if (upload >= 0)
            {
                _readers[upload].Owner = 0;
                Abort(upload);
            }
        }

        /// <inheritdoc/>
        public override void Handle(Http.HttpRequest request, Http.HttpResponse response)
        {
            int upload = Find(request.Slot + 1);
            if (upload < 0)
            {
                response.Status = 500;
                return;
            }

            _readers[upload].Owner = 0;
            if (_readers[upload].IsComplete)
            {
                Complete(upload, request, response);
            }
            else
            {
                Abort(upload);
                response.Status = 400;
            }
        }

        /// <summary>A form begins.</summary>
        /// <param name="upload">Its number, from 0 on, which is used again afterwards.</param>
        /// <param name="request">Path, query and fields.</param>
        protected virtual void Begin(int upload, Http.HttpRequest request)
        {
        }

        /// <summary>A part begins.</summary>
        /// <param name="upload">Number of the form.</param>
        /// <param name="name">Name of the field.</param>
        /// <param name="fileName">Name of the file as the client has it, or null. Never a path of the device without a check.</param>
        /// <returns>False to refuse the form: 400.</returns>
        protected internal abstract bool BeginPart(int upload, string name, string fileName);

        /// <summary>Bytes of the part, in order.</summary>
        /// <returns>False to refuse the form: 400.</returns>
        protected internal abstract bool PartData(int upload, byte[] buffer, int offset, int count);

        /// <summary>The part is over.</summary>
        /// <returns>False to refuse the form: 400.</returns>
        protected internal virtual bool EndPart(int upload)
        {
            return true;
        }

        /// <summary>The form will not be completed: release what was staged.</summary>
        protected virtual void Abort(int upload)
        {
        }

        /// <summary>The form is complete and authentic: act on it, and answer.</summary>
        protected abstract void Complete(int upload, Http.HttpRequest request, Http.HttpResponse response);

        private int Find(int owner)
        {
            for (int i = 0; i < _readers.Length; i++)
            {
                if (_readers[i].Owner == owner)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
