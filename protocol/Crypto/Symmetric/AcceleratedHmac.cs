// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The keyed form of one <see cref="Sha256"/> by an <see cref="HmacAccelerator"/>: there a key is kept as its 64 bytes, in 16 words, in place of the states after
    /// its pads.
    /// </summary>
    internal sealed class AcceleratedHmac
    {
        /// <summary>The longest message that goes to the platform whole; longer ones are hashed by the managed code.</summary>
        internal const int MessageLength = 192;

        /// <summary>The states after the outer pad, from the eighth word on, while a message is hashed by the managed code.</summary>
        internal readonly uint[] Outer = new uint[16];

        /// <summary>The key of the message that is being collected; null: none is.</summary>
        internal uint[] Key;

        private readonly HmacAccelerator _accelerator;
        private readonly byte[] _key = new byte[Sha256.BlockLength];

        internal AcceleratedHmac(HmacAccelerator accelerator)
        {
            _accelerator = accelerator;
        }

        /// <summary>Writes the beginning of the code of a message, and wipes the message.</summary>
        internal void Finish(byte[] message, int messageLength, byte[] to, int offset, int length)
        {
            byte[] code = _accelerator.Compute(TakeKey(), message, messageLength);
            Array.Clear(message, 0, messageLength);
            Array.Copy(code, 0, to, offset, length);
            Array.Clear(code, 0, Sha256.HashLength);
            Array.Clear(_key, 0, Sha256.BlockLength);
        }

        /// <summary>The key as bytes; the caller clears them.</summary>
        internal byte[] TakeKey()
        {
            uint[] words = Key;
            byte[] to = _key;
            int at = 0;

            // A key is as long as a hash or shorter, as a rule, and the rest of its bytes are zero, as those of the array are.
            int count = (words[8] | words[9] | words[10] | words[11] | words[12] | words[13] | words[14] | words[15]) == 0 ? 8 : 16;
            for (int i = 0; i < count; i++)
            {
                uint word = words[i];
                to[at] = (byte)word;
                to[at + 1] = (byte)(word >> 8);
                to[at + 2] = (byte)(word >> 16);
                to[at + 3] = (byte)(word >> 24);
                at += 4;
            }

            return to;
        }

        internal void Wipe()
        {
            Array.Clear(Outer, 0, 16);
            Key = null;
        }
    }
}
