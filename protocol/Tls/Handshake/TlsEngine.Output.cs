// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    // What transports take: the flight, keys, tickets.
    public sealed partial class TlsEngine
    {
        /// <summary>Bytes of the flight that exist at a level (Initial: HelloRetryRequest and ServerHello; Handshake: EncryptedExtensions to Finished). It only grows.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="level"><see cref="TlsLevel"/>.</param>
        /// <returns>Bytes.</returns>
        public int FlightLength(HandshakeContext context, int level)
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
        public int ReadFlight(HandshakeContext context, int level, int offset, byte[] destination, int destinationOffset, int count)
        {
            int rest = FlightLength(context, level) - offset;
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

        /// <summary>Writes the keys of one direction as a <see cref="KeyBlock"/> ("key", "iv"; over QUIC "quic key", "quic iv", "quic hp").</summary>
        /// <param name="context">The handshake; see its key flags.</param>
        /// <param name="level"><see cref="TlsLevel.Handshake"/> or <see cref="TlsLevel.Application"/>.</param>
        /// <param name="client">True: the keys the client sends with.</param>
        /// <param name="keyBlock">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public void ExportKeys(HandshakeContext context, int level, bool client, byte[] keyBlock, int offset)
        {
            Hkdf hkdf = _provider.Hkdf;
            if (level == TlsLevel.Handshake)
            {
                hkdf.LoadPrk(context.Memory, client ? HandshakeContext.ClientHandshakeSecret : HandshakeContext.ServerHandshakeSecret);
            }
            else
            {
                hkdf.SetPrk(context.Memory, client ? HandshakeContext.ClientApplicationSecret : HandshakeContext.ServerApplicationSecret);
            }

            KeySchedule.ExpandKeys(hkdf, context.Transport, context.Suite, keyBlock, offset);
        }

        /// <summary>Writes the 32-byte application traffic secret of one direction, for key updates.</summary>
        /// <param name="context">The handshake.</param>
        /// <param name="client">True: the client's.</param>
        /// <param name="destination">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public void ExportTrafficSecret(HandshakeContext context, bool client, byte[] destination, int offset)
        {
            Array.Copy(context.Memory, client ? HandshakeContext.ClientApplicationSecret : HandshakeContext.ServerApplicationSecret, destination, offset, 32);
        }

        /// <summary>Expands a traffic secret into the keys of its direction (RFC 8446 section 7.3, RFC 9001 section 5.1).</summary>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="transport"><see cref="TlsTransport"/>.</param>
        /// <param name="suite">The cipher suite.</param>
        /// <param name="secret">The traffic secret, 32 bytes.</param>
        /// <param name="secretOffset">Where it begins.</param>
        /// <param name="keyBlock">Where to.</param>
        /// <param name="offset">Offset there.</param>
        public static void DeriveKeys(CryptoProvider provider, int transport, int suite, byte[] secret, int secretOffset, byte[] keyBlock, int offset)
        {
            provider.Hkdf.SetPrk(secret, secretOffset);
            KeySchedule.ExpandKeys(provider.Hkdf, transport, suite, keyBlock, offset);
        }

        /// <summary>Writes a NewSessionTicket message for the completed handshake; each call makes another ticket.</summary>
        /// <param name="context">Complete, not yet wiped.</param>
        /// <param name="destination">Needs <see cref="MaxNewSessionTicket"/> bytes.</param>
        /// <param name="offset">Offset there.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>Its length with the header; 0 when the client or the profile wants none.</returns>
        public int WriteNewSessionTicket(HandshakeContext context, byte[] destination, int offset, long now)
        {
            if ((context.Flags & (HandshakeContext.FlagTicketAllowed | HandshakeContext.FlagComplete)) != (HandshakeContext.FlagTicketAllowed | HandshakeContext.FlagComplete))
            {
                return 0;
            }

            byte[] h = context.HelloMemory;
            int p = offset + 4;
            int lifetime = Tickets.Lifetime;
            destination[p] = (byte)(lifetime >> 24);
            destination[p + 1] = (byte)(lifetime >> 16);
            destination[p + 2] = (byte)(lifetime >> 8);
            destination[p + 3] = (byte)lifetime;

            // The nonce counts the tickets of this connection.
            destination[p + 8] = 1;
            destination[p + 9] = (byte)context.Position++;
            KeySchedule.TicketPsk(_provider, context, destination, p + 9);
            destination[p + 10] = 0;
            destination[p + 11] = TicketKeys.TicketLength;
            Tickets.Seal(context.Transport, context.Certificate, h, HandshakeContext.Scratch, destination, p + 12, destination, p + 4, now);
            Array.Clear(h, HandshakeContext.Scratch, 32);
            p += 12 + TicketKeys.TicketLength;
            destination[p] = 0;
            destination[p + 1] = 0;
            int length = p + 2 - offset;
            destination[offset] = 4;
            destination[offset + 1] = 0;
            destination[offset + 2] = 0;
            destination[offset + 3] = (byte)(length - 4);
            return length;
        }
    }
}
