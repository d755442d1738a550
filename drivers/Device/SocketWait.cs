// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Net.Sockets;
using System.Threading;

namespace MilliHttp.Nano.Drivers.Device
{
    /// <summary>
    /// Rests in the platform's Poll. Poll knows one socket at a time, so the rest is cut into slices over the sockets in turn: a byte on any of them is
    /// seen after at most one slice, and the side that had the last one is waited on first. Poll waits whole milliseconds. A TCP connection that could not
    /// take what was to be sent is waited on until it can, not until its client sends something (trap 43).
    /// </summary>
    public sealed class SocketWait : WaitPort
    {
        private const long LongestRest = 200000;
        private const int Slice = 2000;
        private readonly SocketDatagrams _datagrams;
        private readonly SocketListener _listener;
        private readonly SocketStream _stream;
        private bool _streamFirst;

        /// <summary>Makes the port.</summary>
        /// <param name="datagrams">The UDP socket, or null.</param>
        /// <param name="listener">The TCP listener.</param>
        /// <param name="stream">The TCP connection.</param>
        public SocketWait(SocketDatagrams datagrams, SocketListener listener, SocketStream stream)
        {
            _datagrams = datagrams;
            _listener = listener;
            _stream = stream;
        }

        /// <inheritdoc />
        public override void Wait(long microseconds)
        {
            long end = Environment.TickCount64 + ((microseconds < LongestRest ? microseconds : LongestRest) / 1000);
            Socket datagrams = _datagrams == null ? null : _datagrams.Socket;
            Socket tcp = _stream.IsOpen ? _stream.Socket : _listener.Socket;
            SelectMode mode = _stream.IsBlocked ? SelectMode.SelectWrite : SelectMode.SelectRead;
            if (datagrams == null && tcp == null)
            {
                Thread.Sleep((int)(end - Environment.TickCount64));
                return;
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

                    // One of the two waits, the other one looks.
                    int slice = left * 1000 < Slice ? (int)left * 1000 : Slice;
                    bool streamFirst = datagrams == null || (_streamFirst && tcp != null);
                    if (datagrams != null && datagrams.Poll(streamFirst ? 0 : slice, SelectMode.SelectRead))
                    {
                        _streamFirst = false;
                        return;
                    }

                    if (tcp != null && tcp.Poll(streamFirst ? slice : 0, mode))
                    {
                        _streamFirst = true;
                        return;
                    }
                }
            }
            catch (SocketException)
            {
                // The link went down: whoever uses the socket next will see it. Without a rest the loop would spin.
                Thread.Sleep(10);
            }
        }
    }
}
