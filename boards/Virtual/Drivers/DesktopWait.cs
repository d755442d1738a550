// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>Rests in the operating system's select.</summary>
    internal sealed class DesktopWait : WaitPort
    {
        private const long LongestRest = 250_000;
        private readonly DesktopDatagrams _datagrams;
        private readonly DesktopListener _listener;
        private readonly List<Socket> _readable = new List<Socket>();
        private readonly List<Socket> _writable = new List<Socket>();

        public DesktopWait(DesktopDatagrams datagrams, DesktopListener listener)
        {
            _datagrams = datagrams;
            _listener = listener;
        }

        public override void Wait(long microseconds)
        {
            if (microseconds <= 0)
            {
                return;
            }

            int rest = (int)Math.Min(microseconds, LongestRest);
            _readable.Clear();
            _writable.Clear();
            _datagrams.AddReadable(_readable);
            _listener.AddReadable(_readable);
            foreach (StreamPort stream in _listener.Streams)
            {
                ((DesktopStream)stream).AddInterest(_readable, _writable);
            }

            try
            {
                if (_readable.Count + _writable.Count == 0)
                {
                    Thread.Sleep(Math.Max(1, rest / 1000));
                    return;
                }

                Socket.Select(_readable, _writable, null, rest);
            }
            catch (SocketException)
            {
                Thread.Sleep(1);
            }
        }
    }
}
