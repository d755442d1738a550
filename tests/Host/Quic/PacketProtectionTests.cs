// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Reflection;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    public class PacketProtectionTests
    {
        private readonly PacketProtection _protection = new PacketProtection(new CryptoProvider());

        [Fact]
        public void Initial_keys_of_rfc9001_appendix_a1()
        {
            byte[] id = Bytes.Of("8394c8f03e515708");
            byte[] keys = new byte[2 * KeyBlock.Length];
            ClientPackets.DeriveInitialKeys(_protection, id, 0, 8, keys, 0);
            Assert.Equal("1f369613dd76d5467730efcbe3b1a22d", Bytes.Hex(keys, KeyBlock.Key, 16));
            Assert.Equal("fa044b2f42a3fd3b46fb255c", Bytes.Hex(keys, KeyBlock.Iv, 12));
            Assert.Equal("9f50449e04a0e810283a1e9933adedd2", Bytes.Hex(keys, KeyBlock.HeaderProtection, 16));
            Assert.Equal("cf3a5331653c364c88f0f379b6067e37", Bytes.Hex(keys, KeyBlock.Length + KeyBlock.Key, 16));
            Assert.Equal("0ac1493ca1905853b0bba03e", Bytes.Hex(keys, KeyBlock.Length + KeyBlock.Iv, 12));
            Assert.Equal("c206b8d9b9f0f37644430b490eeaa314", Bytes.Hex(keys, KeyBlock.Length + KeyBlock.HeaderProtection, 16));
        }

        [Fact]
        public void Server_initial_of_rfc9001_appendix_a3_sealed_and_opened()
        {
            byte[] id = Bytes.Of("8394c8f03e515708");
            byte[] keys = new byte[2 * KeyBlock.Length];
            ClientPackets.DeriveInitialKeys(_protection, id, 0, 8, keys, 0);
            byte[] buffer = new byte[200];
            byte[] source = Bytes.Of("f067a5502a4262b5");
            byte[] payload = Bytes.Of("02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00020304");
            int number = ClientPackets.WriteLong(buffer, 0, PacketType.Initial, 2, id, 0, 0, source, 0, 8, null, 0, 0);
            payload.CopyTo(buffer, number + 2);
            int end = _protection.Seal(CipherSuite.Aes128GcmSha256, keys, KeyBlock.Length, buffer, ClientPackets.Written(0, number, 2), 1, number + 2 + payload.Length);
            const string expected = "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee";
            Assert.Equal(expected, Bytes.Hex(buffer, 0, end));

            PacketHeader header = new PacketHeader();
            Assert.Equal(PacketType.Initial, header.Parse(buffer, 0, end, 8));
            Assert.Equal(PacketProtection.Opened, _protection.Open(CipherSuite.Aes128GcmSha256, keys, KeyBlock.Length, buffer, ClientPackets.Parsed(0, header.NumberOffset, header.End), -1));
            Assert.Equal(1, _protection.PacketNumber);
            Assert.Equal(payload, buffer.AsSpan(_protection.PayloadOffset, _protection.PayloadEnd - _protection.PayloadOffset).ToArray());
        }

        [Fact]
        public void Retry_of_rfc9001_appendix_a4()
        {
            byte[] id = Bytes.Of("8394c8f03e515708");
            byte[] retry = Bytes.Of("ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");
            byte[] buffer = new byte[100];
            retry.CopyTo(buffer, 20);
            Assert.True(ClientPackets.CheckRetryTag(_protection, id, 8, buffer, 20, 20 + retry.Length));
            Assert.Equal(20 + retry.Length, _protection.WriteRetryTag(id, 0, 8, buffer, 20, 20 + retry.Length - 16));
            Assert.Equal(Bytes.Hex(retry, 0, retry.Length), Bytes.Hex(buffer, 20, retry.Length));
            buffer[30] ^= 1;
            Assert.False(ClientPackets.CheckRetryTag(_protection, id, 8, buffer, 20, 20 + retry.Length));
        }

        [Fact]
        public void ChaCha20_packet_and_key_update_of_rfc9001_appendix_a5()
        {
            byte[] secret = Bytes.Of("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
            byte[] keys = new byte[KeyBlock.Length];
            int suite = CipherSuite.ChaCha20Poly1305Sha256;
            _protection.DeriveKeys(suite, secret, 0, keys, 0);
            Assert.Equal("c6d98ff3441c3fe1b2182094f69caa2ed4b716b65488960a7a984979fb23e1c8", Bytes.Hex(keys, KeyBlock.Key, 32));
            Assert.Equal("e0459b3474bdd0e44a41c144", Bytes.Hex(keys, KeyBlock.Iv, 12));
            Assert.Equal("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4", Bytes.Hex(keys, KeyBlock.HeaderProtection, 32));
            byte[] buffer = new byte[40];
            int number = ClientPackets.WriteShort(buffer, 0, 0, 3, secret, 0, 0);
            buffer[number + 3] = 1;
            int end = _protection.Seal(suite, keys, 0, buffer, ClientPackets.Written(0, number, 3), 654360564, number + 4);
            Assert.Equal("4cfe4189655e5cd55c41f69080575d7999c25a5bfb", Bytes.Hex(buffer, 0, end));
            Assert.Equal(PacketProtection.Opened, _protection.Open(suite, keys, 0, buffer, ClientPackets.Parsed(0, number, end), 654360563));
            Assert.Equal(654360564, _protection.PacketNumber);
            _protection.UpdateSecret(secret, 0);
            Assert.Equal("1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9", Bytes.Hex(secret, 0, 32));
        }

        [Theory]
        [InlineData(CipherSuite.Aes128GcmSha256)]
        [InlineData(CipherSuite.ChaCha20Poly1305Sha256)]
        public void Any_bit_flipped_is_undecryptable(int suite)
        {
            byte[] secret = new byte[32];
            byte[] keys = new byte[KeyBlock.Length];
            _protection.DeriveKeys(suite, secret, 0, keys, 0);
            byte[] buffer = new byte[60];
            int number = ClientPackets.WriteShort(buffer, 0, 1, 2, secret, 0, 8);
            FrameWriter.Write(buffer, number + 2, FrameType.MaxData, 5);
            int end = _protection.Seal(suite, keys, 0, buffer, ClientPackets.Written(0, number, 2), 77, number + 4);
            Assert.Equal(number + 4 + 16, end);
            for (int bit = 0; bit < end * 8; bit++)
            {
                byte[] copy = (byte[])buffer.Clone();
                copy[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.Equal(PacketProtection.Undecryptable, _protection.Open(suite, keys, 0, copy, ClientPackets.Parsed(0, number, end), 76));
            }

            for (int cut = 1; cut <= end - number; cut++)
            {
                byte[] copy = (byte[])buffer.Clone();
                Assert.Equal(PacketProtection.Undecryptable, _protection.Open(suite, keys, 0, copy, ClientPackets.Parsed(0, number, end - cut), 76));
            }
        }

        [Fact]
        public void Reserved_bits_and_empty_payloads_are_violations_Trap21()
        {
            byte[] secret = new byte[32];
            byte[] keys = new byte[KeyBlock.Length];
            int suite = CipherSuite.Aes128GcmSha256;
            _protection.DeriveKeys(suite, secret, 0, keys, 0);
            byte[] buffer = new byte[60];
            int number = ClientPackets.WriteShort(buffer, 0, 0, 4, secret, 0, 8);
            int end = _protection.Seal(suite, keys, 0, buffer, ClientPackets.Written(0, number, 4), 1, number + 4);
            Assert.Equal(TransportError.ProtocolViolation, _protection.Open(suite, keys, 0, buffer, ClientPackets.Parsed(0, number, end), 0));

            number = ClientPackets.WriteShort(buffer, 0, 0, 1, secret, 0, 8);
            buffer[0] |= 0x08;
            buffer[number + 1] = FrameType.Ping;
            end = _protection.Seal(suite, keys, 0, buffer, ClientPackets.Written(0, number, 1), 2, number + 2);
            Assert.Equal(TransportError.ProtocolViolation, _protection.Open(suite, keys, 0, buffer, ClientPackets.Parsed(0, number, end), 1));
        }

        // Two ends of one connection, each sealing with what the other opens with.
        private sealed class Pair
        {
            public readonly PacketProtection Protection;
            public readonly ConnectionParts[] Parts = { new ConnectionParts(false, 4, 4096, 4, 2), new ConnectionParts(true, 4, 4096, 4, 2) };
            public readonly ApplicationKeysView[] Ends = new ApplicationKeysView[2];
            public readonly long[] Next = new long[2];
            public readonly long[] Largest = { -1, -1 };

            public Pair(PacketProtection protection, int suite)
            {
                Protection = protection;
                for (int i = 0; i < 2; i++)
                {
                    Ends[i] = Parts[i].Keys;
                    for (int b = 0; b < 32; b++)
                    {
                        Ends[i].Block[ApplicationKeys.SendSecret + b] = (byte)(i + b);
                        Ends[i].Block[ApplicationKeys.ReceiveSecret + b] = (byte)(1 - i + b);
                    }

                    Ends[i].Start(protection, suite);
                }
            }

            public byte[] Seal(int from)
            {
                byte[] packet = new byte[40];
                long number = Next[from]++;
                int at = ClientPackets.WriteShort(packet, 0, Ends[from].SendPhase, 4, packet, 0, 8);
                packet[at + 4] = FrameType.Ping;
                int end = Ends[from].Seal(Protection, packet, 0, at, 4, number, at + 5);
                Array.Resize(ref packet, end);
                return packet;
            }

            public int Open(int to, byte[] packet, long now)
            {
                int status = Ends[to].Open(Protection, packet, 0, 9, packet.Length, Largest[to], now, 300);
                if (status == 0 && Protection.PacketNumber > Largest[to])
                {
                    Largest[to] = Protection.PacketNumber;
                }

                return status;
            }
        }

        [Theory]
        [InlineData(CipherSuite.Aes128GcmSha256)]
        [InlineData(CipherSuite.ChaCha20Poly1305Sha256)]
        public void Key_updates_follow_each_other_from_both_ends_Trap20(int suite)
        {
            Pair pair = new Pair(_protection, suite);
            Random random = new Random(5);
            long now = 1000;
            for (int round = 0; round < 200; round++)
            {
                int from = random.Next(2);
                byte[] late = pair.Seal(from);
                Assert.Equal(0, pair.Open(1 - from, pair.Seal(from), now));
                Assert.Equal(0, pair.Open(from, pair.Seal(1 - from), now));
                Assert.True(pair.Ends[from].CanUpdate(pair.Next[from] - 1));
                pair.Ends[from].Update(_protection);
                Assert.False(pair.Ends[from].CanUpdate(pair.Next[from] - 1));
                if (random.Next(3) == 0)
                {
                    // Both at once.
                    pair.Ends[1 - from].Update(_protection);
                }

                Assert.Equal(0, pair.Open(1 - from, pair.Seal(from), now));
                Assert.Equal(0, pair.Open(1 - from, late, now + 100));
                Assert.Equal(0, pair.Open(from, pair.Seal(1 - from), now));
                Assert.Equal(pair.Ends[0].SendPhase, pair.Ends[1].SendPhase);

                // The previous keys are kept for 300.
                now += 301 + random.Next(1000);
            }
        }

        [Fact]
        public void Forged_phases_change_nothing_and_old_keys_expire_Trap20()
        {
            Pair pair = new Pair(_protection, CipherSuite.Aes128GcmSha256);
            byte[] early = pair.Seal(0);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            byte[] forged = pair.Seal(0);
            forged[0] ^= 4;
            Assert.Equal(-1, pair.Open(1, forged, 0));
            Assert.Equal(0, pair.Ends[1].SendPhase);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            pair.Ends[0].Update(_protection);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            Assert.Equal(1, pair.Ends[1].SendPhase);
            Assert.Equal(-1, pair.Open(1, early, 301));
        }

        [Fact]
        public void A_forged_phase_does_not_drop_the_keys_before_an_update()
        {
            Pair pair = new Pair(_protection, CipherSuite.Aes128GcmSha256);
            byte[] early = pair.Seal(0);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            pair.Ends[0].Update(_protection);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            byte[] forged = pair.Seal(0);
            forged[0] ^= 4;
            Assert.Equal(-1, pair.Open(1, forged, 10));
            Assert.Equal(0, pair.Open(1, early, 20));
        }

        [Fact]
        public void Two_updates_without_an_acknowledgement_between_are_an_error()
        {
            // RFC 9001 section 6.2.
            Pair pair = new Pair(_protection, CipherSuite.Aes128GcmSha256);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            pair.Ends[0].Update(_protection);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            pair.Ends[0].Update(_protection);
            Assert.Equal(TransportError.KeyUpdate, pair.Open(1, pair.Seal(0), 400));
        }

        [Fact]
        public void Aead_limits_are_kept_Trap20()
        {
            Pair pair = new Pair(_protection, CipherSuite.Aes128GcmSha256);
            const long Limit = 1L << 23;
            Assert.Equal(Limit, ApplicationKeys.ConfidentialityLimit(CipherSuite.Aes128GcmSha256));
            Assert.Equal(1L << 52, ApplicationKeys.IntegrityLimit(CipherSuite.Aes128GcmSha256));
            Assert.Equal(1L << 36, ApplicationKeys.IntegrityLimit(CipherSuite.ChaCha20Poly1305Sha256));
            SetCount(pair.Parts[0], "Sealed", Limit / 4 * 3 - 6);
            for (int i = 0; i < 8; i++)
            {
                Assert.Equal(i >= 6, pair.Ends[0].NeedsUpdate);
                Assert.False(pair.Ends[0].IsExhausted);
                Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            }

            SetCount(pair.Parts[0], "Sealed", Limit - 1);
            Assert.False(pair.Ends[0].IsExhausted);
            Assert.Equal(0, pair.Open(1, pair.Seal(0), 0));
            Assert.True(pair.Ends[0].IsExhausted);
            pair.Ends[0].Update(_protection);
            Assert.False(pair.Ends[0].IsExhausted);

            SetCount(pair.Parts[1], "Failed", (1L << 52) - 3);
            for (int i = 1; i <= 3; i++)
            {
                byte[] packet = pair.Seal(0);
                packet[20] ^= 1;
                Assert.Equal(i < 3 ? -1 : TransportError.AeadLimitReached, pair.Open(1, packet, 0));
            }
        }

        // So many packets cannot be sealed here: a count of ApplicationKeys is set.
        private static void SetCount(ConnectionParts parts, string name, long count)
        {
            long[] longs = (long[])typeof(ConnectionMemory).GetField("Longs", BindingFlags.NonPublic | BindingFlags.Instance).GetValue(parts.Memory);
            longs[(int)typeof(ApplicationKeys).GetField(name, BindingFlags.NonPublic | BindingFlags.Static).GetRawConstantValue()] = count;
        }
    }
}
