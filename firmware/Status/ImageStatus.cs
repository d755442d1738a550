// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware.Boot;
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
        private readonly StatusNames _names = new StatusNames();
        private readonly ClockPort _clock;
        private readonly int _budget;
        private readonly int[] _memory = new int[MemoryCount];
        private Image _image;

        /// <summary>Credentials that the board cannot keep over a restart.</summary>
        public int LostCredentials;

        /// <summary>Makes the source. Call <see cref="Attach"/> when the rest of the image exists.</summary>
        /// <param name="clock">Its zero is the boot.</param>
        /// <param name="budget">Bytes of heap the image may use.</param>
        public ImageStatus(ClockPort clock, int budget)
        {
            _clock = clock;
            _budget = budget;
        }

        /// <summary>Connects the figures with their sources, which must exist.</summary>
        public void Attach(Image image)
        {
            _image = image;
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
                    return _image.Https1.ConnectionCount + (_image.Http3 == null ? 0 : _image.Http3.Endpoint.ConnectionCount);
                case StatusGroup.Memory:
                    return MemoryCount;
                default:
                    return Https1Counter.Count + (_image.Http3 == null ? 0 : QuicCounter.Count);
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
                    int tcp = _image.Https1.ConnectionCount;
                    return index < tcp ? Tcp(_image.Https1.Connection(index)) : Udp(index - tcp);
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
            // Not the shorter overload: it would add a stack frame to the deepest chain of calls.
            return _names.Copy(first + index, 0, destination, offset, 0x7FFFFFFF);
        }

        /// <inheritdoc />
        public override bool Grows(int index)
        {
            switch (index + StatusNames.Uptime)
            {
                case StatusNames.Uptime:
                case StatusNames.Address:
                case StatusNames.CertificateExpires:
                case StatusNames.HeapUsed:
                case StatusNames.HeapBudget:
                case StatusNames.HeapFree:
                case StatusNames.LongestTurnMicroseconds:
                case StatusNames.CredentialsLost:
                    return false;
                default:
                    return true;
            }
        }

        private long General(int index)
        {
            switch (index + StatusNames.Uptime)
            {
                case StatusNames.Uptime:
                    return _clock.Microseconds / 1000000;
                case StatusNames.Address:
                    return _image.Loop.Link.Address;
                case StatusNames.CertificateExpires:
                    return CertificateDate.Expiry(_image.Certificates.Chain(0));
                case StatusNames.HeapUsed:
                    long sum = 0;
                    for (int i = 0; i < MemoryCount; i++)
                    {
                        sum += _memory[i];
                    }

                    return sum;
                case StatusNames.HeapBudget:
                    return _budget;
                case StatusNames.HeapFree:
                    return _image.Loop.HeapFree;
                case StatusNames.HeapLow:
                    return _image.Loop.HeapLowCount;
                case StatusNames.Requests:
                    return _image.Service.RequestCount;
                case StatusNames.Errors:
                    return _image.Service.ErrorCount;
                case StatusNames.Turns:
                    return _image.Loop.TurnCount;
                case StatusNames.SlowTurns:
                    return _image.Loop.SlowTurnCount;
                case StatusNames.LongestTurnMicroseconds:
                    return _image.Loop.LongestTurn;
                case StatusNames.LinkLosses:
                    return _image.Loop.LinkLossCount;
                case StatusNames.CredentialsLost:
                    return LostCredentials;
                case StatusNames.SocketsReopened:
                    return _image.Loop.ReopenCount;
                default:
                    return _image.Loop.FaultCount;
            }
        }

        private static long Tcp(Https1Connection https1)
        {
            int state = SlotStatus.Free;
            if (!https1.WantsClient)
            {
                switch (https1.Tls.State)
                {
                    case TlsConnectionState.Handshake:
                        state = SlotStatus.Handshake;
                        break;
                    case TlsConnectionState.Established:
                        state = https1.Http.IsIdle ? SlotStatus.Idle : SlotStatus.Active;
                        break;
                    default:
                        state = SlotStatus.Closing;
                        break;
                }
            }

            return SlotStatus.Make(SlotStatus.Tcp, state, https1.Http.Requests);
        }

        private long Udp(int slot)
        {
            Connection connection = _image.Http3.Endpoint.Connection(slot);
            H3Connection http = _image.Http3.Connection(slot);
            int state = connection.IsFree ? SlotStatus.Free
                : connection.IsHandshaking ? SlotStatus.Handshake
                : !connection.IsEstablished ? SlotStatus.Closing
                : http.RequestCount > 0 ? SlotStatus.Active
                : SlotStatus.Idle;
            return SlotStatus.Make(SlotStatus.Udp, state, http.RequestCount);
        }

        private long Counter(int index)
        {
            if (index < Https1Counter.Count)
            {
                return _image.Https1.Counters[index];
            }

            index -= Https1Counter.Count;
            return _image.Http3.Endpoint.Counters[index] + (index == QuicCounter.RefusedOutOfMemory ? _image.Http3.Shared.Refused : 0);
        }
    }
}
