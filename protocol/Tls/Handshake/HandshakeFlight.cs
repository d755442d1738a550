// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// The server's handshake messages of each level as one sequence of bytes, from which a transport sends, and sends again, by offset. Generated parts lie in the
    /// context; the certificate chain is read where it lies.
    /// </summary>
    public static class HandshakeFlight
    {
        /// <summary>Bytes of the flight that exist at a level (Initial: HelloRetryRequest and ServerHello; Handshake: EncryptedExtensions to Finished). It only grows.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="level"><see cref="TlsLevel"/>.</param>
        /// <returns>Bytes.</returns>
        public static int Length(HandshakeContext context, int level)
        {
            if (level == TlsLevel.Initial)
            {
                return context.HelloLength == 0 ? 0 : context.HelloLength + context.CiphertextLength;
            }

            if (level != TlsLevel.Handshake || (context.Flags & HandshakeContext.FlagFlight) == 0)
            {
                return 0;
            }

            return ServerMessages.HeadLength(context) + (context.Chain == null ? 0 : context.Chain.Length) + context.TailLength;
        }

        /// <summary>Copies flight bytes; any offset, any number of times, until the context is wiped.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="level"><see cref="TlsLevel"/>.</param>
        /// <param name="offset">Offset in the level's flight.</param>
        /// <param name="destination">Where to.</param>
        /// <param name="destinationOffset">Offset there.</param>
        /// <param name="count">The most bytes wanted.</param>
        /// <returns>Bytes copied: count, or fewer at the end of what exists.</returns>
        public static int Read(HandshakeContext context, int level, int offset, byte[] destination, int destinationOffset, int count)
        {
            int rest = Length(context, level) - offset;
            if (count > rest)
            {
                count = rest;
            }

            if (offset < 0 || count <= 0)
            {
                return 0;
            }

            byte[] m = context.Memory;
            byte[] h = context.HelloMemory;
            byte[] middle;
            int middleOffset = 0;
            int middleLength;
            int head;
            byte[] first;
            int firstOffset;
            byte[] last;
            int lastOffset;
            if (level == TlsLevel.Initial)
            {
                // generated, the ciphertext where it lies, generated
                first = h;
                firstOffset = HandshakeContext.Hello;
                middle = m;
                middleLength = context.CiphertextLength;
                head = context.HelloLength;
                if (middleLength != 0)
                {
                    head = context.ShareOffset - HandshakeContext.Hello;
                    middleOffset = context.CiphertextOffset;
                }

                last = h;
                lastOffset = HandshakeContext.Hello + head;
            }
            else
            {
                // generated, the chain where it lies, generated
                first = m;
                firstOffset = context.ExtensionsStart;
                head = ServerMessages.HeadLength(context);
                middle = context.Chain;
                middleLength = middle == null ? 0 : middle.Length;
                last = m;
                lastOffset = HandshakeContext.Tail;
            }

            int done = 0;
            if (offset < head)
            {
                done = head - offset < count ? head - offset : count;
                Array.Copy(first, firstOffset + offset, destination, destinationOffset, done);
            }

            offset += done - head;
            if (done < count)
            {
                if (offset < middleLength)
                {
                    int take = middleLength - offset < count - done ? middleLength - offset : count - done;
                    Array.Copy(middle, middleOffset + offset, destination, destinationOffset + done, take);
                    done += take;
                    offset += take;
                }

                offset -= middleLength;
            }

            if (done < count)
            {
                Array.Copy(last, lastOffset + offset, destination, destinationOffset + done, count - done);
            }

            return count;
        }
    }
}
