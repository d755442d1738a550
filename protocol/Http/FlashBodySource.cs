// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>A page in flash as a body; the handle is the number of the text in its set.</summary>
    public sealed class FlashBodySource : BodySource
    {
        private readonly FlashData _data;

        public FlashBodySource(FlashData data)
        {
            _data = data;
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            return _data.Copy(handle, (int)offset, destination, destinationOffset, count);
        }
    }
}
