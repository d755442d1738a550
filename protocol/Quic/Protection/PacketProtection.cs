// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Packet protection (RFC 9001 section 5) on raw key blocks (<see cref="KeyBlock"/>). Holds no keys, only scratch and the result of the last
    /// opening: one instance serves all connections.
    /// </summary>
    public sealed class PacketProtection
    {
        /// <summary>Result of opening: the payload lies at <see cref="PayloadOffset"/>.</summary>
        public const int Opened = 0;

        /// <summary>Result of opening: cut off, or its tag did not hold; to be dropped silently.</summary>
        public const int Undecryptable = -1;

        /// <summary>Bytes of the authentication tag.</summary>
        public const int TagLength = 16;

        /// <summary>Number of the packet last opened.</summary>
        public long PacketNumber;

        /// <summary>Where its payload begins.</summary>
        public int PayloadOffset;

        /// <summary>Where its payload ends (the tag follows).</summary>
        public int PayloadEnd;

        private readonly CryptoProvider _provider;
        private readonly byte[] _scratch = new byte[KeyBlock.Length + TagLength];

        /// <summary>Makes the packet protection of an image.</summary>
        public PacketProtection(CryptoProvider provider)
        {
            _provider = provider;
        }

        /// <summary>Steps of <see cref="DeriveInitialStep"/>.</summary>
        internal const int InitialSteps = 5;

        /// <summary>Bytes <see cref="DeriveInitialStep"/> works in: the client's key block, the server's, two secrets, one saved state.</summary>
        internal const int InitialWork = (2 * KeyBlock.Length) + 32 + 32 + HmacSha256.SavedKeyLength;

        /// <summary>
        /// Derives both Initial key blocks (AES-128-GCM) from the client's first destination connection id (RFC 9001 section 5.2), in pieces of about 40,000
        /// operations. Between two of them others may use this instance, since all that lasts is in the caller's memory. After the last one the two key blocks
        /// begin at <paramref name="at"/>: first what the client seals with, then what the server seals with.
        /// </summary>
        /// <param name="step">0 to <see cref="InitialSteps"/> - 1, in this order.</param>
        /// <param name="id">Connection id, in the first step.</param>
        /// <param name="idOffset">Its first byte.</param>
        /// <param name="idLength">Its length.</param>
        /// <param name="work">Memory of <see cref="InitialWork"/> bytes.</param>
        /// <param name="at">Where it begins.</param>
        internal void DeriveInitialStep(int step, byte[] id, int idOffset, int idLength, byte[] work, int at)
        {
            Hkdf hkdf = _provider.Hkdf;
            int server = at + KeyBlock.Length;
            if (step == InitialSteps - 1)
            {
                // The key that seals the answer is expanded here, the other one when the packet is opened, so that no step is too long.
                _provider.Expand(work, server);
                return;
            }

            int clientSecret = server + KeyBlock.Length;
            int serverSecret = clientSecret + 32;
            int state = serverSecret + 32;
            if (step == 0)
            {
                hkdf.Extract(HkdfSalt.QuicV1Initial, id, idOffset, idLength, work, clientSecret);
                hkdf.SetPrk(work, clientSecret);
                hkdf.SavePrk(work, state);
                hkdf.ExpandLabel(HkdfLabel.ClientIn, work, 0, 0, work, clientSecret, 32);
            }
            else
            {
                hkdf.LoadPrk(work, state);
                if (step == 1)
                {
                    hkdf.ExpandLabel(HkdfLabel.ServerIn, work, 0, 0, work, serverSecret, 32);
                    hkdf.SetPrk(work, clientSecret);
                    hkdf.SavePrk(work, state);
                    hkdf.ExpandLabel(HkdfLabel.QuicKey, work, 0, 0, work, at + KeyBlock.Key, 16);
                }
                else if (step == 2)
                {
                    hkdf.ExpandLabel(HkdfLabel.QuicIv, work, 0, 0, work, at + KeyBlock.Iv, KeyBlock.IvLength);
                    hkdf.ExpandLabel(HkdfLabel.QuicHp, work, 0, 0, work, at + KeyBlock.HeaderProtection, 16);
                    hkdf.SetPrk(work, serverSecret);
                    hkdf.SavePrk(work, state);
                }
                else
                {
                    hkdf.ExpandLabel(HkdfLabel.QuicKey, work, 0, 0, work, server + KeyBlock.Key, 16);
                    hkdf.ExpandLabel(HkdfLabel.QuicIv, work, 0, 0, work, server + KeyBlock.Iv, KeyBlock.IvLength);
                    hkdf.ExpandLabel(HkdfLabel.QuicHp, work, 0, 0, work, server + KeyBlock.HeaderProtection, 16);
                    Array.Clear(work, clientSecret, 64 + HmacSha256.SavedKeyLength);
                }
            }

            hkdf.Wipe();
        }

        /// <summary>Wipes the expanded keys, when those of a connection were wiped. Keys of other connections are expanded again when they are used.</summary>
        internal void WipeExpanded()
        {
            _provider.Wipe();
        }

        /// <summary>Derives a key block from a traffic secret (RFC 9001 section 5.1).</summary>
        /// <param name="suite">Cipher suite.</param>
        /// <param name="secret">Secret of 32 bytes.</param>
        /// <param name="secretOffset">Its first byte.</param>
        /// <param name="keys">Takes the block.</param>
        /// <param name="keysOffset">Where it begins.</param>
        public void DeriveKeys(int suite, byte[] secret, int secretOffset, byte[] keys, int keysOffset)
        {
            Hkdf hkdf = _provider.Hkdf;
            int keyLength = CipherSuite.KeyLength(suite);
            hkdf.SetPrk(secret, secretOffset);
            hkdf.ExpandLabel(HkdfLabel.QuicKey, secret, secretOffset, 0, keys, keysOffset + KeyBlock.Key, keyLength);
            hkdf.ExpandLabel(HkdfLabel.QuicIv, secret, secretOffset, 0, keys, keysOffset + KeyBlock.Iv, KeyBlock.IvLength);
            hkdf.ExpandLabel(HkdfLabel.QuicHp, secret, secretOffset, 0, keys, keysOffset + KeyBlock.HeaderProtection, keyLength);

            hkdf.Wipe();
        }

        /// <summary>Derives the key, or the IV, of a key update from the next traffic secret (RFC 9001 section 6.1), so that neither is a long step.</summary>
        /// <param name="suite">Cipher suite.</param>
        /// <param name="secret">Secret of 32 bytes.</param>
        /// <param name="secretOffset">Its first byte.</param>
        /// <param name="keys">Takes the block.</param>
        /// <param name="keysOffset">Where it begins.</param>
        /// <param name="iv">Whether the IV is derived.</param>
        internal void DeriveUpdate(int suite, byte[] secret, int secretOffset, byte[] keys, int keysOffset, bool iv)
        {
            Hkdf hkdf = _provider.Hkdf;
            hkdf.SetPrk(secret, secretOffset);
            if (iv)
            {
                hkdf.ExpandLabel(HkdfLabel.QuicIv, secret, secretOffset, 0, keys, keysOffset + KeyBlock.Iv, KeyBlock.IvLength);
            }
            else
            {
                hkdf.ExpandLabel(HkdfLabel.QuicKey, secret, secretOffset, 0, keys, keysOffset + KeyBlock.Key, CipherSuite.KeyLength(suite));
            }

            hkdf.Wipe();
        }

        /// <summary>Replaces a traffic secret by the next one (RFC 9001 section 6.1, "quic ku").</summary>
        public void UpdateSecret(byte[] secret, int secretOffset)
        {
            Hkdf hkdf = _provider.Hkdf;
            hkdf.SetPrk(secret, secretOffset);
            hkdf.ExpandLabel(HkdfLabel.QuicKu, secret, secretOffset, 0, _scratch, 0, 32);
            Array.Copy(_scratch, 0, secret, secretOffset, 32);
            Array.Clear(_scratch, 0, 32);
            hkdf.Wipe();
        }

        /// <summary>Removes header protection in place (RFC 9001 section 5.4) and reads the packet number.</summary>
        /// <param name="suite">Cipher suite.</param>
        /// <param name="keys">Key block of the sender.</param>
        /// <param name="keysOffset">Where it begins.</param>
        /// <param name="buffer">Datagram.</param>
        /// <param name="header">The packet's header as parsed.</param>
        /// <param name="largest">Largest number received in the space, -1 for none.</param>
        /// <returns>False if the packet is too short to have a sample.</returns>
        public bool RemoveHeaderProtection(int suite, byte[] keys, int keysOffset, byte[] buffer, PacketHeader header, long largest)
        {
            int start = header.Start;
            int numberOffset = header.NumberOffset;
            int end = header.End;
            if (end - numberOffset < 4 + TagLength)
            {
                return false;
            }

            byte[] mask = _scratch;
            _provider.HeaderProtectionMask(suite, keys, keysOffset, buffer, numberOffset + 4, mask, 0);
            int first = buffer[start];
            first ^= mask[0] & (first < 0x80 ? 0x1F : 0x0F);
            buffer[start] = (byte)first;
            int length = (first & 3) + 1;
            long truncated = 0;
            for (int i = 0; i < length; i++)
            {
                int value = buffer[numberOffset + i] ^ mask[1 + i];
                buffer[numberOffset + i] = (byte)value;
                truncated = truncated << 8 | (uint)value;
            }

            PacketNumber = Quic.PacketNumber.Decode(largest, truncated, length);
            PayloadOffset = numberOffset + length;
            PayloadEnd = end - TagLength;
            return true;
        }

        /// <summary>
        /// Decrypts, in place, the packet whose header protection was just removed. A packet that has no frame, or a reserved bit set, is a
        /// PROTOCOL_VIOLATION (RFC 9000 sections 12.4 and 17.2).
        /// </summary>
        /// <returns><see cref="Opened"/>, <see cref="Undecryptable"/> or the transport error.</returns>
        public int OpenPayload(int suite, byte[] keys, int keysOffset, byte[] buffer, int start)
        {
            int offset = PayloadOffset;
            int length = PayloadEnd - offset;
            if (length < 0 || !_provider.Open(suite, keys, keysOffset, PacketNumber, buffer, start, offset - start, buffer, offset, length))
            {
                return Undecryptable;
            }

            int first = buffer[start];
            if (length == 0 || (first & (first < 0x80 ? 0x18 : 0x0C)) != 0)
            {
                return TransportError.ProtocolViolation;
            }

            return Opened;
        }

        /// <summary>Opens an Initial or Handshake packet: <see cref="RemoveHeaderProtection"/> and <see cref="OpenPayload"/>.</summary>
        /// <param name="suite">Cipher suite.</param>
        /// <param name="keys">Key block of the sender.</param>
        /// <param name="keysOffset">Where it begins.</param>
        /// <param name="buffer">Datagram.</param>
        /// <param name="header">The packet's header as parsed.</param>
        /// <param name="largest">Largest number received in the space, -1 for none.</param>
        /// <returns><see cref="Opened"/>, <see cref="Undecryptable"/> or the transport error.</returns>
        public int Open(int suite, byte[] keys, int keysOffset, byte[] buffer, PacketHeader header, long largest)
        {
            if (!RemoveHeaderProtection(suite, keys, keysOffset, buffer, header, largest))
            {
                return Undecryptable;
            }

            return OpenPayload(suite, keys, keysOffset, buffer, header.Start);
        }

        /// <summary>
        /// Seals, in place, a packet whose header was written by <see cref="PacketHeader"/>: pads a payload too short for the sample, writes the packet
        /// number and the Length field of a long header (two bytes before the number), encrypts, protects the header.
        /// </summary>
        /// <param name="suite">Cipher suite.</param>
        /// <param name="keys">Own key block.</param>
        /// <param name="keysOffset">Where it begins.</param>
        /// <param name="buffer">Datagram; needs <see cref="TagLength"/> (and up to 3) bytes after <paramref name="payloadEnd"/>.</param>
        /// <param name="header">The packet's header as written.</param>
        /// <param name="number">Full packet number.</param>
        /// <param name="payloadEnd">Where the payload, which begins after the number, ends.</param>
        /// <returns>Where the packet ends.</returns>
        public int Seal(int suite, byte[] keys, int keysOffset, byte[] buffer, PacketHeader header, long number, int payloadEnd)
        {
            int start = header.Start;
            int numberOffset = header.NumberOffset;
            int numberLength = header.NumberLength;
            while (payloadEnd < numberOffset + 4)
            {
                buffer[payloadEnd] = 0;
                payloadEnd++;
            }

            int first = buffer[start];
            if (first >= 0x80)
            {
                Varint.WriteTwoBytes(buffer, numberOffset - 2, payloadEnd + TagLength - numberOffset);
            }

            int payloadOffset = Quic.PacketNumber.Write(buffer, numberOffset, number, numberLength);
            _provider.Seal(suite, keys, keysOffset, number, buffer, start, payloadOffset - start, buffer, payloadOffset, payloadEnd - payloadOffset);
            byte[] mask = _scratch;
            _provider.HeaderProtectionMask(suite, keys, keysOffset, buffer, numberOffset + 4, mask, 0);
            buffer[start] = (byte)(first ^ mask[0] & (first < 0x80 ? 0x1F : 0x0F));
            for (int i = 0; i < numberLength; i++)
            {
                buffer[numberOffset + i] ^= mask[1 + i];
            }

            return payloadEnd + TagLength;
        }

        /// <summary>
        /// Integrity tag of a Retry packet (RFC 9001 section 5.8): AES-128-GCM with a fixed key over the original destination connection id and the packet.
        /// </summary>
        /// <param name="id">Original destination connection id.</param>
        /// <param name="idOffset">Its first byte.</param>
        /// <param name="idLength">Its length.</param>
        /// <param name="buffer">Packet, with <paramref name="idLength"/> + 1 bytes before it that may be overwritten.</param>
        /// <param name="start">First byte of the packet, above <paramref name="idLength"/>.</param>
        /// <param name="end">Where the tag goes.</param>
        /// <returns>Offset after the tag.</returns>
        public int WriteRetryTag(byte[] id, int idOffset, int idLength, byte[] buffer, int start, int end)
        {
            byte[] scratch = _scratch;
            Array.Clear(scratch, 0, scratch.Length);
            BigEndian.WriteUInt64(scratch, KeyBlock.Key, 0xbe0c690b9f66575a);
            BigEndian.WriteUInt64(scratch, KeyBlock.Key + 8, 0x1d766b54e368c84e);
            BigEndian.WriteUInt64(scratch, KeyBlock.Iv, 0x461599d35d632bf2);
            BigEndian.WriteUInt32(scratch, KeyBlock.Iv + 8, 0x239825bb);

            // The pseudo-packet is the packet with the id and its length before it.
            int aad = start - idLength - 1;
            buffer[aad] = (byte)idLength;
            Array.Copy(id, idOffset, buffer, aad + 1, idLength);
            _provider.Seal(CipherSuite.Aes128GcmSha256, scratch, 0, 0, buffer, aad, end - aad, buffer, end, 0);
            return end + TagLength;
        }
    }
}
