// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>
    /// Datagrams of strangers. Each step of an input is a kind, a length and bytes: a datagram as it is, or the frames of an Initial or (bit 1) Handshake
    /// packet that is sealed with the right keys.
    /// </summary>
    internal sealed class QuicDatagramsTarget : FuzzTarget
    {
        public override string Name => "quic-datagrams";

        public override IEnumerable<byte[]> Seeds()
        {
            RawClient client = new RawClient(new QuicServer());
            client.Handshake();
            client.Send(client.Packet(PacketType.OneRtt, RawClient.Stream(0, 0, H3StreamsTarget.Get("/"), true)));
            byte[] all = Array.Empty<byte>();
            foreach (byte[] datagram in client.Sent)
            {
                byte[] step = FuzzInput.Join(new byte[] { 0 }, FuzzInput.Block(datagram));
                yield return step;
                all = FuzzInput.Join(all, step);
            }

            yield return all;
            byte[] version = (byte[])client.Sent[0].Clone();
            version[3] = 0x6B;
            yield return FuzzInput.Join(new byte[] { 0 }, FuzzInput.Block(version));
            byte[] hello = client.Hello();
            int half = hello.Length / 2;
            byte[] first = RawClient.Crypto(0, hello.AsSpan(0, half).ToArray());
            byte[] second = RawClient.Crypto(half, hello.AsSpan(half).ToArray());
            yield return FuzzInput.Join(new byte[] { 1 }, FuzzInput.Block(FuzzInput.Join(first, second)));
            yield return FuzzInput.Join(new byte[] { 1 }, FuzzInput.Block(second), new byte[] { 1 }, FuzzInput.Block(FuzzInput.Join(new byte[] { 1, 0 }, first)));
            byte[] finished = FuzzInput.Join(new byte[] { 20, 0, 0, 32 }, new byte[32]);
            yield return FuzzInput.Join(new byte[] { 1 }, FuzzInput.Block(RawClient.Crypto(0, hello)), new byte[] { 3 }, FuzzInput.Block(FuzzInput.Join(RawClient.Ack(0), RawClient.Crypto(0, finished))));
            yield return FuzzInput.Join(new byte[] { 1 }, FuzzInput.Block(RawClient.Crypto(0, hello)), new byte[] { 1 }, FuzzInput.Block(RawClient.Ack(0)), new byte[] { 1 }, FuzzInput.Block(new byte[] { 0x1C, 1, 6, 0 }));
        }

        public override void Run(byte[] input)
        {
            QuicBed bed = new QuicBed(input);
            RawClient client = new RawClient(bed.Server);
            client.Start();
            FuzzInput read = new FuzzInput(input);
            for (int i = 0; read.Left > 0 && i < 12; i++)
            {
                int kind = read.Byte();
                if ((kind & 1) == 0)
                {
                    byte[] datagram = read.Block(1500);
                    datagram.CopyTo(bed.Server.Buffer, 0);
                    int answer = bed.Server.Feed(datagram.Length, client.AddressLow, client.Port + ((kind >> 1) & 1), client.Now);
                    Check(answer <= datagram.Length, "answer longer than the question");
                    for (int turn = 0; turn < 200; turn++)
                    {
                        bed.Server.Turn(client.Now);
                        if (bed.Server.Poll(client.Now) == 0 && !bed.Server.Endpoint.HasWork)
                        {
                            break;
                        }
                    }

                    client.Now += 1000;
                }
                else if ((kind & 2) != 0 && client.Tls.HandshakeKeysReady)
                {
                    client.Send(client.Packet(PacketType.Handshake, FuzzInput.Join(read.Block(1200), new byte[1])));
                }
                else
                {
                    client.Send(client.Packet(PacketType.Initial, read.Block(1200), 1200));
                }
            }

            bed.End(client.Now, IsDeep(input));
        }
    }
}
