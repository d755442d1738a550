// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Every way a first flight can be wrong, and the alert for it (RFC 8446 sections 4, 5 and 6).</summary>
    public class HelloTests
    {
        private static readonly TlsServer s_server = new TlsServer(prepared: false);

        public static IEnumerable<object[]> Bad()
        {
            yield return Case("first message is no ClientHello", TlsAlert.UnexpectedMessage, HelloBuilder.Record(22, new byte[] { 2, 0, 0, 0 }));
            yield return Case("unknown record type", TlsAlert.UnexpectedMessage, System.Text.Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));
            yield return Case("application data first", TlsAlert.UnexpectedMessage, HelloBuilder.Record(23, new byte[40]));
            yield return Case("change_cipher_spec first", TlsAlert.UnexpectedMessage, HelloBuilder.Record(20, new byte[] { 1 }));
            yield return Case("plaintext record too long", TlsAlert.RecordOverflow, new byte[] { 22, 3, 1, 0x40, 1 });
            yield return Case("empty handshake record", TlsAlert.UnexpectedMessage, new byte[] { 22, 3, 1, 0, 0 });
            yield return Case("alert of one byte", TlsAlert.DecodeError, HelloBuilder.Record(21, new byte[] { 2 }));
            yield return Case("empty alert", TlsAlert.UnexpectedMessage, new byte[] { 21, 3, 1, 0, 0 });
            yield return Case("message longer than the arena", TlsAlert.InternalError, HelloBuilder.Record(22, new byte[] { 1, 1, 0, 0 }));
            yield return Case("record longer than the arena", TlsAlert.InternalError, new byte[] { 22, 3, 1, 0x20, 0 });
            yield return Case("no TLS 1.3", TlsAlert.ProtocolVersion, h => h.Set(43, 2, 3, 3));
            yield return Case("no supported_versions", TlsAlert.ProtocolVersion, h => h.Remove(43));
            yield return Case("no extensions", TlsAlert.ProtocolVersion, h => h.Extensions.Clear());
            yield return Case("SSL 3.0", TlsAlert.ProtocolVersion, h => h.Version = 0x0300);
            yield return Case("odd supported_versions", TlsAlert.DecodeError, h => h.Set(43, 3, 3, 4, 3));
            yield return Case("short supported_versions", TlsAlert.DecodeError, h => h.Set(43, 4, 3, 4));
            yield return Case("legacy compression", TlsAlert.IllegalParameter, h => h.Compression = new byte[] { 1, 0 });
            yield return Case("other compression", TlsAlert.IllegalParameter, h => h.Compression = new byte[] { 1 });
            yield return Case("no compression", TlsAlert.DecodeError, h => h.Compression = new byte[0]);
            yield return Case("long session id", TlsAlert.DecodeError, h => h.SessionId = new byte[33]);
            yield return Case("odd suites", TlsAlert.DecodeError, h => h.Suites = new byte[] { 0x13, 1, 0x13 });
            yield return Case("no suites", TlsAlert.DecodeError, h => h.Suites = new byte[0]);
            yield return Case("unknown suites", TlsAlert.HandshakeFailure, h => h.Suites = new byte[] { 0x13, 2, 0xc0, 0x2b });
            yield return Case("known extension twice", TlsAlert.IllegalParameter, h => h.Add(43, 2, 3, 4));
            yield return Case("unknown extension twice", TlsAlert.IllegalParameter, h => h.Add(0xfe0d, 1).Add(0x1234, 1, 2).Add(0xfe0d, 2));
            yield return Case("pre_shared_key not last", TlsAlert.IllegalParameter, h => h.Set(45, 1, 1).Psk(1, 1).Add(0x1234));
            yield return Case("pre_shared_key without modes", TlsAlert.MissingExtension, h => h.Psk(1, 1));
            yield return Case("more binders than identities", TlsAlert.IllegalParameter, h => h.Set(45, 1, 1).Psk(1, 2));
            yield return Case("fewer binders than identities", TlsAlert.IllegalParameter, h => h.Set(45, 1, 1).Psk(2, 1));
            yield return Case("no identities", TlsAlert.DecodeError, h => h.Set(45, 1, 1).Psk(0, 1));
            yield return Case("empty identity", TlsAlert.DecodeError, h => h.Set(45, 1, 1).Psk(2, 2, 0));
            yield return Case("short binder", TlsAlert.DecodeError, h => h.Set(45, 1, 1).Add(41, new byte[] { 0, 7, 0, 1, 0, 0, 0, 0, 0, 0, 33, 31 }.Concat(new byte[32]).ToArray()));
            yield return Case("empty psk modes", TlsAlert.DecodeError, h => h.Set(45, 0));
            yield return Case("no groups", TlsAlert.MissingExtension, h => h.Remove(10));
            yield return Case("no key_share", TlsAlert.MissingExtension, h => h.Remove(51));
            yield return Case("no signature_algorithms (trap 29)", TlsAlert.MissingExtension, h => h.Remove(13));
            yield return Case("no usable signature algorithm (trap 29)", TlsAlert.HandshakeFailure, h => h.Set(13, 0, 4, 8, 7, 8, 4));
            yield return Case("empty signature_algorithms", TlsAlert.DecodeError, h => h.Set(13, 0, 0));
            yield return Case("odd signature_algorithms", TlsAlert.DecodeError, h => h.Set(13, 0, 3, 4, 3, 4));
            yield return Case("ALPN mismatch (trap 25)", TlsAlert.NoApplicationProtocol, h => h.Protocols("h2", "h3", "http/1.0"));
            yield return Case("ALPN empty name", TlsAlert.DecodeError, h => h.Set(16, 0, 2, 0, 0));
            yield return Case("ALPN empty list", TlsAlert.DecodeError, h => h.Set(16, 0, 0));
            yield return Case("ALPN name too long", TlsAlert.DecodeError, h => h.Set(16, 0, 3, 3, 0x68, 0x32));
            yield return Case("record_size_limit too small", TlsAlert.IllegalParameter, h => h.Set(28, 0, 63));
            yield return Case("record_size_limit malformed", TlsAlert.DecodeError, h => h.Set(28, 64));
            yield return Case("max_fragment_length unknown", TlsAlert.IllegalParameter, h => h.Set(1, 5));
            yield return Case("max_fragment_length malformed", TlsAlert.DecodeError, h => h.Set(1, 1, 1));
            yield return Case("transport parameters over TCP", TlsAlert.UnsupportedExtension, h => h.Set(57));
            yield return Case("oid_filters in a ClientHello", TlsAlert.IllegalParameter, h => h.Set(48, 0, 0));
            yield return Case("short X25519 share", TlsAlert.IllegalParameter, h => h.Set(51, new byte[] { 0, 35, 0, 0x1d, 0, 31 }.Concat(new byte[31]).ToArray()));
            yield return Case("P-256 share without its form", TlsAlert.IllegalParameter, h => h.Set(51, new byte[] { 0, 69, 0, 0x17, 0, 65, 2 }.Concat(new byte[64]).ToArray()));
            yield return Case("share of a group not offered", TlsAlert.IllegalParameter, h => h.Set(10, 0, 2, 0, 0x17));
            yield return Case("two shares of a group", TlsAlert.IllegalParameter, h => h.Set(51, Double(h)));
            yield return Case("empty share", TlsAlert.DecodeError, h => h.Set(51, 0, 4, 0, 0x1d, 0, 0));
            yield return Case("share past its list", TlsAlert.DecodeError, h => h.Set(51, 0, 5, 0, 0x1d, 0, 32, 1));
            yield return Case("no common group", TlsAlert.HandshakeFailure, h => h.Set(10, 0, 2, 0, 0x18).Set(51, 0, 0));
            yield return Case("empty groups", TlsAlert.DecodeError, h => h.Set(10, 0, 0));
            yield return Case("all-zero X25519 result (trap 28)", TlsAlert.IllegalParameter, h => h.Set(51, new byte[] { 0, 36, 0, 0x1d, 0, 32 }.Concat(new byte[32]).ToArray()));
            yield return Case("low-order X25519 point (trap 28)", TlsAlert.IllegalParameter, h => h.Set(51, new byte[] { 0, 36, 0, 0x1d, 0, 32, 1 }.Concat(new byte[31]).ToArray()));
            yield return Case("P-256 point off the curve", TlsAlert.IllegalParameter, h => h.Set(51, new byte[] { 0, 69, 0, 0x17, 0, 65, 4, 1 }.Concat(new byte[63]).ToArray()));
            yield return Case("server_name list malformed", TlsAlert.DecodeError, h => h.Set(0, 0, 5, 0, 0, 1, 0x61));
            yield return Case("server_name empty", TlsAlert.DecodeError, h => h.Set(0, 0, 3, 0, 0, 0));
            yield return Case("server_name list empty", TlsAlert.DecodeError, h => h.Set(0, 0, 0));
            yield return Case("two host names", TlsAlert.IllegalParameter, h => h.Set(0, 0, 8, 0, 0, 1, 0x61, 0, 0, 1, 0x62));
            yield return Case("early_data with content", TlsAlert.DecodeError, h => h.Set(42, 1));
            yield return Case("too many extensions", TlsAlert.InternalError, h => Enumerable.Range(0, ClientHello.MaxExtensions).ToList().ForEach(i => h.Add(1000 + (i * 64))));
            yield return Case("too many groups", TlsAlert.InternalError, h => h.Set(10, List(ClientHello.MaxGroups + 1, 0, 0x1d)));
            yield return Case("too many shares", TlsAlert.InternalError, h => h.Set(51, List(ClientHello.MaxShares + 1, 0x0a, 0x0a, 0, 1, 0)));
            yield return Case("too many protocols", TlsAlert.InternalError, h => h.Set(16, List(ClientHello.MaxProtocols + 1, 1, 0x61)));
            yield return Case("too many server names", TlsAlert.InternalError, h => h.Set(0, List(ClientHello.MaxServerNames + 1, 9, 0, 1, 0x61)));
            yield return Case("too many identities", TlsAlert.InternalError, h => h.Set(45, 1, 1).Psk(ClientHello.MaxIdentities + 1, ClientHello.MaxIdentities + 1, 1));
            yield return Case("bytes behind the ClientHello", TlsAlert.UnexpectedMessage, HelloBuilder.Record(22, HelloBuilder.Good().Message().Concat(new byte[] { 1 }).ToArray()));
            byte[] cut = HelloBuilder.Good().Message();
            cut[3]--;
            yield return Case("extensions past the end", TlsAlert.DecodeError, HelloBuilder.Record(22, cut.Take(cut.Length - 1).ToArray()));
        }

        [Theory]
        [MemberData(nameof(Bad))]
        public void BadHelloGetsItsAlert(string name, int alert, byte[] records)
        {
            // Trap 27: the right alert is sent, then the connection closes, and the next client is served.
            foreach (int piece in new[] { int.MaxValue, 1 })
            {
                s_server.FeedPiece = piece;
                s_server.Sent.Clear();
                s_server.Connection.Open(s_server.Now);
                s_server.Feed(records);
                byte[] sent = s_server.Sent.ToArray();
                Assert.True(alert == s_server.Connection.Alert, name + ": " + s_server.Connection.Alert);
                Assert.Equal(new byte[] { 21, 3, 3, 0, 2, 2, (byte)alert }, sent);

                // The socket stays open for the client to read the alert, but not for long.
                Assert.False(s_server.Connection.IsFinished);
                s_server.Feed(new byte[100]);
                s_server.Connection.HandleTimeout(s_server.Now);
                Assert.Equal(s_server.Now + 500000, s_server.Connection.NextTimeout);
                Assert.False(s_server.Connection.IsFinished);
                s_server.Connection.HandleTimeout(s_server.Now + 500000);
                Assert.True(s_server.Connection.IsFinished);
                Assert.Equal(long.MaxValue, s_server.Connection.NextTimeout);
            }

            s_server.FeedPiece = int.MaxValue;
            s_server.Sent.Clear();
            s_server.Connection.Open(s_server.Now);
            Assert.True(new TestClientPair(s_server).Connect().Client.IsEstablished);
        }

        [Fact]
        public void GoodHellosAreAnswered()
        {
            Answered(h => { });
            Answered(h => h.Protocols("a", "b", "c", "d", "e", "f", "g", "http/1.1")); // trap 25
            Answered(h => h.Set(45, 1, 1).Psk(1, 1));
            Answered(h => h.Set(45, 1, 0).Psk(1, 1));
            Answered(h => h.Set(45, 1, 1).Psk(3, 3, 74));
            Answered(h => h.Add(0x0a0a).Add(0xfafa, 0).Add(17513, 1, 2, 3));
            Answered(h => h.Set(0, 0, 8, 9, 0, 1, 0x61, 0, 0, 1, 0x62));
            Answered(h => h.Set(28, 0, 64).Set(1, 1));
            Answered(h => h.Set(43, 6, 0x7a, 0x7a, 3, 4, 3, 3));
            Answered(h => h.SessionId = new byte[32]);
            Answered(h => h.Version = 0x0301);
            Answered(h => h.Set(44, 0, 1, 0));

            // as many unknown extensions as are allowed, of which many share a bit
            Answered(h =>
            {
                for (int i = h.Extensions.Count; i < ClientHello.MaxExtensions; i++)
                {
                    h.Add(1000 + (i * 64));
                }
            });
        }

        // A list of the same entry, with its length.
        private static byte[] List(int count, params byte[] entry)
        {
            int length = count * entry.Length;
            return new[] { (byte)(length >> 8), (byte)length }.Concat(Enumerable.Repeat(entry, count).SelectMany(e => e)).ToArray();
        }

        [Fact]
        public void EverySplitOfAHello()
        {
            // Trap 26: messages split over records, byte by byte.
            byte[] message = HelloBuilder.Good().Message();
            for (int size = 1; size <= message.Length; size++)
            {
                Start();
                s_server.Feed(HelloBuilder.Record(22, message, size));
                Assert.Equal(22, s_server.Sent.Peek());
                Assert.Equal(TlsAlert.None, s_server.Connection.Alert);
            }
        }

        [Fact]
        public void TruncatedHelloAtEveryByteLeavesNothing()
        {
            byte[] records = HelloBuilder.Good().Records();
            for (int i = 0; i < records.Length; i++)
            {
                Start();
                s_server.Feed(records.AsSpan(0, i));
                Assert.Empty(s_server.Sent);
                Assert.Equal(TlsConnectionState.Handshake, s_server.Connection.State);
                if ((i & 1) == 0)
                {
                    s_server.Connection.HandleTimeout(s_server.Connection.NextTimeout);
                }
                else
                {
                    s_server.Connection.FeedEnd(s_server.Now);
                }

                Assert.True(s_server.Connection.IsFinished);
                Assert.Equal(long.MaxValue, s_server.Connection.NextTimeout);
            }

            Start();
            Assert.True(new TestClientPair(s_server).Connect().Client.IsEstablished);
        }

        [Fact]
        public void MutatedHellosNeverThrow()
        {
            int seed = 1;
            Random random = new Random(seed);
            HelloBuilder full = HelloBuilder.Good().Protocols("http/1.1").Set(0, 0, 4, 0, 0, 1, 0x61).Set(28, 1, 0).Set(45, 1, 1);
            byte[] good = full.Psk(2, 2).Message();
            ClientHello parser = new ClientHello();
            KeyExchange[] groups = { new X25519Exchange(null, null), new P256Exchange(null) };
            int refused = 0;
            for (int i = 0; i < 100000; i++)
            {
                byte[] bad = (byte[])good.Clone();
                for (int n = random.Next(1, 5); n > 0; n--)
                {
                    bad[random.Next(4, bad.Length)] = (byte)random.Next(256);
                }

                int length = random.Next(4) == 0 ? random.Next(4, bad.Length) : bad.Length;
                byte[] exact = bad.AsSpan(0, length).ToArray();
                if (parser.Parse(exact, 0, exact.Length, i & 1, groups) != TlsAlert.None)
                {
                    refused++;
                }
            }

            Assert.InRange(refused, 10000, 99999);
        }

        [Fact]
        public void RetryRules()
        {
            HelloBuilder first = HelloBuilder.Good().Set(51, 0, 0);
            Assert.Equal(TlsAlert.None, Retry(first, HelloBuilder.Good()));
            Assert.Equal(TlsAlert.IllegalParameter, Retry(first, first));
            Assert.Equal(TlsAlert.IllegalParameter, Retry(first, HelloBuilder.Good().Add(42)));
            Assert.Equal(TlsAlert.IllegalParameter, Retry(first, HelloBuilder.Good().With(h => h.Suites = new byte[] { 0x13, 1 })));
            Assert.Equal(TlsAlert.IllegalParameter, Retry(first, HelloBuilder.Good().With(h => h.SessionId = new byte[] { 1 })));
            byte[] two = new byte[43];
            HelloBuilder.Good().Extensions.First(e => e.Key == 51).Value.CopyTo(two, 0);
            two[1] = 41;
            two[39] = 0x18;
            two[41] = 1;
            Assert.Equal(TlsAlert.IllegalParameter, Retry(first, HelloBuilder.Good().Set(51, two)));

            // change_cipher_spec between the two is what a client in compatibility mode sends
            Start();
            s_server.Feed(first.Records());
            s_server.Feed(HelloBuilder.Record(20, new byte[] { 1 }));
            s_server.Feed(HelloBuilder.Good().Records());
            Assert.Equal(TlsAlert.None, s_server.Connection.Alert);

            // but not within a message, not otherwise, and not for ever
            byte[] hello = HelloBuilder.Good().Records(20);
            Start();
            s_server.Feed(first.Records());
            s_server.Feed(hello.AsSpan(0, 25));
            s_server.Feed(HelloBuilder.Record(20, new byte[] { 1 }));
            Assert.Equal(TlsAlert.UnexpectedMessage, s_server.Connection.Alert);
            Start();
            s_server.Feed(first.Records());
            s_server.Feed(HelloBuilder.Record(20, new byte[] { 2 }));
            Assert.Equal(TlsAlert.UnexpectedMessage, s_server.Connection.Alert);
            Start();
            s_server.Feed(first.Records());
            for (int i = 0; i < 33; i++)
            {
                s_server.Feed(HelloBuilder.Record(20, new byte[] { 1 }));
            }

            Assert.Equal(TlsAlert.UnexpectedMessage, s_server.Connection.Alert);
        }

        private static object[] Case(string name, int alert, byte[] records)
        {
            return new object[] { name, alert, records };
        }

        private static object[] Case(string name, int alert, Action<HelloBuilder> change)
        {
            return Case(name, alert, HelloBuilder.Good().With(change).Records());
        }

        private static byte[] Double(HelloBuilder hello)
        {
            byte[] one = hello.Extensions.First(e => e.Key == 51).Value;
            return new byte[] { 0, 72 }.Concat(one.Skip(2)).Concat(one.Skip(2)).ToArray();
        }

        private static void Start()
        {
            s_server.FeedPiece = int.MaxValue;
            s_server.Connection.Reset();
            s_server.Run();
            s_server.Sent.Clear();
            s_server.Connection.Open(s_server.Now);
        }

        private static int Retry(HelloBuilder first, HelloBuilder second)
        {
            Start();
            s_server.Feed(first.Records());
            Assert.Equal(TlsAlert.None, s_server.Connection.Alert);
            Assert.NotEmpty(s_server.Sent);
            s_server.Feed(second.Records());
            return s_server.Connection.Alert;
        }

        private static void Answered(Action<HelloBuilder> change)
        {
            Start();
            s_server.Feed(HelloBuilder.Good().With(change).Records());
            Assert.Equal(TlsAlert.None, s_server.Connection.Alert);
            Assert.Equal(22, s_server.Sent.Peek());
        }
    }
}
