// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// Tokens that prove an address (RFC 9000 section 8.1): of Retry, bound to address, port, the connection id the Retry gave and the
    /// one the client began with; and of NEW_TOKEN, bound to the address. Layout: kind (1), number (8), masked issue time (8), two tags (16) [and original id:
    /// length (1), bytes (20)].
    /// </summary>
    /// <remarks>
    /// A token needs integrity; only its time is secret, because it would tell the device's uptime. The tags are SipHash-2-4 under keys that are drawn
    /// at each boot. The second tag covers the first and everything that the first does not cover. The server answers any client with a Retry and checks a token
    /// before anything else, so that both must be cheap: an AEAD costs ten times as much. A forged token fails at its first tag, and the check does not tell which byte was wrong.
    /// </remarks>
    internal sealed class AddressValidation
    {
        /// <summary>Length of a Retry token in bytes.</summary>
        internal const int RetryTokenLength = NewTokenLength + 21;

        /// <summary>Length of a NEW_TOKEN token in bytes.</summary>
        internal const int NewTokenLength = SecondTag + 8;

        // Layout of a token.
        private const int Number = 1;
        private const int Time = Number + 8;
        private const int FirstTag = Time + 8;
        private const int SecondTag = FirstTag + 8;
        private const int IdLength = SecondTag + 8;

        private const int KindRetry = 0x52;
        private const int KindNew = 0x4e;

        // The keys of the first tag, of the second, and of the mask; two words each.
        private const int KeyOfFirst = 0;
        private const int KeyOfSecond = 2;
        private const int KeyOfMask = 4;
        private const int KeyCount = 6;

        private readonly ulong[] _keys = new ulong[KeyCount];
        private readonly byte[] _original = new byte[1 + PacketHeader.MaxIdLength];
        private long _number;

        internal AddressValidation(HmacDrbg drbg)
        {
            byte[] drawn = new byte[8];
            for (int i = 0; i < KeyCount; i++)
            {
                drbg.Generate(drawn, 0, 8);
                _keys[i] = BigEndian.ReadUInt64(drawn, 0);
            }

            Array.Clear(drawn, 0, 8);
        }

        /// <summary>Length of the client's first destination connection id, from the Retry token last found valid.</summary>
        internal int OriginalIdLength { get { return _original[0]; } }

        /// <summary>Holds that id at <see cref="OriginalIdOffset"/>, until the next call.</summary>
        internal byte[] OriginalIdBuffer { get { return _original; } }

        /// <summary>Offset of that id.</summary>
        internal int OriginalIdOffset { get { return 1; } }

        /// <summary>Writes a token for a Retry.</summary>
        /// <param name="destination">Where to; <see cref="RetryTokenLength"/> bytes.</param>
        /// <param name="offset">First byte to write.</param>
        /// <param name="original">Holds the destination connection id of the client's Initial.</param>
        /// <param name="originalOffset">Its first byte.</param>
        /// <param name="originalLength">Its length, at most 20.</param>
        /// <param name="retryId">The connection id the Retry gives.</param>
        /// <param name="client">Client's address and port.</param>
        /// <param name="now">Time, microseconds.</param>
        internal void WriteRetryToken(byte[] destination, int offset, byte[] original, int originalOffset, int originalLength, long retryId, DatagramAddress client, long now)
        {
            destination[offset + IdLength] = (byte)originalLength;
            Array.Clear(destination, offset + IdLength + 1, PacketHeader.MaxIdLength);
            Array.Copy(original, originalOffset, destination, offset + IdLength + 1, originalLength);
            Write(KindRetry, destination, offset, retryId, client, client.Port, now);
        }

        /// <summary>Writes a token for a NEW_TOKEN frame; <see cref="NewTokenLength"/> bytes.</summary>
        internal void WriteNewToken(byte[] destination, int offset, DatagramAddress client, long now)
        {
            Write(KindNew, destination, offset, 0, client, 0, now);
        }

        /// <summary>Judges the token of an Initial.</summary>
        /// <returns>One of <see cref="TokenStatus"/>.</returns>
        internal int Check(byte[] token, int offset, int length, long destinationId, DatagramAddress client, long now)
        {
            if (length == 0)
            {
                return TokenStatus.None;
            }

            int kind = token[offset];
            int port = client.Port;
            int otherwise = TokenStatus.Bad;
            if (kind != KindRetry)
            {
                otherwise = TokenStatus.None;
                if (kind != KindNew)
                {
                    return otherwise;
                }

                destinationId = 0;
                port = 0;
            }

            if (length != (kind == KindRetry ? RetryTokenLength : NewTokenLength))
            {
                return otherwise;
            }

            ulong number = BigEndian.ReadUInt64(token, offset + Number);
            ulong head = Head(kind, number, port);
            ulong first = Tag(KeyOfFirst, head, (ulong)client.High, (ulong)client.Low, (ulong)destinationId);
            if (first != BigEndian.ReadUInt64(token, offset + FirstTag) || Second(kind, first, token, offset) != BigEndian.ReadUInt64(token, offset + SecondTag))
            {
                return otherwise;
            }

            long age = now - (long)(BigEndian.ReadUInt64(token, offset + Time) ^ Tag(KeyOfMask, number, 0, 0, 0));
            if (age < 0 || age > (kind == KindRetry ? QuicProfile.RetryTokenSeconds : QuicProfile.NewTokenSeconds) * 1000000L)
            {
                return otherwise;
            }

            if (kind == KindNew)
            {
                return TokenStatus.FromNewToken;
            }

            Array.Copy(token, offset + IdLength, _original, 0, _original.Length);
            return TokenStatus.FromRetry;
        }

        private void Write(int kind, byte[] destination, int offset, long id, DatagramAddress client, int port, long now)
        {
            ulong number = (ulong)++_number;
            destination[offset] = (byte)kind;
            BigEndian.WriteUInt64(destination, offset + Number, number);
            BigEndian.WriteUInt64(destination, offset + Time, (ulong)now ^ Tag(KeyOfMask, number, 0, 0, 0));
            ulong first = Tag(KeyOfFirst, Head(kind, number, port), (ulong)client.High, (ulong)client.Low, (ulong)id);
            BigEndian.WriteUInt64(destination, offset + FirstTag, first);
            BigEndian.WriteUInt64(destination, offset + SecondTag, Second(kind, first, destination, offset));
        }

        private static ulong Head(int kind, ulong number, int port)
        {
            return (number << 24) ^ (number >> 40) ^ (ulong)((kind << 16) | port);
        }

        /// <summary>Over the first tag, the time, and with Retry the original id and its length, the last word of which overlaps the one before.</summary>
        private ulong Second(int kind, ulong first, byte[] token, int offset)
        {
            ulong time = BigEndian.ReadUInt64(token, offset + Time);
            if (kind == KindNew)
            {
                return Tag(KeyOfSecond, first, time, 0, 0);
            }

            int id = offset + IdLength;
            ulong so = Tag(KeyOfSecond, first, time, BigEndian.ReadUInt64(token, id), BigEndian.ReadUInt64(token, id + 8));
            return Tag(KeyOfSecond, so, BigEndian.ReadUInt64(token, id + 13), 0, 0);
        }

        private ulong Tag(int key, ulong a, ulong b, ulong c, ulong d)
        {
            ulong[] keys = _keys;
            return SipHash.Compute(keys[key], keys[key + 1], a, b, c, d);
        }
    }
}
