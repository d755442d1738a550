// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// A WebSocket endpoint (RFC 6455; over HTTP/3 RFC 9220): derive from it, and map it with MapSocket. Fragments are assembled to whole messages.
    /// Everything runs in the loop. A socket has a number from 0 on, which is reused after the socket is closed.
    /// </summary>
    public abstract class WebSocketHandler : TunnelHandler
    {
        // Beside a message: the head of a frame, and a control frame in the midst of it.
        private const int Beside = 144;
        private const int LongestControl = 125;
        private const int OpContinuation = 0;
        private const int OpText = 1;
        private const int OpBinary = 2;
        private const int OpClose = 8;
        private const int OpPing = 9;
        private const int OpPong = 10;

        // Flags of a socket.
        private const int Closing = 1;      // our close frame is in the ring: nothing is sent after it
        private const int Ended = 2;        // what is in the ring is the last
        private const int IsText = 4;       // the message that is being put together
        private const int InMessage = 8;
        private const int InFrame = 16;     // a payload of a data frame is left
        private const int IsLast = 32;      // the frame is the last of its message
        private const int Told = 64;        // OnClose was called

        private readonly int _messageSize;
        private readonly int _inputSize;
        private readonly int _outputSize;
        private readonly byte[] _input;     // of each socket: the message so far, a gap, and what was not looked at yet
        private readonly byte[] _output;    // of each socket: a ring
        private readonly int[] _slots;      // the engine's slot and 1; 0 if free
        private readonly int[] _flags;
        private readonly int[] _message;    // bytes of the message so far
        private readonly int[] _begin;      // where what was not looked at begins,
        private readonly int[] _verified;   // how far it is authentic,
        private readonly int[] _end;        // and where it ends
        private readonly int[] _left;       // bytes of the frame's payload that are left
        private readonly uint[] _masks;     // rotated: the next byte's is the lowest
        private readonly long[] _sent;      // bytes that were put into the ring, and taken out of it
        private readonly long[] _discarded;

        /// <summary>The route's filters, which run before a socket is opened.</summary>
        internal RouteBuilder Route;

        /// <param name="sockets">The most sockets at a time; a further one gets 503.</param>
        /// <param name="messageSize">Bytes of the longest message accepted; a longer one closes its socket with 1009.</param>
        /// <param name="outputSize">Bytes that can wait to be sent to a socket, frame heads of at most 4 bytes included. At least 256.</param>
        protected WebSocketHandler(int sockets, int messageSize, int outputSize)
        {
            _messageSize = messageSize;
            _inputSize = messageSize + Beside;
            _outputSize = outputSize < 256 ? 256 : outputSize;
            _input = new byte[sockets * _inputSize];
            _output = new byte[sockets * _outputSize];
            _slots = new int[sockets];
            _flags = new int[sockets];
            _message = new int[sockets];
            _begin = new int[sockets];
            _verified = new int[sockets];
            _end = new int[sockets];
            _left = new int[sockets];
            _masks = new uint[sockets];
            _sent = new long[sockets];
            _discarded = new long[sockets];
        }

        /// <summary>The most sockets at a time.</summary>
        public int SocketCount
        {
            get { return _slots.Length; }
        }

        /// <summary>Whether pages of any origin may open a socket. False: only pages that the device itself served, and clients that are not browsers.</summary>
        public bool AllowsAnyOrigin;

        /// <summary>Whether a socket is open and can be sent to.</summary>
        public bool IsOpen(int socket)
        {
            return _slots[socket] != 0 && (_flags[socket] & (Closing | Ended)) == 0;
        }

        /// <summary>Sends a text.</summary>
        /// <returns>False if the socket is closed or its ring is full; then nothing of the message is sent.</returns>
        public bool Send(int socket, string text)
        {
            byte[] bytes = Utf8.GetBytes(text);
            return IsOpen(socket) && Put(socket, OpText, bytes, 0, bytes.Length, 0);
        }

        /// <summary>Sends a binary message.</summary>
        /// <returns>False if the socket is closed or its ring is full; then nothing of the message is sent.</returns>
        public bool Send(int socket, byte[] buffer, int offset, int count)
        {
            return IsOpen(socket) && Put(socket, OpBinary, buffer, offset, count, 0);
        }

        /// <summary>Sends a text to all open sockets. Sockets whose ring is full do not get it.</summary>
        public void SendToAll(string text)
        {
            byte[] bytes = Utf8.GetBytes(text);
            for (int socket = 0; socket < _slots.Length; socket++)
            {
                if (IsOpen(socket))
                {
                    Put(socket, OpText, bytes, 0, bytes.Length, 0);
                }
            }
        }

        /// <summary>Sends a ping, which the client answers by itself.</summary>
        /// <returns>False if the socket is closed or its ring is full.</returns>
        public bool Ping(int socket)
        {
            return IsOpen(socket) && Put(socket, OpPing, _input, 0, 0, 0);
        }

        /// <summary>Closes a socket, after what was sent before.</summary>
        /// <param name="socket">The socket.</param>
        /// <param name="code">One of <see cref="SocketCloseCode"/>, or one of the application's own from 4000 on.</param>
        public void Close(int socket, int code)
        {
            if (IsOpen(socket))
            {
                Finish(socket, code);
            }
        }

        /// <inheritdoc/>
        public override bool Open(Http.HttpRequest request, Http.HttpResponse response)
        {
            if (Route != null && !Route.Passes(request, response))
            {
                return false;
            }

            byte[] buffer = request.Buffer;
            int version = request.IndexOf(HeaderId.SecWebsocketVersion);
            if (version < 0 || request.ValueLength(version) != 2 || buffer[request.ValueOffset(version)] != '1' || buffer[request.ValueOffset(version) + 1] != '3')
            {
                response.Status = 426;
                response.Add(HeaderField.SecWebsocketVersion13);
                return false;
            }

            if (!AllowsAnyOrigin && !IsOwnOrigin(request))
            {
                response.Status = 403;
                return false;
            }

            int key = request.IndexOf(HeaderId.SecWebsocketKey);
            if (request.Protocol != HttpProtocol.Http3 && (key < 0 || request.ValueLength(key) != SocketKey.Length))
            {
                response.Status = 400;
                return false;
            }

            int socket = 0;
            while (socket < _slots.Length && _slots[socket] != 0)
            {
                socket++;
            }

            if (socket == _slots.Length)
            {
                response.Status = 503;
                response.Add(HeaderField.RetryAfter1);
                return false;
            }

            if (request.Protocol != HttpProtocol.Http3)
            {
                byte[] accept = SocketKey.Accept(buffer, request.ValueOffset(key));
                response.Add(HeaderId.SecWebsocketAccept, accept, 0, accept.Length);
            }

            _slots[socket] = request.Slot + 1;
            _flags[socket] = 0;
            _message[socket] = 0;
            _begin[socket] = 0;
            _verified[socket] = 0;
            _end[socket] = 0;
            _sent[socket] = 0;
            _discarded[socket] = 0;
            OnOpen(socket);
            return true;
        }

        /// <inheritdoc/>
        public override int Room(int slot)
        {
            int socket = Find(slot);
            return socket < 0 || !HasRoomForControl(socket) ? 0 : _inputSize - _end[socket];
        }

        /// <inheritdoc/>
        public override void Receive(int slot, byte[] buffer, int offset, int count)
        {
            int socket = Find(slot);
            if (socket >= 0 && count <= _inputSize - _end[socket])
            {
                Array.Copy(buffer, offset, _input, (socket * _inputSize) + _end[socket], count);
                _end[socket] += count;
            }
        }

        /// <inheritdoc/>
        public override void Verified(int slot)
        {
            int socket = Find(slot);
            if (socket >= 0)
            {
                _verified[socket] = _end[socket];
                Process(socket);
            }
        }

        /// <inheritdoc/>
        public override void ReceiveEnd(int slot)
        {
            int socket = Find(slot);
            if (socket >= 0)
            {
                Tell(socket, SocketCloseCode.Abnormal);
                _flags[socket] |= Closing | Ended;
            }
        }

        /// <inheritdoc/>
        public override void GoAway(int slot)
        {
            int socket = Find(slot);
            if (socket >= 0)
            {
                Close(socket, SocketCloseCode.GoingAway);
            }
        }

        /// <inheritdoc/>
        public override long End(int handle)
        {
            int socket = Find(handle);
            return socket < 0 ? 0 : _sent[socket];
        }

        /// <inheritdoc/>
        public override bool IsEnded(int handle)
        {
            int socket = Find(handle);
            return socket < 0 || (_flags[socket] & Ended) != 0;
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            int socket = Find(handle);
            if (socket < 0 || offset < _discarded[socket])
            {
                return -1;
            }

            int left = (int)(_sent[socket] - offset);
            if (count > left)
            {
                count = left;
            }

            if (count <= 0)
            {
                return 0;
            }

            int at = (int)(offset % _outputSize);
            int first = _outputSize - at;
            int place = socket * _outputSize;
            if (first > count)
            {
                first = count;
            }

            Array.Copy(_output, place + at, destination, destinationOffset, first);
            Array.Copy(_output, place, destination, destinationOffset + first, count - first);
            return count;
        }

        /// <inheritdoc/>
        public override void Discard(int handle, long offset)
        {
            int socket = Find(handle);
            if (socket >= 0 && offset > _discarded[socket])
            {
                _discarded[socket] = offset;

                // Input that waited for room in the ring continues.
                Process(socket);
            }
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            int socket = Find(handle);
            if (socket >= 0)
            {
                Tell(socket, SocketCloseCode.Abnormal);
                _slots[socket] = 0;

                // What one client sent or was sent is not left for the next client.
                Array.Clear(_input, socket * _inputSize, _inputSize);
                Array.Clear(_output, socket * _outputSize, _outputSize);
            }
        }

        /// <summary>A socket was opened. It can be sent to.</summary>
        protected virtual void OnOpen(int socket)
        {
        }

        /// <summary>A whole message has arrived.</summary>
        /// <param name="socket">The socket.</param>
        /// <param name="isText">Whether it is a text, which is well-formed UTF-8 then.</param>
        /// <param name="buffer">Where it lies, for the time of this call.</param>
        /// <param name="offset">Its first byte.</param>
        /// <param name="count">Its length.</param>
        protected abstract void OnMessage(int socket, bool isText, byte[] buffer, int offset, int count);

        /// <summary>A socket is closed, or broke off.</summary>
        /// <param name="socket">The socket.</param>
        /// <param name="code">The client's code, ours, or <see cref="SocketCloseCode.Abnormal"/>.</param>
        protected virtual void OnClose(int socket, int code)
        {
        }

        private int Find(int slot)
        {
            int[] slots = _slots;
            slot++;
            for (int i = 0; i < slots.Length; i++)
            {
                if (slots[i] == slot)
                {
                    return i;
                }
            }

            return -1;
        }

        // A page of another origin would open sockets with the user's cookies, so only pages of this device may.
        private static bool IsOwnOrigin(Http.HttpRequest request)
        {
            const string Scheme = "https://";
            int field = request.IndexOf(HeaderId.Origin);
            if (field < 0)
            {
                return true;
            }

            byte[] buffer = request.Buffer;
            int at = request.ValueOffset(field);
            int length = request.AuthorityLength;
            if (request.ValueLength(field) != Scheme.Length + length)
            {
                return false;
            }

            for (int i = 0; i < Scheme.Length; i++)
            {
                if (buffer[at + i] != Scheme[i])
                {
                    return false;
                }
            }

            at += Scheme.Length;
            for (int i = 0; i < length; i++)
            {
                if ((buffer[at + i] | 0x20) != (buffer[request.AuthorityOffset + i] | 0x20))
                {
                    return false;
                }
            }

            return true;
        }

        private bool HasRoomForControl(int socket)
        {
            return _outputSize - (_sent[socket] - _discarded[socket]) >= LongestControl + 2;
        }

        /// <summary>Parses the authentic part of the input.</summary>
        private void Process(int socket)
        {
            while (_slots[socket] != 0 && (_flags[socket] & Ended) == 0)
            {
                bool moved = (_flags[socket] & InFrame) != 0 ? TakePayload(socket) : TakeHead(socket);
                if (!moved)
                {
                    break;
                }
            }

            // The gap between the message so far and what was not looked at is closed.
            int begin = _begin[socket];
            int gap = begin - _message[socket];
            if (gap > 0)
            {
                int place = socket * _inputSize;
                Array.Copy(_input, place + begin, _input, place + begin - gap, _end[socket] - begin);
                _begin[socket] -= gap;
                _verified[socket] -= gap;
                _end[socket] -= gap;
            }
        }

        private bool TakePayload(int socket)
        {
            int place = socket * _inputSize;
            int from = _begin[socket];
            int count = _verified[socket] - from;
            if (count > _left[socket])
            {
                count = _left[socket];
            }

            byte[] input = _input;
            int to = place + _message[socket];
            uint mask = _masks[socket];
            for (int i = 0; i < count; i++)
            {
                input[to + i] = (byte)(input[place + from + i] ^ mask);
                mask = (mask >> 8) | (mask << 24);
            }

            _masks[socket] = mask;
            _message[socket] += count;
            _begin[socket] += count;
            _left[socket] -= count;
            if (_left[socket] > 0)
            {
                return false;
            }

            _flags[socket] &= ~InFrame;
            if ((_flags[socket] & IsLast) != 0)
            {
                bool isText = (_flags[socket] & IsText) != 0;
                int length = _message[socket];
                _flags[socket] &= ~(InMessage | IsText | IsLast);
                _message[socket] = 0;
                if (isText && !Utf8.IsValid(input, place, length))
                {
                    Finish(socket, SocketCloseCode.InvalidData);
                    return false;
                }

                if ((_flags[socket] & Closing) == 0)
                {
                    OnMessage(socket, isText, input, place, length);
                }
            }

            return true;
        }

        private bool TakeHead(int socket)
        {
            byte[] input = _input;
            int at = (socket * _inputSize) + _begin[socket];
            int available = _verified[socket] - _begin[socket];
            if (available < 2)
            {
                return false;
            }

            int first = input[at];
            int second = input[at + 1];
            int operation = first & 15;
            int length = second & 127;
            int head = length < 126 ? 6 : length == 126 ? 8 : 14;
            bool isControl = operation >= OpClose;
            bool inMessage = (_flags[socket] & InMessage) != 0;
            if ((first & 0x70) != 0 || (second & 0x80) == 0 || operation > OpPong || (operation > OpBinary && operation < OpClose)
                || (isControl && ((first & 0x80) == 0 || length > LongestControl)) || (!isControl && (operation == OpContinuation) != inMessage))
            {
                Finish(socket, SocketCloseCode.ProtocolError);
                return false;
            }

            if (available < head)
            {
                return false;
            }

            if (length == 126)
            {
                length = (input[at + 2] << 8) | input[at + 3];
                if (length < 126)
                {
                    Finish(socket, SocketCloseCode.ProtocolError);
                    return false;
                }
            }
            else if (length == 127)
            {
                // The message is longer than accepted, or its length is not in the shortest form.
                bool isLong = (input[at + 2] | input[at + 3] | input[at + 4] | input[at + 5] | input[at + 6] | input[at + 7]) != 0;
                Finish(socket, isLong && (input[at + 2] & 0x80) == 0 ? SocketCloseCode.TooLarge : SocketCloseCode.ProtocolError);
                return false;
            }

            int maskAt = at + head - 4;
            uint mask = input[maskAt] | ((uint)input[maskAt + 1] << 8) | ((uint)input[maskAt + 2] << 16) | ((uint)input[maskAt + 3] << 24);
            if (isControl)
            {
                return available >= head + length && TakeControl(socket, operation, at + head, length, mask, head + length);
            }

            if (length > _messageSize - _message[socket])
            {
                Finish(socket, SocketCloseCode.TooLarge);
                return false;
            }

            _flags[socket] |= InMessage | InFrame | (operation == OpText ? IsText : 0) | ((first & 0x80) != 0 ? IsLast : 0);
            _masks[socket] = mask;
            _left[socket] = length;
            _begin[socket] += head;
            return true;
        }

        private bool TakeControl(int socket, int operation, int at, int length, uint mask, int total)
        {
            byte[] input = _input;
            if (operation == OpPing && !HasRoomForControl(socket))
            {
                // Back pressure: nothing is read from a client that does not read.
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                input[at + i] = (byte)(input[at + i] ^ mask);
                mask = (mask >> 8) | (mask << 24);
            }

            _begin[socket] += total;
            if (operation == OpPing)
            {
                if ((_flags[socket] & Closing) == 0)
                {
                    Put(socket, OpPong, input, at, length, 0);
                }

                return true;
            }

            if (operation == OpPong)
            {
                return true;
            }

            int code = length >= 2 ? (input[at] << 8) | input[at + 1] : SocketCloseCode.None;
            if (length == 1 || (length >= 2 && !SocketCloseCode.IsValid(code)))
            {
                Finish(socket, SocketCloseCode.ProtocolError);
            }
            else if (length > 2 && !Utf8.IsValid(input, at + 2, length - 2))
            {
                Finish(socket, SocketCloseCode.InvalidData);
            }
            else
            {
                Finish(socket, code);
            }

            return false;
        }

        /// <summary>Sends the close frame and ends the output after it.</summary>
        private void Finish(int socket, int code)
        {
            if ((_flags[socket] & Closing) == 0)
            {
                // There is always room for it, because Put keeps it free.
                Put(socket, OpClose, _input, 0, code == SocketCloseCode.None ? 0 : 2, code);
            }

            _flags[socket] |= Closing | Ended;
            Tell(socket, code);
        }

        private void Tell(int socket, int code)
        {
            if ((_flags[socket] & Told) == 0)
            {
                _flags[socket] |= Told;
                OnClose(socket, code);
            }
        }

        /// <summary>Puts a frame into the ring; a close frame has its code in place of a payload.</summary>
        private bool Put(int socket, int operation, byte[] buffer, int offset, int count, int code)
        {
            const int CloseFrame = 4;
            int head = count < 126 ? 2 : 4;
            long free = _outputSize - (_sent[socket] - _discarded[socket]);
            if (head + count + (operation == OpClose ? 0 : CloseFrame) > free || count > 0xFFFF)
            {
                return false;
            }

            Put(socket, 0x80 | operation);
            if (count < 126)
            {
                Put(socket, count);
            }
            else
            {
                Put(socket, 126);
                Put(socket, count >> 8);
                Put(socket, count & 255);
            }

            if (operation == OpClose)
            {
                if (count > 0)
                {
                    Put(socket, code >> 8);
                    Put(socket, code & 255);
                }

                return true;
            }

            int place = socket * _outputSize;
            int at = (int)(_sent[socket] % _outputSize);
            int first = _outputSize - at;
            if (first > count)
            {
                first = count;
            }

            Array.Copy(buffer, offset, _output, place + at, first);
            Array.Copy(buffer, offset + first, _output, place, count - first);
            _sent[socket] += count;
            return true;
        }

        private void Put(int socket, int value)
        {
            _output[(socket * _outputSize) + (int)(_sent[socket] % _outputSize)] = (byte)value;
            _sent[socket]++;
        }
    }
}
