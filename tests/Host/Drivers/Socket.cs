// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// Stands in for the platform's socket when the sources of drivers/Device are compiled into the tests: a name of their own namespace comes before one of a
    /// using. What it does is up to the <see cref="LowWaterStack"/>.
    /// </summary>
    internal sealed class Socket
    {
        private readonly bool _isListener;

        public Socket(AddressFamily family, SocketType type, ProtocolType protocol)
        {
            _isListener = true;
        }

        private Socket()
        {
        }

        public int SendTimeout { get; set; }

        private static LowWaterStack Stack => LowWaterStack.Current;

        public void Bind(EndPoint local)
        {
        }

        public void Listen(int backlog)
        {
        }

        public Socket Accept()
        {
            Stack.Accept();
            return new Socket();
        }

        public void SetSocketOption(SocketOptionLevel level, SocketOptionName name, byte[] value)
        {
        }

        /// <summary>As the platform's: waits so many microseconds for the socket to be ready.</summary>
        public bool Poll(int microseconds, SelectMode mode)
        {
            long end = Stack.Now + microseconds;
            while (!(_isListener ? Stack.IsPending : mode == SelectMode.SelectWrite ? Stack.IsWritable : Stack.IsReadable))
            {
                if (Stack.Now >= end)
                {
                    return false;
                }

                Stack.Now += 100;
            }

            return true;
        }

        public int Receive(byte[] buffer, int offset, int count, SocketFlags flags) => Stack.Receive(buffer, offset, count);

        public int Send(byte[] buffer, int offset, int count, SocketFlags flags) => Stack.Send(buffer, offset, count);

        public int ReceiveFrom(byte[] buffer, int offset, int count, SocketFlags flags, ref EndPoint from) => 0;

        public int SendTo(byte[] buffer, int offset, int count, SocketFlags flags, EndPoint to) => count;

        public void Close()
        {
        }
    }
}
