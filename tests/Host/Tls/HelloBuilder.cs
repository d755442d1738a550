// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;

namespace MilliHttp.Nano.Tests.Host.Tls
{
    /// <summary>Builds ClientHellos, good ones and every kind of bad one.</summary>
    public sealed class HelloBuilder
    {
        public int Version = 0x0303;
        public byte[] SessionId = new byte[0];
        public byte[] Suites = { 0x13, 0x01, 0x13, 0x03 };
        public byte[] Compression = { 0 };
        public List<KeyValuePair<int, byte[]>> Extensions = new List<KeyValuePair<int, byte[]>>();

        /// <summary>A hello that is answered.</summary>
        public static HelloBuilder Good()
        {
            HelloBuilder hello = new HelloBuilder();
            hello.Set(10, 0, 4, 0, 0x1d, 0, 0x17);
            hello.Set(13, 0, 2, 4, 3);
            hello.Set(43, 2, 3, 4);
            byte[] share = new byte[38];
            share[1] = 36;
            share[3] = 0x1d;
            share[5] = 32;
            for (int i = 6; i < 38; i++)
            {
                share[i] = (byte)(i * 3);
            }

            hello.Set(51, share);
            return hello;
        }

        public HelloBuilder Set(int type, params byte[] data)
        {
            Remove(type);
            return Add(type, data);
        }

        public HelloBuilder Add(int type, params byte[] data)
        {
            Extensions.Add(new KeyValuePair<int, byte[]>(type, data));
            return this;
        }

        public HelloBuilder Remove(int type)
        {
            Extensions.RemoveAll(e => e.Key == type);
            return this;
        }

        public HelloBuilder Protocols(params string[] names)
        {
            byte[] list = TestClientPair.Names(names);
            byte[] data = new byte[list.Length + 2];
            data[0] = (byte)(list.Length >> 8);
            data[1] = (byte)list.Length;
            list.CopyTo(data, 2);
            return Set(16, data);
        }

        /// <summary>A pre_shared_key extension with so many identities and binders.</summary>
        public HelloBuilder Psk(int identities, int binders, int identityLength = 10)
        {
            List<byte> data = new List<byte>();
            int n = identities * (identityLength + 6);
            data.Add((byte)(n >> 8));
            data.Add((byte)n);
            for (int i = 0; i < identities; i++)
            {
                data.Add((byte)(identityLength >> 8));
                data.Add((byte)identityLength);
                data.AddRange(new byte[identityLength + 4]);
            }

            n = binders * 33;
            data.Add((byte)(n >> 8));
            data.Add((byte)n);
            for (int i = 0; i < binders; i++)
            {
                data.Add(32);
                data.AddRange(new byte[32]);
            }

            return Add(41, data.ToArray());
        }

        public HelloBuilder With(Action<HelloBuilder> change)
        {
            change(this);
            return this;
        }

        /// <summary>The handshake message.</summary>
        public byte[] Message()
        {
            List<byte> b = new List<byte> { 1, 0, 0, 0, (byte)(Version >> 8), (byte)Version };
            b.AddRange(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));
            b.Add((byte)SessionId.Length);
            b.AddRange(SessionId);
            b.Add((byte)(Suites.Length >> 8));
            b.Add((byte)Suites.Length);
            b.AddRange(Suites);
            b.Add((byte)Compression.Length);
            b.AddRange(Compression);
            if (Extensions.Count > 0)
            {
                int at = b.Count;
                b.Add(0);
                b.Add(0);
                foreach (KeyValuePair<int, byte[]> e in Extensions)
                {
                    b.Add((byte)(e.Key >> 8));
                    b.Add((byte)e.Key);
                    b.Add((byte)(e.Value.Length >> 8));
                    b.Add((byte)e.Value.Length);
                    b.AddRange(e.Value);
                }

                b[at] = (byte)((b.Count - at - 2) >> 8);
                b[at + 1] = (byte)(b.Count - at - 2);
            }

            b[2] = (byte)((b.Count - 4) >> 8);
            b[3] = (byte)(b.Count - 4);
            return b.ToArray();
        }

        public byte[] Records(int size = 16384)
        {
            return Record(22, Message(), size);
        }

        /// <summary>Cuts content into plaintext records.</summary>
        public static byte[] Record(int type, byte[] content, int size = 16384)
        {
            List<byte> b = new List<byte>();
            int p = 0;
            do
            {
                int n = Math.Min(size, content.Length - p);
                b.AddRange(new byte[] { (byte)type, 3, 1, (byte)(n >> 8), (byte)n });
                b.AddRange(content.AsSpan(p, n).ToArray());
                p += n;
            }
            while (p < content.Length);
            return b.ToArray();
        }
    }
}
