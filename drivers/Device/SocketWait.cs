// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Net.Sockets;
using System.Threading;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// Waits in the platform's Poll. Poll takes one socket at a time, so the wait is divided into slices: one socket is waited on, the one that received
    /// last, and the others are checked after each slice. Poll waits whole milliseconds. A TCP connection whose send buffer was full is waited on until it
    /// is writable, not until its client sends something. The listener is checked while a connection is free.
    /// </summary>
    public sealed class SocketWait : WaitPort
    {
        private const long LongestRest = 200000;
        private const int Slice = 2000;
        private readonly SocketDatagrams _datagrams;
        private readonly SocketListener _listener;
        private int _last;  // the socket that received last: 0 UDP, then the TCP connections, then the listener

        /// <summary>Makes the port.</summary>
        /// <param name="datagrams">The UDP socket, or null.</param>
        /// <param name="listener">The TCP listener with its connections.</param>
        public SocketWait(SocketDatagrams datagrams, SocketListener listener)
        {
            _datagrams = datagrams;
            _listener = listener;
        }

        /// <inheritdoc />
        public override void Wait(long microseconds)
        {
            long end = Environment.TickCount64 + ((microseconds < LongestRest ? microseconds : LongestRest) / 1000);
            int count = 2 + _listener.Streams.Length;
            int waits = _last;
            for (int i = 0; Find(waits) == null; i++)
            {
                if (i == count)
                {
                    Thread.Sleep((int)(end - Environment.TickCount64));
                    return;
                }

                waits = i;
            }

            try
            {
                while (true)
                {
                    long left = end - Environment.TickCount64;
                    if (left <= 0)
                    {
                        return;
                    }

                    // Waits on one socket, checks the others.
                    int slice = left * 1000 < Slice ? (int)left * 1000 : Slice;
                    for (int i = 0; i < count; i++)
                    {
                        Socket socket = Find(i);
                        if (socket != null && socket.Poll(i == waits ? slice : 0, IsBlocked(i) ? SelectMode.SelectWrite : SelectMode.SelectRead))
                        {
                            _last = i;
                            return;
                        }
                    }
                }
            }
            catch (SocketException)
            {
                // The link went down, which the next use of the socket will show. Without a wait the loop would spin.
                Thread.Sleep(10);
            }
        }

        // The socket to wait on, null if there is none.
        private Socket Find(int number)
        {
            if (number == 0)
            {
                return _datagrams == null ? null : _datagrams.Socket;
            }

            StreamPort[] streams = _listener.Streams;
            if (number <= streams.Length)
            {
                return ((SocketStream)streams[number - 1]).Socket;
            }

            for (int i = 0; i < streams.Length; i++)
            {
                if (!streams[i].IsOpen)
                {
                    return _listener.Socket;
                }
            }

            return null;
        }

        private bool IsBlocked(int number)
        {
            StreamPort[] streams = _listener.Streams;
            return number > 0 && number <= streams.Length && ((SocketStream)streams[number - 1]).IsBlocked;
        }
    }
}
