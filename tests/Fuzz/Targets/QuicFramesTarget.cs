// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>
    /// Frames of a client whose handshake is through: each step of an input is a pause, a length and the payload of a 1-RTT packet, sealed with the right keys.
    /// </summary>
    internal sealed class QuicFramesTarget : FuzzTarget
    {
        public override string Name => "quic-frames";

        private static byte[] Step(params byte[][] frames)
        {
            return FuzzInput.Join(new byte[] { 0 }, FuzzInput.Block(FuzzInput.Join(frames)));
        }

        public override IEnumerable<byte[]> Seeds()
        {
            byte[] control = RawClient.Stream(2, 0, Convert.FromHexString("0004050740640801"), false);
            byte[] get = H3StreamsTarget.Get("/");
            byte[] upload = FuzzInput.Join(H3StreamsTarget.Get("/upload", "POST"), new byte[] { 0, 5, 1, 2, 3, 4, 5 });
            byte[] ack = RawClient.Ack(1);
            byte[] wide = { 2, 9, 3, 2, 1, 0, 1, 1, 1 };
            yield return Step(control, RawClient.Stream(0, 0, get, true));
            yield return FuzzInput.Join(Step(control), Step(RawClient.Stream(0, 0, H3StreamsTarget.Get("/events"), true)), Step(ack), new byte[] { 200 }, FuzzInput.Block(new byte[] { 5, 0, 1 }), Step(new byte[] { 1 }));
            yield return FuzzInput.Join(Step(control, RawClient.Stream(0, 0, upload.AsSpan(0, 10).ToArray(), false)), Step(RawClient.Stream(0, 20, upload.AsSpan(20).ToArray(), true)), Step(RawClient.Stream(0, 10, upload.AsSpan(10, 10).ToArray(), false)), Step(wide));
            yield return FuzzInput.Join(Step(control, RawClient.Stream(4, 0, H3StreamsTarget.Get("/bytes/30000"), true)), Step(RawClient.Ack(3)), Step(wide), Step(new byte[] { 4, 4, 0, 0x40, 0x40 }), Step(new byte[] { 5, 4, 1 }));
            yield return FuzzInput.Join(Step(new byte[] { 0x10, 0x80, 1, 0, 0 }, new byte[] { 0x11, 0, 0x50, 0 }, new byte[] { 0x12, 0x41, 0 }, new byte[] { 0x13, 0x41, 0 }, new byte[] { 0x14, 7 }, new byte[] { 0x15, 0, 7 }, new byte[] { 0x16, 7 }),
                Step(new byte[] { 0x1A, 1, 2, 3, 4, 5, 6, 7, 8 }, new byte[] { 0x1B, 1, 2, 3, 4, 5, 6, 7, 8 }),
                Step(new byte[] { 0x18, 1, 0, 4, 1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8 }, new byte[] { 0x19, 1 }), Step(new byte[] { 0x06, 0, 2, 1, 1 }), Step(new byte[] { 0x1D, 0x41, 0, 0 }));
            yield return FuzzInput.Join(Step(RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false), RawClient.Stream(6, 0, new byte[] { 2 }, false), RawClient.Stream(10, 0, new byte[] { 3 }, false)), Step(RawClient.Stream(12, 0, get, true)), Step(RawClient.Stream(0, 0, get, true), RawClient.Stream(8, 0, get, false)), Step(wide), Step(RawClient.Stream(8, get.Length, Array.Empty<byte>(), true)));
        }

        public override void Run(byte[] input)
        {
            QuicBed bed = new QuicBed(input);
            RawClient client = new RawClient(bed.Server);
            client.Handshake();

            // What counts is what comes of the frames.
            bed.Server.LongestBesides = 0;
            FuzzInput read = new FuzzInput(input);
            for (int i = 0; read.Left > 0 && i < 40; i++)
            {
                int pause = read.Byte();
                byte[] frames = read.Block(1300);
                if (frames.Length == 0)
                {
                    frames = new byte[] { 0 };
                }

                client.Send(client.Packet(PacketType.OneRtt, frames, 40));
                if (pause >= 128)
                {
                    client.Now += (pause - 127) * 10000L;
                    bed.Pages.Pages.OnTurn(client.Now, 0);
                    client.Pump();
                }
            }

            bed.End(client.Now, IsDeep(input));
        }
    }
}
