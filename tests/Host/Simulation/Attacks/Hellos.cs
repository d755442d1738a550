// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>ClientHellos that are meant to cost the server something.</summary>
    internal static class Hellos
    {
        private static QuicServer s_nobody;

        /// <summary>A client that belongs to no server and writes what it is told.</summary>
        public static RawClient Client()
        {
            s_nobody ??= new QuicServer();
            s_nobody.Clients.Clear();
            RawClient client = new RawClient(s_nobody);
            client.Tls.PaddedLength = 371;
            client.Start();
            return client;
        }

        /// <summary>With so many empty extensions that nobody knows.</summary>
        public static byte[] WithExtensions(byte[] hello, int count)
        {
            int at = Extensions(hello);
            byte[] more = new byte[4 * count];
            for (int i = 0; i < count; i++)
            {
                more[4 * i] = (byte)(0x60 + (i >> 8));
                more[(4 * i) + 1] = (byte)i;
            }

            // Before the rest: a pre_shared_key has to be the last.
            byte[] all = RawClient.Join(hello[..(at + 2)], more, hello[(at + 2)..]);
            Write16(all, at, all.Length - at - 2);
            Write16(all, 2, all.Length - 4);
            return all;
        }

        /// <summary>With a public key of zeros, whose secret is refused only after it was computed.</summary>
        public static byte[] WithZeroShare(byte[] hello)
        {
            byte[] all = (byte[])hello.Clone();
            int at = Extensions(all) + 2;
            while (((all[at] << 8) | all[at + 1]) != 0x33)
            {
                at += 4 + ((all[at + 2] << 8) | all[at + 3]);
            }

            // Extension type and length, the list's length, group, the share's length.
            Array.Clear(all, at + 10, (all[at + 8] << 8) | all[at + 9]);
            return all;
        }

        /// <summary>A whole hello in one Initial under an id that nobody has used.</summary>
        public static byte[] Initial(RawClient client, byte[] hello, Random random)
        {
            Renew(client, random);
            return client.Packet(PacketType.Initial, RawClient.Crypto(0, hello), 1200);
        }

        /// <summary>Another id.</summary>
        public static void Renew(RawClient client, Random random)
        {
            client.Original = new byte[8];
            random.NextBytes(client.Original);
            client.Destination = client.Original;
            client.Number[0] = 0;
            client.Derive();
        }

        // Type and length of the message, version, random, then session id, suites, compression.
        private static int Extensions(byte[] hello)
        {
            int at = 4 + 2 + 32;
            at += 1 + hello[at];
            at += 2 + ((hello[at] << 8) | hello[at + 1]);
            return at + 1 + hello[at];
        }

        private static void Write16(byte[] b, int at, int value)
        {
            b[at] = (byte)(value >> 8);
            b[at + 1] = (byte)value;
        }
    }
}
