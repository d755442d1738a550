// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Drivers
{
    /// <summary>The hardware's random generator. Its output is conditioned by the firmware's DRBG before any use.</summary>
    public abstract class EntropyPort
    {
        /// <summary>Fills a part of <paramref name="buffer"/>.</summary>
        /// <returns>False when the hardware has no entropy to give yet.</returns>
        public abstract bool Fill(byte[] buffer, int offset, int count);
    }
}
