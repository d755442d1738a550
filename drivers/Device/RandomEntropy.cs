// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// The hardware generator, which is what System.Random is on ESP32 and STM32. On ESP32 it is truly random only while the radio is on, so the firmware
    /// reads it after the link is up. The DRBG conditions its output before use.
    /// </summary>
    public sealed class RandomEntropy : EntropyPort
    {
        private readonly Random _random = new Random();
        private readonly byte[] _bytes = new byte[32];

        /// <inheritdoc />
        public override bool Fill(byte[] buffer, int offset, int count)
        {
            while (count > 0)
            {
                int part = count < _bytes.Length ? count : _bytes.Length;
                _random.NextBytes(_bytes);
                Array.Copy(_bytes, 0, buffer, offset, part);
                offset += part;
                count -= part;
            }

            Array.Clear(_bytes, 0, _bytes.Length);
            return true;
        }
    }
}
