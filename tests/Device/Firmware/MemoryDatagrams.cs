// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>A UDP socket in memory: a ring of datagrams each way, one client, and a loss that strikes every so many of them.</summary>
    internal sealed class MemoryDatagrams : DatagramPort
    {
        private const int Places = 16;
        private const int Size = 1500;
        private const long Client = 0xFFFF7F000002L;
        private const int ClientPort = 40000;
        private readonly byte[][] _up = new byte[Places][];
        private readonly byte[][] _down = new byte[Places][];
        private readonly int[] _upLength = new int[Places];
        private readonly int[] _downLength = new int[Places];
        private int _upFirst;
        private int _upCount;
        private int _downFirst;
        private int _downCount;
        private int _passed;

        /// <summary>Every so many-th datagram is lost; 0: none.</summary>
        public int LossEvery;

        /// <summary>Datagrams lost.</summary>
        public int Lost;

        public MemoryDatagrams()
        {
            for (int i = 0; i < Places; i++)
            {
                _up[i] = new byte[Size];
                _down[i] = new byte[Size];
            }
        }

        /// <summary>The client sends.</summary>
        public void Put(byte[] buffer, int length)
        {
            if (_upCount == Places || IsLost())
            {
                return;
            }

            int at = (_upFirst + _upCount++) % Places;
            Array.Copy(buffer, 0, _up[at], 0, length);
            _upLength[at] = length;
        }

        /// <summary>The client receives; 0 when there is nothing.</summary>
        public int Take(byte[] buffer)
        {
            if (_downCount == 0)
            {
                return 0;
            }

            int length = _downLength[_downFirst];
            Array.Copy(_down[_downFirst], 0, buffer, 0, length);
            _downFirst = (_downFirst + 1) % Places;
            _downCount--;
            return length;
        }

        public override int Receive(byte[] buffer, int offset, int count)
        {
            if (_upCount == 0)
            {
                return 0;
            }

            int length = _upLength[_upFirst];
            Array.Copy(_up[_upFirst], 0, buffer, offset, length);
            _upFirst = (_upFirst + 1) % Places;
            _upCount--;
            RemoteAddressHigh = 0;
            RemoteAddressLow = Client;
            RemotePort = ClientPort;
            return length;
        }

        public override bool Send(byte[] buffer, int offset, int count, long addressHigh, long addressLow, int port)
        {
            if (_downCount < Places && !IsLost())
            {
                int at = (_downFirst + _downCount++) % Places;
                Array.Copy(buffer, offset, _down[at], 0, count);
                _downLength[at] = count;
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
