// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>The uploads under way and their answers: <c>{"length":N,"sha256":"..."}</c>. A handle is the number of an upload.</summary>
    internal sealed class UploadBody : BodySource
    {
        private const int Free = -1;
        private const int Answering = -2;

        private readonly Sha256[] _hashes;
        private readonly int[] _slots;      // slot of the request, Free or Answering
        private readonly long[] _lengths;
        private readonly byte[] _results;   // 32 bytes each
        private readonly FlashData _texts;
        private readonly WindowWriter _writer;

        public UploadBody(FlashData texts, WindowWriter writer, int uploads)
        {
            _texts = texts;
            _writer = writer;
            _hashes = new Sha256[uploads];
            _slots = new int[uploads];
            _lengths = new long[uploads];
            _results = new byte[uploads * Sha256.HashLength];
            for (int i = 0; i < uploads; i++)
            {
                _hashes[i] = new Sha256();
                _slots[i] = Free;
            }
        }

        /// <summary>Begins an upload.</summary>
        /// <returns>False if all are taken.</returns>
        public bool Begin(int slot)
        {
            int i = Find(Free);
            if (i < 0)
            {
                return false;
            }

            _slots[i] = slot;
            _lengths[i] = 0;
            _hashes[i].Reset();
            return true;
        }

        public void Add(int slot, byte[] buffer, int offset, int count)
        {
            int i = Find(slot);
            if (i >= 0)
            {
                _hashes[i].Update(buffer, offset, count);
                _lengths[i] += count;
            }
        }

        /// <summary>Ends an upload without an answer.</summary>
        public void Abort(int slot)
        {
            int i = Find(slot);
            if (i >= 0)
            {
                Release(i);
            }
        }

        /// <summary>Ends an upload with an answer.</summary>
        /// <returns>Its handle, or -1.</returns>
        public int Finish(int slot)
        {
            int i = Find(slot);
            if (i >= 0)
            {
                _hashes[i].Finish(_results, i * Sha256.HashLength);
                _slots[i] = Answering;
            }

            return i;
        }

        /// <summary>Length of an answer.</summary>
        public int Length(int handle)
        {
            _writer.Open(null, 0, 0, 0);
            Write(handle);
            return _writer.Position;
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
            _slots[handle] = Free;
            _hashes[handle].Wipe();
        }

        private int Find(int slot)
        {
            int[] slots = _slots;
            for (int i = 0; i < slots.Length; i++)
            {
                if (slots[i] == slot)
                {
                    return i;
                }
            }

            return -1;
        }

        private void Write(int handle)
        {
            WindowWriter writer = _writer;
            writer.Put(_texts, PageTexts.UploadLength);
            writer.PutNumber(_lengths[handle]);
            writer.Put(_texts, PageTexts.UploadHash);
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

            writer.Put(_texts, PageTexts.UploadEnd);
        }
    }
}
