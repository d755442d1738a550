// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>
    /// <c>POST /upload</c>: any size; answers <c>{"length":N,"sha256":"..."}</c>. What arrives may not be authenticated yet, so it goes into a hash and
    /// nowhere else; the hash is told when the request is complete. More uploads at a time than there are hashes: 503. A handle is the number of an
    /// upload.
    /// </summary>
    internal sealed class UploadHandler : HttpHandler
    {
        private const int Free = 0;
        private const int Answering = 1;
        private const int FirstSlot = 2;

        private const int OwnerShift = 48;
        private const long LengthMask = (1L << OwnerShift) - 1;

        private readonly Sha256[] _hashes;
        private readonly long[] _uploads;   // bits 0-47 bytes so far, from 48 on Free, Answering or the slot of the request plus FirstSlot
        private readonly byte[] _results;   // 32 bytes each
        private readonly WindowWriter _writer;

        public UploadHandler(WindowWriter writer, int uploads)
        {
            _writer = writer;
            _hashes = new Sha256[uploads];
            _uploads = new long[uploads];
            _results = new byte[uploads * Sha256.HashLength];
            for (int i = 0; i < uploads; i++)
            {
                _hashes[i] = new Sha256();
            }
        }

        /// <inheritdoc/>
        public override bool WantsBody
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override int BeginBody(HttpRequest request)
        {
            int i = Find(Free);
            if (i < 0)
            {
                return 503;
            }

            _uploads[i] = (long)(request.Slot + FirstSlot) << OwnerShift;
            _hashes[i].Reset();
            return 0;
        }

        /// <inheritdoc/>
        public override void Body(HttpRequest request, byte[] buffer, int offset, int count)
        {
            int i = Find(request.Slot + FirstSlot);
            if (i >= 0)
            {
                _hashes[i].Update(buffer, offset, count);
                _uploads[i] += count;
            }
        }

        /// <inheritdoc/>
        public override void AbortBody(HttpRequest request)
        {
            int i = Find(request.Slot + FirstSlot);
            if (i >= 0)
            {
                Release(i);
            }
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            int i = Find(request.Slot + FirstSlot);
            if (i < 0)
            {
                response.Status = 500;
                return;
            }

            _hashes[i].Finish(_results, i * Sha256.HashLength);
            _uploads[i] = (_uploads[i] & LengthMask) | ((long)Answering << OwnerShift);
            if (response.BeginBuffer())
            {
                // The response keeps a buffer until it is acknowledged, and not the hash.
                _writer.Open(response.Buffer, response.BufferOffset, 0, response.BufferSize);
                Write(i);
                response.Add(HeaderField.ContentTypeApplicationJson);
                response.EndBuffer(_writer.Written);
                Release(i);
                return;
            }

            response.Fail(200);
            _writer.Open(null, 0, 0, 0);
            Write(i);
            response.Add(HeaderField.ContentTypeApplicationJson);
            response.SetBody(this, i, _writer.Position);
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            _writer.Open(destination, destinationOffset, (int)offset, count);
            Write(handle);
            return _writer.Written;
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            _uploads[handle] = Free;
            _hashes[handle].Wipe();
        }

        private int Find(int owner)
        {
            long[] uploads = _uploads;
            for (int i = 0; i < uploads.Length; i++)
            {
                if ((int)(uploads[i] >> OwnerShift) == owner)
                {
                    return i;
                }
            }

            return -1;
        }

        private void Write(int handle)
        {
            WindowWriter writer = _writer;
            writer.PutText(PageTexts.UploadLength);
            writer.PutNumber(_uploads[handle] & LengthMask);
            writer.PutText(PageTexts.UploadHash);
            int at = handle * Sha256.HashLength;
            byte[] scratch = writer.Scratch;
            for (int half = 0; half < 2; half++)
            {
                for (int i = 0; i < 32; i += 2)
                {
                    int value = _results[at++];
                    int high = value >> 4;
                    int low = value & 15;
                    scratch[i] = (byte)(high < 10 ? 48 + high : 87 + high);
                    scratch[i + 1] = (byte)(low < 10 ? 48 + low : 87 + low);
                }

                writer.PutScratch(32);
            }

            writer.PutText(PageTexts.UploadEnd);
        }
    }
}
