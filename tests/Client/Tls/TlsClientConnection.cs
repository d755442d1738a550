// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// A client's TLS connection over TCP for tests: records in, records out, with whole records in its buffers. It can also send what a
    /// good client does not: see <see cref="WriteRecord"/>.
    /// </summary>
    public sealed class TlsClientConnection
    {
        private const int ReadKeys = 0;
        private const int WriteKeys = KeyBlock.Length;
        private const int ReadSecret = 2 * KeyBlock.Length;
        private const int WriteSecret = ReadSecret + 32;

        private readonly CryptoProvider _provider;
        private readonly byte[] _keys = new byte[(2 * KeyBlock.Length) + 64];
        private readonly byte[] _input;
        private readonly byte[] _plain;
        private readonly byte[] _output;
        private readonly byte[] _messages;
        private int _inputLength;
        private int _plainOffset;
        private int _plainEnd;
        private int _outputOffset;
        private int _outputEnd;
        private int _messagesLength;
        private int _helloSent;
        private int _readLevel;
        private int _writeLevel;
        private long _readSequence;
        private long _writeSequence;

        /// <summary>Makes a connection.</summary>
        /// <param name="client">The handshake; its options are set, its transport is TCP.</param>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="room">Bytes of each buffer: for records in, plaintext, and records out.</param>
        public TlsClientConnection(TlsClient client, CryptoProvider provider, int room)
        {
            Handshake = client;
            _provider = provider;
            _input = new byte[room];
            _plain = new byte[room];
            _output = new byte[room];
            _messages = new byte[room];
        }

        /// <summary>The handshake.</summary>
        public readonly TlsClient Handshake;

        /// <summary>The longest content of a record sent.</summary>
        public int RecordLength = 16384;

        /// <summary>Zeros added to every protected record sent.</summary>
        public int Padding;

        /// <summary>The alert received, with its level in bits 8 and up; -1: none.</summary>
        public int ReceivedAlert;

        /// <summary>True when something the server sent was wrong; <see cref="TlsClient.Alert"/> may say what.</summary>
        public bool HasFailed;

        /// <summary>Records received, by what they held: alerts are not counted.</summary>
        public int Records;

        /// <summary>The longest protected record received, without header.</summary>
        public int LongestRecord;

        /// <summary>KeyUpdates received.</summary>
        public int KeyUpdates;

        /// <summary>change_cipher_spec records received.</summary>
        public int CipherSpecs;

        /// <summary>True when application data can be written.</summary>
        public bool IsEstablished => _writeLevel == TlsLevel.Application;

        /// <summary>Application data received.</summary>
        public byte[] ReadBuffer => _plain;

        /// <summary>Where it begins.</summary>
        public int ReadOffset => _plainOffset;

        /// <summary>How much it is.</summary>
        public int ReadLength => _plainEnd - _plainOffset;

        /// <summary>Bytes to send.</summary>
        public byte[] OutputBuffer => _output;

        /// <summary>Where they begin.</summary>
        public int OutputOffset => _outputOffset;

        /// <summary>How many they are.</summary>
        public int OutputLength => _outputEnd - _outputOffset;

        /// <summary>Begins: the ClientHello is in the output.</summary>
        /// <param name="now">Microseconds.</param>
        public void Open(long now)
        {
            _inputLength = 0;
            _plainOffset = 0;
            _plainEnd = 0;
            _outputOffset = 0;
            _outputEnd = 0;
            _messagesLength = 0;
            _helloSent = 0;
            _readLevel = TlsLevel.Initial;
            _writeLevel = TlsLevel.Initial;
            _readSequence = 0;
            _writeSequence = 0;
            ReceivedAlert = -1;
            HasFailed = false;
            Records = 0;
            KeyUpdates = 0;
            CipherSpecs = 0;
            LongestRecord = 0;
            Handshake.Transport = TlsTransport.Tcp;
            Handshake.Start(now);
            SendFlight();
        }

        /// <summary>Takes bytes of the TCP stream.</summary>
        /// <returns>Bytes taken; fewer than given while plaintext waits to be consumed.</returns>
        public int FeedData(byte[] buffer, int offset, int length, long now)
        {
            int taken = 0;
            while (true)
            {
                int need = _inputLength < 5 ? 5 : 5 + ((_input[3] << 8) | _input[4]);
                if (_inputLength >= 5 && _inputLength == need)
                {
                    if (HasFailed)
                    {
                        _inputLength = 0;
                        continue;
                    }

                    if (need > _plain.Length - _plainEnd)
                    {
                        if (_plainOffset > 0)
                        {
                            Array.Copy(_plain, _plainOffset, _plain, 0, ReadLength);
                            _plainEnd -= _plainOffset;
                            _plainOffset = 0;
                            continue;
                        }

                        return taken;
                    }

                    TakeRecord(need - 5, now);
                    _inputLength = 0;
                    continue;
                }

                int take = need - _inputLength;
                if (need > _input.Length)
                {
                    HasFailed = true;
                    return length;
                }

                if (take > length - taken)
                {
                    take = length - taken;
                }

                if (take == 0)
                {
                    return taken;
                }

                Array.Copy(buffer, offset + taken, _input, _inputLength, take);
                _inputLength += take;
                taken += take;
            }
        }

        /// <summary>Takes plaintext off the front.</summary>
        public void Consume(int count)
        {
            _plainOffset += count;
            if (_plainOffset == _plainEnd)
            {
                _plainOffset = 0;
                _plainEnd = 0;
            }
        }

        /// <summary>Tells that bytes were sent.</summary>
        public void OutputSent(int count)
        {
            _outputOffset += count;
            if (_outputOffset == _outputEnd)
            {
                _outputOffset = 0;
                _outputEnd = 0;
            }
        }

        /// <summary>Writes application data as records of at most <see cref="RecordLength"/>, as far as there is room.</summary>
        /// <returns>Bytes taken.</returns>
        public int Write(byte[] data, int offset, int length)
        {
            int done = 0;
            while (done < length && IsEstablished)
            {
                int take = length - done < RecordLength ? length - done : RecordLength;
                if (_output.Length - _outputEnd < take + Padding + 22)
                {
                    break;
                }

                WriteRecord(23, data, offset + done, take);
                done += take;
            }

            return done;
        }

        /// <summary>Writes close_notify.</summary>
        public void Close()
        {
            byte[] alert = new byte[] { 1, 0 };
            WriteRecord(21, alert, 0, 2);
        }

        /// <summary>Writes a KeyUpdate and changes the sending keys.</summary>
        /// <param name="request">1: the server is to change its keys too.</param>
        public void WriteKeyUpdate(int request)
        {
            byte[] message = new byte[] { 24, 0, 0, 1, (byte)request };
            WriteRecord(22, message, 0, 5);
            UpdateWriteKeys();
        }

        /// <summary>Changes the sending keys.</summary>
        public void UpdateWriteKeys()
        {
            Update(WriteSecret, WriteKeys);
            _writeSequence = 0;
        }

        /// <summary>Writes one record of any type and content under the present keys, in the clear before there are any.</summary>
        /// <returns>Where in <see cref="OutputBuffer"/> the record begins.</returns>
        public int WriteRecord(int type, byte[] content, int offset, int length)
        {
            byte[] b = _output;
            int p = _outputEnd;
            bool seal = _writeLevel != TlsLevel.Initial;
            int inner = seal ? length + 1 + Padding : length;
            int body = seal ? inner + 16 : inner;
            b[p] = (byte)(seal ? 23 : type);
            b[p + 1] = 3;
            b[p + 2] = (byte)(seal || _helloSent > 0 ? 3 : 1);
            b[p + 3] = (byte)(body >> 8);
            b[p + 4] = (byte)body;
            Array.Copy(content, offset, b, p + 5, length);
            if (seal)
            {
                b[p + 5 + length] = (byte)type;
                Array.Clear(b, p + 6 + length, Padding);
                _provider.Seal(Handshake.Suite, _keys, WriteKeys, _writeSequence, b, p, 5, b, p + 5, inner);
                _writeSequence++;
            }

            _outputEnd = p + 5 + body;
            return p;
        }

        private void Update(int secret, int block)
        {
            _provider.Hkdf.SetPrk(_keys, secret);
            _provider.Hkdf.ExpandLabel(HkdfLabel.TrafficUpdate, _keys, 0, 0, _keys, secret, 32);
            TlsEngine.DeriveKeys(_provider, TlsTransport.Tcp, Handshake.Suite, _keys, secret, _keys, block);
        }

        /// <summary>Sends what the handshake has to send.</summary>
        private void SendFlight()
        {
            TlsClient client = Handshake;
            int count = client.FlightLength(TlsLevel.Initial) - _helloSent;
            if (count > 0)
            {
                int read = client.ReadFlight(TlsLevel.Initial, _helloSent, _messages, 0, count);
                for (int p = 0; p < read; p += RecordLength)
                {
                    WriteRecord(22, _messages, p, read - p < RecordLength ? read - p : RecordLength);
                }

                _helloSent += read;
            }

            if (client.HandshakeKeysReady && _readLevel == TlsLevel.Initial)
            {
                client.ExportKeys(TlsLevel.Handshake, false, _keys, ReadKeys);
                _readSequence = 0;
                _readLevel = TlsLevel.Handshake;
            }

            if (client.IsComplete && _writeLevel == TlsLevel.Initial)
            {
                if (client.SessionIdLength > 0)
                {
                    byte[] one = new byte[] { 1 };
                    WriteRecord(20, one, 0, 1);
                }

                client.ExportKeys(TlsLevel.Handshake, true, _keys, WriteKeys);
                _writeSequence = 0;
                _writeLevel = TlsLevel.Handshake;
                client.ReadFlight(TlsLevel.Handshake, 0, _messages, 0, 36);
                for (int p = 0; p < 36; p += RecordLength)
                {
                    WriteRecord(22, _messages, p, 36 - p < RecordLength ? 36 - p : RecordLength);
                }

                client.ExportKeys(TlsLevel.Application, true, _keys, WriteKeys);
                client.ExportKeys(TlsLevel.Application, false, _keys, ReadKeys);
                client.ExportTrafficSecret(true, _keys, WriteSecret);
                client.ExportTrafficSecret(false, _keys, ReadSecret);
                _readSequence = 0;
                _writeSequence = 0;
                _readLevel = TlsLevel.Application;
                _writeLevel = TlsLevel.Application;
            }
        }

        private void TakeRecord(int length, long now)
        {
            byte[] b = _input;
            int type = b[0];
            if (type == 20)
            {
                CipherSpecs++;
                return;
            }

            if (type == 23)
            {
                if (length > LongestRecord)
                {
                    LongestRecord = length;
                }

                length -= 16;
                if (_readLevel == TlsLevel.Initial || length < 1 || !_provider.Open(Handshake.Suite, _keys, ReadKeys, _readSequence, b, 0, 5, b, 5, length))
                {
                    HasFailed = true;
                    return;
                }

                _readSequence++;
                while (length > 0 && b[4 + length] == 0)
                {
                    length--;
                }

                type = length == 0 ? 0 : b[4 + length];
                length--;
            }
            else if (_readLevel != TlsLevel.Initial)
            {
                HasFailed = true;
                return;
            }

            if (type == 21 && length == 2)
            {
                ReceivedAlert = (b[5] << 8) | b[6];
                return;
            }

            Records++;
            if (type == 23 && _readLevel == TlsLevel.Application)
            {
                Array.Copy(b, 5, _plain, _plainEnd, length);
                _plainEnd += length;
                return;
            }

            if (type != 22 || length == 0 || _messagesLength + length > _messages.Length)
            {
                HasFailed = true;
                return;
            }

            if (_readLevel == TlsLevel.Application && _messagesLength == 0 && b[5] == 24)
            {
                HasFailed = HasFailed || length != 5 || b[9] > 1;
                KeyUpdates++;
                Update(ReadSecret, ReadKeys);
                _readSequence = 0;
                return;
            }

            Array.Copy(b, 5, _messages, _messagesLength, length);
            _messagesLength += length;
            int p = 0;
            while (_messagesLength - p >= 4)
            {
                int size = 4 + ((_messages[p + 1] << 16) | (_messages[p + 2] << 8) | _messages[p + 3]);
                if (_messagesLength - p < size)
                {
                    break;
                }

                if (Handshake.FeedMessage(_readLevel, _messages, p, size, now) != TlsStatus.Ok)
                {
                    HasFailed = true;
                    return;
                }

                p += size;
                if (Handshake.HandshakeKeysReady && _readLevel == TlsLevel.Initial)
                {
                    break;
                }
            }

            Array.Copy(_messages, p, _messages, 0, _messagesLength - p);
            _messagesLength -= p;
            if (_messagesLength == 0)
            {
                SendFlight();
            }
            else if (Handshake.HandshakeKeysReady && _readLevel == TlsLevel.Initial)
            {
                HasFailed = true;
            }
        }
    }
}
