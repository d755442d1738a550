// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Tests.Host.Http
{
    /// <summary>A channel in memory: an arena like that of TLS, with the moment of verification in the test's hands.</summary>
    internal sealed class MemoryChannel : Http1Channel
    {
        private readonly byte[] _arena;
        private readonly byte[] _write;
        private readonly MemoryStream _output = new MemoryStream();
        private int _retained;
        private int _offset;
        private int _end;
        private int _queued;

        public MemoryChannel(int arena, int record)
        {
            _arena = new byte[arena];
            _write = new byte[record];
        }

        public bool Verified = true;
        public bool Failed;
        public bool PeerClosed;
        public bool WasClosed;
        public bool HoldOutput;
        public int Records;

        public override bool IsOpen => true;

        public override bool HasFailed => Failed;

        public override bool IsPeerClosed => PeerClosed;

        public override bool IsVerified => Verified;

        public override byte[] ReadBuffer => _arena;

        public override int ReadOffset => _offset;

        public override int ReadLength => _end - _offset;

        public override byte[] WriteBuffer => _write;

        public override int WriteCapacity => _write.Length;

        public override int WriteOffset => _queued;

        public override bool IsDrained => !HoldOutput || _queued == 0;

        /// <summary>Largest content of a record (RFC 8449).</summary>
        public int Limit = int.MaxValue;

        public int Retained => _retained;

        public byte[] TakeOutput()
        {
            byte[] all = _output.ToArray();
            _output.SetLength(0);
            _queued = 0;
            return all;
        }

        public int Feed(byte[] data, int offset, int length)
        {
            if (_offset > _retained)
            {
                Array.Copy(_arena, _offset, _arena, _retained, _end - _offset);
                _end -= _offset - _retained;
                _offset = _retained;
            }

            int count = Math.Min(length, _arena.Length - _end);
            Array.Copy(data, offset, _arena, _end, count);
            _end += count;
            return count;
        }

        public override void Consume(int count)
        {
            Assert(count >= 0 && count <= ReadLength);
            _offset += count;
        }

        public override void Retain(int count)
        {
            Assert(count >= 0 && count <= ReadLength);
            Array.Copy(_arena, _offset, _arena, _retained, count);
            _retained += count;
            _offset += count;
        }

        public override void ReleaseRetained()
        {
            _retained = 0;
        }

        public override int Reserve()
        {
            Assert(!WasClosed);
            if (!HoldOutput)
            {
                _queued = 0;
            }

            return Math.Min(Limit, Math.Max(0, _write.Length - _queued));
        }

        public override void Commit(int count)
        {
            Assert(_queued + count <= _write.Length);
            if (count > 0)
            {
                _output.Write(_write, _queued, count);
                _queued += count;
                Records++;
            }
        }

        public override void Close()
        {
            WasClosed = true;
        }

        private static void Assert(bool condition)
        {
            if (!condition)
            {
                throw new InvalidOperationException();
            }
        }
    }
}
