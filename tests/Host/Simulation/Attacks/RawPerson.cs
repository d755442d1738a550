// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tests.Host.Quic;
using MilliHttp.Nano.Tests.Host.Simulation.Device;

namespace MilliHttp.Nano.Tests.Host.Simulation.Attacks
{
    /// <summary>A client that connects as others do, and then sends what it likes. It connects again when it is let go of, if it is told to.</summary>
    internal abstract class RawPerson : Person
    {
        private const long Patience = 1000000;
        private readonly bool _again;
        private byte[] _hello;
        private byte[] _finish;
        private bool _started;
        private bool _retried;
        private long _asked;
        private long _next;
        private int _step;

        protected RawPerson(bool again = false)
        {
            _again = again;
            Raw = Hellos.Client();
        }

        protected RawClient Raw { get; private set; }

        /// <summary>Whether it is connected.</summary>
        public bool IsReady { get; private set; }

        public sealed override long NextTime => _started ? _next : 0;

        protected Random Random => World.Random;

        /// <summary>Changes the client before it begins, its parameters for example.</summary>
        protected virtual void Prepare()
        {
        }

        /// <summary>Connected: what to send.</summary>
        /// <param name="step">0 the first time.</param>
        /// <param name="now">Microseconds.</param>
        /// <returns>When it wants to be asked again.</returns>
        protected abstract long Go(int step, long now);

        /// <summary>A datagram came while it was connected.</summary>
        protected virtual void Heard(long now)
        {
        }

        protected void Put(byte[] frames, long now)
        {
            Out(Raw.Packet(PacketType.OneRtt, frames.Length < 4 ? RawClient.Join(frames, new byte[4 - frames.Length]) : frames), now);
        }

        public sealed override void Act(long now)
        {
            Raw.Now = now;
            if (!_started)
            {
                _started = true;
                Begin(now);
                return;
            }

            if (now < _next)
            {
                return;
            }

            if (IsReady)
            {
                _next = Math.Max(now + 1, Go(_step++, now));
                return;
            }

            // Nothing came of it: again, and in the end anew.
            if (now - _asked > 8 * Patience && _again)
            {
                Raw = Hellos.Client();
                Begin(now);
                return;
            }

            Out(_finish ?? _hello, now);
            _next = now + Patience;
        }

        public sealed override void Receive(byte[] datagram, long now)
        {
            Raw.Now = now;
            int id = datagram[0] < 0x80 ? 1 : 6;
            if (datagram.Length < id + 8 || !datagram.AsSpan(id, 8).SequenceEqual(Raw.Source))
            {
                // For the connection before.
                return;
            }

            try
            {
                Raw.Receive(datagram);
            }
            catch (InvalidOperationException)
            {
                // What it cannot open, for example since it followed a Retry meanwhile.
                return;
            }

            if (Raw.LastRetry != null && !_retried && !IsReady)
            {
                _retried = true;
                Raw.FollowRetry();
                _hello = Raw.Packet(PacketType.Initial, RawClient.Crypto(0, Raw.Hello()), 1200);
                Out(_hello, now);
                _next = now + Patience;
            }
            else if (!IsReady && _finish == null && Raw.HasFlight)
            {
                _finish = Raw.Packet(PacketType.Handshake, RawClient.Join(RawClient.Ack(Raw.Largest[1]), Raw.FinishedFrame()));
                Out(_finish, now);
                _next = now + Patience;
            }
            else if (!IsReady && Raw.Count(FrameType.HandshakeDone) > 0)
            {
                IsReady = true;
                _step = 0;
                Out(Raw.Packet(PacketType.OneRtt, RawClient.Join(RawClient.Ack(Raw.Largest[2]), RawClient.Stream(2, 0, new byte[] { 0, 4, 0 }, false))), now);
                _next = now + 1;
            }
            else if (IsReady)
            {
                if (Raw.Close != null && _again)
                {
                    Raw = Hellos.Client();
                    Begin(now);
                    return;
                }

                Heard(now);
                Raw.Frames.Clear();
            }
        }

        private void Begin(long now)
        {
            IsReady = false;
            _retried = false;
            _finish = null;
            _asked = now;
            Prepare();
            Hellos.Renew(Raw, Random);
            _hello = Raw.Packet(PacketType.Initial, RawClient.Crypto(0, Raw.Hello()), 1200);
            Out(_hello, now);
            _next = now + Patience;
        }

        private void Out(byte[] datagram, long now)
        {
            World.HostileBytes += datagram.Length + 28;
            Send(datagram, now);
        }

        /// <summary>A request's HEADERS frame.</summary>
        protected static byte[] Request(string path, bool post = false)
        {
            byte[] name = System.Text.Encoding.ASCII.GetBytes(path);
            byte[] authority = System.Text.Encoding.ASCII.GetBytes("localhost");
            byte[] section = RawClient.Join(new byte[] { 0, 0, (byte)(post ? 0xd4 : 0xd1), 0xd7, 0x51, (byte)name.Length }, name, new byte[] { 0x50, (byte)authority.Length }, authority);
            return RawClient.Join(new byte[] { 1 }, RawClient.VarInt(section.Length), section);
        }
    }
}
