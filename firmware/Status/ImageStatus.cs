// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware.Loop;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>The figures of the running image, for the status pages.</summary>
    public sealed class ImageStatus : StatusSource
    {
        private const int GeneralCount = StatusNames.Faults - StatusNames.Uptime + 1;
        private const int MemoryCount = MemoryOwner.Count;
        private const int TcpCounters = 4;
        private readonly StatusNames _names = new StatusNames();
        private readonly ClockPort _clock;
        private readonly int _budget;
        private readonly int[] _memory = new int[MemoryCount];
        private HttpService _service;
        private ServerLoop _loop;
        private Https1Server _https1;
        private H3Server _http3;

        /// <summary>Makes the source; <see cref="Attach"/> follows when the rest of the image is made.</summary>
        /// <param name="clock">Its zero is the boot.</param>
        /// <param name="budget">Bytes of heap the image may use.</param>
        public ImageStatus(ClockPort clock, int budget)
        {
            _clock = clock;
            _budget = budget;
        }

        /// <summary>Tells where the figures are.</summary>
        public void Attach(HttpService service, ServerLoop loop, Https1Server https1, H3Server http3)
        {
            _service = service;
            _loop = loop;
            _https1 = https1;
            _http3 = http3;
        }

        /// <summary>Books bytes of memory for an owner of <see cref="MemoryOwner"/>.</summary>
        public void SetMemory(int owner, int bytes)
        {
            _memory[owner] = bytes;
        }

        /// <inheritdoc />
        public override int Count(int group)
        {
            switch (group)
            {
                case StatusGroup.General:
                    return GeneralCount;
                case StatusGroup.Slots:
                    return 1 + (_http3 == null ? 0 : _http3.Endpoint.ConnectionCount);
                case StatusGroup.Memory:
                    return MemoryCount;
                default:
                    return TcpCounters + (_http3 == null ? 0 : QuicCounter.Count);
            }
        }

        /// <inheritdoc />
        public override long Value(int group, int index)
        {
            switch (group)
            {
                case StatusGroup.General:
                    return General(index);
                case StatusGroup.Slots:
                    return index == 0 ? Tcp() : Udp(index - 1);
                case StatusGroup.Memory:
                    return _memory[index];
                default:
                    return Counter(index);
            }
        }

        /// <inheritdoc />
        public override int WriteName(int group, int index, byte[] destination, int offset)
        {
            int first = group == StatusGroup.General ? StatusNames.Uptime
                : group == StatusGroup.Memory ? StatusNames.MemoryPlatformAndTables
                : StatusNames.CounterTcpConnections;
            return _names.Copy(first + index, destination, offset);
        }

        private long General(int index)
        {
            switch (index + StatusNames.Uptime)
            {
                case StatusNames.Uptime:
                    return _clock.Microseconds / 1000000;
                case StatusNames.HeapUsed:
                    long sum = 0;
                    for (int i = 0; i < MemoryCount; i++)
                    {
                        sum += _memory[i];
                    }

                    return sum;
                case StatusNames.HeapBudget:
                    return _budget;
                case StatusNames.Requests:
                    return _service.RequestCount;
                case StatusNames.Errors:
                    return _service.ErrorCount;
                case StatusNames.Turns:
                    return _loop.TurnCount;
                case StatusNames.SlowTurns:
                    return _loop.SlowTurnCount;
                case StatusNames.LongestTurnMicroseconds:
                    return _loop.LongestTurn;
                case StatusNames.LinkLosses:
                    return _loop.LinkLossCount;
                case StatusNames.SocketsReopened:
                    return _loop.ReopenCount;
                default:
                    return _loop.FaultCount;
            }
        }

        private long Tcp()
        {
            int state = SlotStatus.Free;
            if (!_https1.WantsClient)
            {
                switch (_https1.Tls.State)
                {
                    case TlsConnectionState.Handshake:
                        state = SlotStatus.Handshake;
                        break;
                    case TlsConnectionState.Established:
                        state = _https1.Http.IsIdle ? SlotStatus.Idle : SlotStatus.Active;
                        break;
                    default:
                        state = SlotStatus.Closing;
                        break;
                }
            }

            return SlotStatus.Make(SlotStatus.Tcp, state, _https1.Http.Requests);
        }

        private long Udp(int slot)
        {
            Connection connection = _http3.Endpoint.Connection(slot);
            H3Connection http = _http3.Connection(slot);
            int state = connection.IsFree ? SlotStatus.Free
                : connection.IsHandshaking ? SlotStatus.Handshake
                : !connection.IsEstablished ? SlotStatus.Closing
                : http.RequestCount > 0 ? SlotStatus.Active
                : SlotStatus.Idle;
            return SlotStatus.Make(SlotStatus.Udp, state, http.RequestCount);
        }

        private long Counter(int index)
        {
            switch (index)
            {
                case 0:
                    return _https1.ConnectionCount;
                case 1:
                    return _https1.TimeoutCount;
                case 2:
                    return _https1.GiveWayCount;
                case 3:
                    return _https1.RefusedCount;
                default:
                    index -= TcpCounters;
                    return _http3.Endpoint.Counters[index] + (index == QuicCounter.RefusedOutOfMemory ? _http3.Shared.Refused : 0);
            }
        }
    }
}
