// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Host.Quic;
using MilliHttp.Nano.Tests.Host.Simulation.Device;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>All attacks on the simulated device.</summary>
    public sealed class AttackList : ICostScenarios
    {
        private const int KindRetry = 0x52;
        private const int KindNew = 0x4e;

        /// <summary>Those under which the device does not hold yet.</summary>
        internal static readonly string[] NotYet = { "Initials300", "Unknown", "Tiny", "ByteFrames", "ControlFrames" };

        IEnumerable<ICostScenario> ICostScenarios.All() => All();

        internal static Attack[] All()
        {
            return new[]
            {
                new Attack("Nothing", "nobody attacks", () => Nobody()) { Within3 = 100 },
                new Attack("Initials40", "40 spoofed Initials a second", () => One(new InitialFlood(40))),
                new Attack("Initials60", "60 spoofed Initials a second", () => One(new InitialFlood(60))) { Within3 = 95, Worst = long.MaxValue },
                new Attack("Initials300", "300 spoofed Initials a second", () => One(new InitialFlood(300))) { Within10 = 50, Median = long.MaxValue, Worst = long.MaxValue },
                new Attack("Extensions", "hellos with 900 empty extensions, 40 datagrams a second", () => One(new InitialFlood(40, hello => Hellos.WithExtensions(hello, 900)))),
                new Attack("HalfHello", "half a hello, then 40 Initials a second to it", () => One(new HalfHelloFlood(40))),
                new Attack("RetryTokens", "40 forged Retry tokens a second", () => One(new ForgedTokens(40, KindRetry, AddressValidation.RetryTokenLength))),
                new Attack("RetryTokens500", "500 forged Retry tokens a second", () => One(new ForgedTokens(500, KindRetry, AddressValidation.RetryTokenLength))) { Median = long.MaxValue, Worst = long.MaxValue },
                new Attack("NewTokens", "40 forged tokens of NEW_TOKEN a second", () => One(new ForgedTokens(40, KindNew, AddressValidation.NewTokenLength))),
                new Attack("ReplayedToken", "one good token of NEW_TOKEN 40 times a second", () => One(new ReplayedToken(40))),
                new Attack("ZeroShares", "40 hellos with a key share of zeros a second", () => One(new InitialFlood(40, Hellos.WithZeroShare))),
                new Attack("HelloAndClose", "20 hellos a second, each followed by CONNECTION_CLOSE", () => One(new InitialFlood(40, null, true))),
                new Attack("Versions", "40 packets of an unknown version a second", () => One(new Garbage(40, Garbage.Version))),
                new Attack("Tiny", "1,700 datagrams of one byte a second", () => One(new Garbage(1700, r => Garbage.Short(r, 1)))),
                new Attack("Unknown", "700 packets of no connection a second", () => One(new Garbage(700, r => Garbage.Short(r, 43)))),
                new Attack("DeadClients", "two clients killed in a download, garbage sent to their ids", () => Many(2, i => new DeadClient(true))) { Within10 = 100 },
                new Attack("Pings", "a client sends 200 PINGs a second", () => One(new FrameFlood(200, (_, _) => new byte[] { 1 }))) { Live = 3, HasNewcomers = false },
                new Attack("Pings800", "a client sends 800 PINGs a second", () => One(new FrameFlood(800, (_, _) => new byte[] { 1 }))) { Live = 3, HasNewcomers = false },
                new Attack("Requests", "a client sends 100 requests a second", () => One(new FrameFlood(100, Requests))) { Live = 3, HasNewcomers = false },
                new Attack("ByteFrames", "a client uploads in DATA frames of a byte", () => One(new FrameFlood(40, ByteFrames))) { Live = 3, HasNewcomers = false },
                new Attack("ControlFrames", "a client fills its control stream with frames", () => One(new FrameFlood(40, ControlFrames))) { Live = 3, HasNewcomers = false },
                new Attack("Retirements", "a client retires one connection id after another", () => One(new FrameFlood(100, Retirements))) { Live = 3, HasNewcomers = false },
                new Attack("SlowReaders", "four clients of one address read a byte at a time", () => Many(4, i => new SlowReader())) { Live = 0, Within10 = 70 },
            };
        }

        private static IEnumerable<Person> Nobody()
        {
            return Enumerable.Empty<Person>();
        }

        private static IEnumerable<Person> One(Person person)
        {
            person.Address = 0xFFFF0A0A0001;
            person.Port = 30000;
            return new[] { person };
        }

        private static IEnumerable<Person> Many(int count, System.Func<int, Person> make)
        {
            for (int i = 0; i < count; i++)
            {
                Person person = make(i);
                person.Address = 0xFFFF0A0A0001;
                person.Port = 30000 + i;
                yield return person;
            }
        }

        private static byte[] Requests(RawClient client, int step)
        {
            byte[] section = { 0, 0, 0xd1, 0xd7, 0xc1, 0x50, 1, (byte)'a' };
            return RawClient.Join(RawClient.Ack(client.Largest[2]), RawClient.Stream(4 * step, 0, RawClient.Join(new byte[] { 1, (byte)section.Length }, section), true));
        }

        private static byte[] ByteFrames(RawClient client, int step)
        {
            if (step == 0)
            {
                byte[] section = { 0, 0, 0xd4, 0xd7, 0x51, 7, (byte)'/', (byte)'u', (byte)'p', (byte)'l', (byte)'o', (byte)'a', (byte)'d', 0x50, 1, (byte)'a' };
                return RawClient.Stream(0, 0, RawClient.Join(new byte[] { 1, (byte)section.Length }, section), false);
            }

            byte[] data = new byte[1050];
            for (int i = 0; i < data.Length; i += 3)
            {
                data[i + 1] = 1;
            }

            return RawClient.Join(RawClient.Ack(client.Largest[2]), RawClient.Stream(0, 18 + ((step - 1L) * data.Length), data, false));
        }

        private static byte[] ControlFrames(RawClient client, int step)
        {
            // Frames of a reserved type without content.
            byte[] data = new byte[1000];
            for (int i = 0; i < data.Length; i += 2)
            {
                data[i] = 0x21;
            }

            return RawClient.Join(RawClient.Ack(client.Largest[2]), RawClient.Stream(2, 3 + ((long)step * data.Length), data, false));
        }

        private static byte[] Retirements(RawClient client, int step)
        {
            // Two ids of ours are alive to the server; each packet gives one and has it retire the one before.
            byte[] id = new byte[8];
            id[0] = 0x77;
            id[6] = (byte)(step >> 8);
            id[7] = (byte)step;
            return RawClient.Join(
                RawClient.Ack(client.Largest[2]), new byte[] { 0x18 }, RawClient.VarInt(step + 1), RawClient.VarInt(step + 1), new byte[] { 8 }, id, new byte[16]);
        }
    }
}
