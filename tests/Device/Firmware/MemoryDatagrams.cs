// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>
    /// A UDP socket in memory: one datagram each way, one client, and a loss that strikes every so many of them. The client writes and reads the
    /// datagrams where they lie.
    /// </summary>
    internal sealed class MemoryDatagrams : DatagramPort
    {
        private const int Size = 1200;
        private const long Client = 0xFFFF7F000002L;
        private const int ClientPort = 40000;
        private int _passed;

        /// <summary>The client's datagram.</summary>
        public readonly byte[] Up = new byte[Size];

        /// <summary>The server's datagram.</summary>
        public readonly byte[] Down = new byte[Size];

        /// <summary>Its length; 0 when the server has received it.</summary>
        public int UpLength;

        /// <summary>Its length; 0 when there is none.</summary>
        public int DownLength;

        /// <summary>Every so many-th datagram is lost; 0: none.</summary>
        public int LossEvery;

        /// <summary>Datagrams lost.</summary>
        public int Lost;

        /// <summary>The client sends what it wrote to <see cref="Up"/>.</summary>
        public void Put(int length)
        {
            if (length > 0 && !IsLost())
            {
                UpLength = length;
            }
        }

        /// <summary>The client has read <see cref="Down"/>.</summary>
        public void Take()
        {
            DownLength = 0;
        }

        public override int Receive(byte[] buffer, int offset, int count)
        {
            int length = UpLength;
            if (length > 0)
            {
                Array.Copy(Up, 0, buffer, offset, length);
                UpLength = 0;
                Remote.High = 0;
                Remote.Low = Client;
                Remote.Port = ClientPort;
            }

            return length;
        }

        public override bool Send(byte[] buffer, int offset, int count, DatagramAddress to)
        {
            if (DownLength == 0 && !IsLost())
            {
                Array.Copy(buffer, offset, Down, 0, count);
                DownLength = count;
            }

            return true;
        }

        public override bool Open()
        {
            return true;
        }

        public override void Close()
        {
        }

        private bool IsLost()
        {
            if (LossEvery == 0 || ++_passed % LossEvery != 0)
            {
                return false;
            }

            Lost++;
            return true;
        }
    }
}
