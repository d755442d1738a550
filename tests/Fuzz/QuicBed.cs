// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>A QUIC server with HTTP/3 and the firmware's pages, and what must hold of it after a case.</summary>
    internal sealed class QuicBed
    {
        private const long Step = 1000000;
        private static int s_warm;

        public readonly QuicServer Server;
        public readonly FuzzPages Pages = new FuzzPages();

        private readonly bool _onDemand;

        /// <summary>Makes it; which profile, the length of the input says: standard, tight, memory on demand.</summary>
        public QuicBed(byte[] input)
        {
            bool tight = input.Length % 5 == 1;
            _onDemand = input.Length % 5 == 0;
            QuicProfile profile = tight ? QuicProfile.Tight() : QuicProfile.Standard();
            profile.OnDemand = _onDemand;
            Server = new QuicServer(profile);
            Server.Http3 = new H3Server(Server.Endpoint, tight ? H3Profile.Tight() : H3Profile.Standard(), Pages.Service, 0);

            // What .NET allocates in the server's calls; the meter calls of QuicServer do not.
            Server.Meter = StretchMeter.Operations ?? GC.GetAllocatedBytesForCurrentThread;
        }

        /// <summary>Lets everybody be silent until all is over, and looks whether anything is left.</summary>
        public void End(long now, bool deep)
        {
            if (StretchMeter.Operations != null)
            {
                StretchMeter.Note(Server.LongestBesides);
                return;
            }

            QuicEndpoint endpoint = Server.Endpoint;
            long end = now + 400000000;
            while (now < end && !Server.Http3.IsIdle)
            {
                now += Step;
                Pages.Pages.OnTurn(now, 0);
                Server.Turn(now);
                for (int i = 0; i < 50 && Server.Poll(now) > 0; i++)
                {
                }
            }

            for (int i = 0; i < 20; i++)
            {
                Server.Turn(now);
            }

            for (int i = 0; i < endpoint.ConnectionCount; i++)
            {
                Check(endpoint.Connection(i).IsFree, "slot " + i + " is not free");
                Check(Server.Http3.Connection(i).RequestCount == 0, "a request is held");
            }

            Check(Server.Http3.Shared.Streamed.IsUnused, "a streamed body is held");

            string held = Pages.Held();
            Check(held == null, held);

            // What is allocated once, when code runs for the first time, is .NET's; so is its table of casts.
            if (s_warm++ > 400 && !_onDemand)
            {
                Check(Server.Spent == 0 || AllocationMeter.IsCastTable(Server.Spent), "the server allocated " + Server.Spent + " bytes");
            }

            if (deep)
            {
                RawClient good = new RawClient(Server) { Now = now + Step, Port = 50000 };
                good.Handshake();
                good.Send(good.Packet(PacketType.OneRtt, FuzzInput.Join(
                    RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false),
                    RawClient.Stream(0, 0, FuzzInput.Join(Targets.H3StreamsTarget.Get("/upload", "POST"), new byte[] { 0, 1, 65 }), true))));
                Check(good.Frames.Exists(f => f.Frame == FrameType.Stream && f.StreamId == 0 && f.Offset == 0 && f.Data.Length > 6 && f.Data[5] == 0xD9), "a good client is not served");
            }
        }

        private static void Check(bool condition, string what)
        {
            if (!condition)
            {
                throw new FuzzException(what);
            }
        }
    }
}
