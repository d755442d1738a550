// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Tests.Host.Quic
{
    /// <summary>
    /// The least HTTP/3 there can be, for tests of QUIC: answers every request with 200 and a body of a given length, byte i = i mod 251.
    /// </summary>
    internal sealed class TinyHttp3 : StreamSource
    {
        private readonly Connection _connection;
        private int _control = -1;

        public TinyHttp3(Connection connection)
        {
            _connection = connection;
            connection.Source = this;
        }

        public long BodyLength = 100;

        /// <summary>Requests answered, over all connections of the slot.</summary>
        public int Requests;

        /// <summary>Connections that were reported closed.</summary>
        public int Closed;

        public void Poll()
        {
            for (int e = _connection.PollEvent(); e != QuicEvent.None; e = _connection.PollEvent())
            {
                int s = _connection.EventStream;
                switch (e)
                {
                    case QuicEvent.Established:
                        _control = _connection.OpenUnidirectionalStream();
                        if (_control >= 0)
                        {
                            _connection.SetSendLimit(_control, 3, false);
                        }

                        break;
                    case QuicEvent.StreamReadable:
                        for (int n = _connection.ReadableLength(s); n > 0; n = _connection.ReadableLength(s))
                        {
                            _connection.Consume(s, n);
                        }

                        if (_connection.IsReceiveComplete(s) && _connection.AvailableLength(s) == 0 && (_connection.StreamId(s) & 3) == 0)
                        {
                            Requests++;
                            _connection.SetSendLimit(s, 14 + BodyLength, true);
                        }

                        break;
                    case QuicEvent.StreamReset:
                        _connection.ResetStream(s, 0x10c);
                        _connection.ReleaseStream(s);
                        break;
                    case QuicEvent.StopSending:
                    case QuicEvent.StreamSendDone:
                        _connection.ReleaseStream(s);
                        break;
                    case QuicEvent.Closed:
                        Closed++;
                        break;
                }
            }
        }

        public override int Read(int streamIndex, long offset, byte[] destination, int destinationOffset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                destination[destinationOffset + i] = Byte(streamIndex, offset + i);
            }

            return count;
        }

        private byte Byte(int stream, long at)
        {
            if (stream == _control)
            {
                // Control stream: its type, then empty SETTINGS.
                return (byte)(at == 1 ? 4 : 0);
            }

            // HEADERS of three bytes (:status 200 is index 25), then one DATA frame with its length in eight bytes.
            switch (at)
            {
                case 0: return 1;
                case 1: return 3;
                case 2: return 0;
                case 3: return 0;
                case 4: return 0xd9;
                case 5: return 0;
            }

            if (at < 14)
            {
                return (byte)((0xc000000000000000UL | (ulong)BodyLength) >> (int)(8 * (13 - at)));
            }

            return (byte)((at - 14) % 251);
        }
    }
}
