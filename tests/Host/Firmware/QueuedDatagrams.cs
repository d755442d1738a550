// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Text;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>A UDP socket in memory, with few places as the platform's, that notes in which order it was used.</summary>
    internal sealed class QueuedDatagrams : DatagramPort
    {
        public readonly Queue<(byte[] Data, long Address, int Port)> Up = new Queue<(byte[], long, int)>();
        public readonly List<(byte[] Data, long Address, int Port)> Down = new List<(byte[], long, int)>();

        /// <summary>r: looked and found nothing; R: received; S: sent.</summary>
        public readonly StringBuilder Calls = new StringBuilder();

        /// <summary>Datagrams for which there was no room.</summary>
        public int Lost { get; private set; }

        public bool Fails { get; set; }

        public void Put(byte[] data, long address, int port)
        {
            if (Up.Count == 6)
            {
                Lost++;
                return;
            }

            Up.Enqueue((data, address, port));
        }

        public override int Receive(byte[] buffer, int offset, int count)
        {
            if (Fails)
            {
                return -1;
            }

            if (Up.Count == 0)
            {
                Calls.Append('r');
                return 0;
            }

            Calls.Append('R');
            (byte[] data, long address, int port) = Up.Dequeue();
            data.CopyTo(buffer, offset);
            Remote.Low = address;
            Remote.Port = port;
            return data.Length;
        }

        public override bool Send(byte[] buffer, int offset, int count, DatagramAddress to)
        {
            Calls.Append('S');
            Down.Add((buffer[offset..(offset + count)], to.Low, to.Port));
            return true;
        }

        public override bool Open() => true;

        public override void Close()
        {
        }
    }
}
