// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Tests.Cost.Meter;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>
    /// The clock of a simulated device: it advances by what the device executes, <see cref="OperationsPerMicrosecond"/>, by what its platform is charged
    /// for, and by rests. What everybody else computes takes no time.
    /// </summary>
    internal sealed class DeviceClock : ClockPort
    {
        /// <summary>IL operations that the device executes in a microsecond.</summary>
        public const int OperationsPerMicrosecond = 4;

        /// <summary>A call of a socket, in operations: 50 microseconds for the way through the interpreter and the network stack.</summary>
        public const int CallOperations = 200;

        /// <summary>Bytes that a socket copies in the time of one operation.</summary>
        public const int BytesPerOperation = 8;

        private const long Begin = 1000000;
        private long _others;
        private long _charged;
        private long _rested;
        private long _left;
        private int _depth;
        private long _weightLeft;
        private CallNode _place;

        public DeviceClock()
        {
            _others = OperationCounter.Total;
        }

        public override long Microseconds => Begin + _rested + (Operations / OperationsPerMicrosecond);

        public override long UnixSeconds => 1790000000 + (Microseconds / 1000000);

        /// <summary>Operations that the device has executed.</summary>
        public long Executed => Operations - _charged;

        /// <summary>Operations that others have executed.</summary>
        public long Others => _others;

        /// <summary>What others have executed, in instructions of the interpreter.</summary>
        public long OthersWeight { get; private set; }

        /// <summary>Operations that the device has executed or was charged for.</summary>
        public long Operations => (_depth == 0 ? OperationCounter.Total : _left) - _others + _charged;

        /// <summary>Charges a call of the platform and the bytes that it copies.</summary>
        public void Charge(int calls, int bytes)
        {
            _charged += (calls * CallOperations) + (bytes / BytesPerOperation);
        }

        /// <summary>The device rests until then.</summary>
        public void RestUntil(long time)
        {
            _rested += Math.Max(0, time - Microseconds);
        }

        /// <summary>From here on others compute.</summary>
        public void Leave()
        {
            if (_depth++ == 0)
            {
                _left = OperationCounter.Total;
                _weightLeft = OperationCounter.Weight;
                _place = OperationCounter.Suspend();
            }
        }

        /// <summary>The device goes on.</summary>
        public void Return()
        {
            if (--_depth == 0)
            {
                _others += OperationCounter.Total - _left;
                OthersWeight += OperationCounter.Weight - _weightLeft;
                OperationCounter.Continue(_place);
            }
        }
    }
}
