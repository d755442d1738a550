// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>A tunnel in the hands of a test: sends back what it has verified, and writes down what happened.</summary>
    internal sealed class TunnelProbe : TunnelHandler
    {
        private readonly List<byte> _staged = new List<byte>();
        private readonly MemoryStream _out = new MemoryStream();

        public readonly List<string> Log = new List<string>();
        public readonly MemoryStream Received = new MemoryStream();
        public int RoomLeft = int.MaxValue;
        public bool Refuses;
        public bool Throws;
        public bool Ends;
        public bool EndsWhenAsked = true;
        public long Discarded;

        public string Text => Encoding.Latin1.GetString(Received.ToArray());

        public void Send(string text) => _out.Write(Encoding.Latin1.GetBytes(text));

        public override bool Open(HttpRequest request, HttpResponse response)
        {
            if (Throws)
            {
                throw new InvalidOperationException();
            }

            Log.Add("open " + request.Slot + " " + request.Tunnel + " " + request.Method);
            if (Refuses)
            {
                response.Status = 401;
                return false;
            }

            byte[] bytes = Encoding.ASCII.GetBytes("x-tunnelyes");
            response.Add(bytes, 8, bytes, 8, 3);
            return true;
        }

        public override int Room(int slot) => RoomLeft;

        public override void Receive(int slot, byte[] buffer, int offset, int count)
        {
            RoomLeft -= count;
            for (int i = 0; i < count; i++)
            {
                _staged.Add(buffer[offset + i]);
            }
        }

        public override void Verified(int slot)
        {
            byte[] all = _staged.ToArray();
            _staged.Clear();
            Received.Write(all);
            _out.Write(all);
        }

        public override void ReceiveEnd(int slot)
        {
            Log.Add("end");
            Ends = true;
        }

        public override void GoAway(int slot)
        {
            Log.Add("go away");
            Ends |= EndsWhenAsked;
        }

        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            byte[] all = _out.ToArray();
            count = (int)Math.Min(count, all.Length - offset);
            Array.Copy(all, offset, destination, destinationOffset, count);
            return count;
        }

        public override long End(int handle) => _out.Length;

        public override bool IsEnded(int handle) => Ends;

        public override void Discard(int handle, long offset) => Discarded = offset;

        public override void Release(int handle) => Log.Add("release");
    }
}
