// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary><see cref="StreamMap"/> together with the memory it works on: what tests call.</summary>
    public sealed class StreamMapView
    {
        private readonly ConnectionMemory _memory;

        /// <summary>Makes the view.</summary>
        public StreamMapView(ConnectionMemory memory)
        {
            _memory = memory;
        }

        /// <summary>See <see cref="StreamMap.Reset"/>.</summary>
        public void Reset()
        {
            StreamMap.Reset(_memory);
        }

        /// <summary>initial_max_data.</summary>
        public int InitialMaxData { get { return _memory.Layout.MaxData; } }

        /// <summary>initial_max_stream_data_*.</summary>
        public int InitialMaxStreamData { get { return _memory.Layout.StreamWindow; } }

        /// <summary>initial_max_streams_bidi.</summary>
        public int InitialMaxStreamsBidi { get { return _memory.Layout.LocalBidiAt; } }

        /// <summary>initial_max_streams_uni.</summary>
        public int InitialMaxStreamsUni { get { return _memory.Layout.PeerUniStreams; } }

        /// <summary>See <see cref="StreamMap.SetPeerLimits"/>.</summary>
        public void SetPeerLimits(TransportParameters parameters)
        {
            StreamMap.SetPeerLimits(_memory, parameters);
        }

        /// <summary>Number of stream slots.</summary>
        public int StreamLimit { get { return _memory.Layout.Streams; } }

        /// <summary>See <see cref="StreamMap.OpenRequests"/>.</summary>
        public int OpenRequests { get { return StreamMap.OpenRequests(_memory); } }

        /// <summary>See <see cref="StreamMap.StreamId"/>.</summary>
        public long StreamId(int s)
        {
            return StreamMap.StreamId(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.StreamErrorCode"/>.</summary>
        public long StreamErrorCode(int s)
        {
            return StreamMap.StreamErrorCode(_memory, s);
        }

        /// <summary>Bytes in blocks of the arena that hold nothing.</summary>
        public int FreeBytes
        {
            get
            {
                int count = 0;
                for (long free = _memory.Longs[StreamMap.Free]; free != 0; free &= free - 1)
                {
                    count++;
                }

                return count << _memory.Layout.Shift;
            }
        }

        /// <summary>Whether <see cref="PollEvent"/> has something.</summary>
        public bool HasEvents { get { return _memory.Ints[StreamMap.EventSet] != 0; } }

        /// <summary>See <see cref="StreamMap.EventStream"/>.</summary>
        public int EventStream { get { return StreamMap.EventStream(_memory); } }

        /// <summary>See <see cref="StreamMap.PollEvent"/>.</summary>
        public int PollEvent()
        {
            return StreamMap.PollEvent(_memory);
        }

        /// <summary>See <see cref="StreamMap.Open"/>.</summary>
        public int Open(bool unidirectional)
        {
            return StreamMap.Open(_memory, unidirectional);
        }

        /// <summary>See <see cref="StreamMap.ReleaseStream"/>.</summary>
        public void ReleaseStream(int s)
        {
            StreamMap.ReleaseStream(_memory, s);
        }

        /// <summary>See <see cref="StreamReceiver.OnFrame"/>.</summary>
        public int OnFrame(Frame frame, byte[] buffer)
        {
            return StreamReceiver.OnFrame(_memory, frame, buffer);
        }

        /// <summary>Where received bytes lie.</summary>
        public byte[] ReadBuffer { get { return _memory.Arena; } }

        /// <summary>See <see cref="StreamReceiver.ReadOffset"/>.</summary>
        public int ReadOffset(int s)
        {
            return StreamReceiver.ReadOffset(_memory, s);
        }

        /// <summary>See <see cref="StreamReceiver.ReadableLength"/>.</summary>
        public int ReadableLength(int s)
        {
            return StreamReceiver.ReadableLength(_memory, s);
        }

        /// <summary>See <see cref="StreamReceiver.Available"/>.</summary>
        public int Available(int s)
        {
            return StreamReceiver.Available(_memory, s);
        }

        /// <summary>See <see cref="StreamReceiver.IsReceiveComplete"/>.</summary>
        public bool IsReceiveComplete(int s)
        {
            return StreamReceiver.IsReceiveComplete(_memory, s);
        }

        /// <summary>See <see cref="StreamReceiver.Peek"/>.</summary>
        public void Peek(int s, int skip, byte[] destination, int destinationOffset, int count)
        {
            StreamReceiver.Peek(_memory, s, skip, destination, destinationOffset, count);
        }

        /// <summary>See <see cref="StreamReceiver.Consume"/>.</summary>
        public void Consume(int s, int count)
        {
            StreamReceiver.Consume(_memory, s, count);
        }

        /// <summary>Whether the peer's FIN was reached and every byte consumed.</summary>
        public bool IsReceiveFinished(int s)
        {
            int[] ints = _memory.Ints;
            int i = s * StreamMap.IntsPerStream;
            int flags = ints[i + StreamMap.Flags];
            if ((flags & (StreamMap.FinKnown | StreamMap.ReceiveDone | StreamMap.Discard)) == StreamMap.FinKnown && ints[i + StreamMap.Highest] == 0)
            {
                // An empty stream, or a FIN that came after everything was consumed.
                ints[i + StreamMap.Flags] = flags | StreamMap.ReceiveDone;
                return true;
            }

            return (flags & (StreamMap.FinKnown | StreamMap.ReceiveDone)) == (StreamMap.FinKnown | StreamMap.ReceiveDone);
        }

        /// <summary>See <see cref="StreamReceiver.StopSending"/>.</summary>
        public void StopSending(int s, long code)
        {
            StreamReceiver.StopSending(_memory, s, code);
        }

        /// <summary>See <see cref="StreamSender.SetSendLimit"/>.</summary>
        public void SetSendLimit(int s, long end, bool fin)
        {
            StreamSender.SetSendLimit(_memory, s, end, fin);
        }

        /// <summary>See <see cref="StreamSender.SendAcknowledged"/>.</summary>
        public long SendAcknowledged(int s)
        {
            return StreamSender.SendAcknowledged(_memory, s);
        }

        /// <summary>Bytes sent at least once.</summary>
        public long SendOffset(int s)
        {
            return s < _memory.Layout.PeerUniAt ? _memory.Longs[(s * StreamMap.LongsPerSender) + StreamMap.SendNext] : 0;
        }

        /// <summary>Whether everything, with its FIN or RESET_STREAM, was acknowledged.</summary>
        public bool IsSendDone(int s)
        {
            return (_memory.Ints[(s * StreamMap.IntsPerStream) + StreamMap.Flags] & StreamMap.SendDone) != 0;
        }

        /// <summary>See <see cref="StreamSender.ResetStream"/>.</summary>
        public void ResetStream(int s, long code)
        {
            StreamSender.ResetStream(_memory, s, code);
        }

        /// <summary>See <see cref="StreamSender.WantsToSend"/>.</summary>
        public bool WantsToSend { get { return StreamSender.WantsToSend(_memory); } }

        /// <summary>See <see cref="StreamSender.HasNewData"/>.</summary>
        public bool HasNewData { get { return StreamSender.HasNewData(_memory); } }

        /// <summary>See <see cref="StreamSender.ResendLength"/>.</summary>
        public int ResendLength(int record)
        {
            return StreamSender.ResendLength(_memory, record);
        }

        /// <summary>See <see cref="StreamSender.WriteFrames"/> and <see cref="StreamSender.WriteData"/>.</summary>
        public int WriteFrames(byte[] buffer, int offset, int end, bool newData, StreamSource source)
        {
            int p = StreamSender.WriteFrames(_memory, buffer, offset, end, newData, source);
            return p < 0 || !newData ? p : StreamSender.WriteData(_memory, buffer, p, end, source);
        }
    }
}
