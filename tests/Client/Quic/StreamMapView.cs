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

        /// <summary>See <see cref="StreamMap.InitialMaxData"/>.</summary>
        public int InitialMaxData { get { return StreamMap.InitialMaxData(_memory); } }

        /// <summary>See <see cref="StreamMap.InitialMaxStreamData"/>.</summary>
        public int InitialMaxStreamData { get { return StreamMap.InitialMaxStreamData(_memory); } }

        /// <summary>See <see cref="StreamMap.InitialMaxStreamsBidi"/>.</summary>
        public int InitialMaxStreamsBidi { get { return StreamMap.InitialMaxStreamsBidi(_memory); } }

        /// <summary>See <see cref="StreamMap.InitialMaxStreamsUni"/>.</summary>
        public int InitialMaxStreamsUni { get { return StreamMap.InitialMaxStreamsUni(_memory); } }

        /// <summary>See <see cref="StreamMap.SetPeerLimits"/>.</summary>
        public void SetPeerLimits(TransportParameters parameters)
        {
            StreamMap.SetPeerLimits(_memory, parameters);
        }

        /// <summary>See <see cref="StreamMap.StreamLimit"/>.</summary>
        public int StreamLimit { get { return StreamMap.StreamLimit(_memory); } }

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

        /// <summary>See <see cref="StreamMap.FreeBytes"/>.</summary>
        public int FreeBytes { get { return StreamMap.FreeBytes(_memory); } }

        /// <summary>See <see cref="StreamMap.HasEvents"/>.</summary>
        public bool HasEvents { get { return StreamMap.HasEvents(_memory); } }

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

        /// <summary>See <see cref="StreamMap.OnFrame"/>.</summary>
        public int OnFrame(Frame frame, byte[] buffer)
        {
            return StreamMap.OnFrame(_memory, frame, buffer);
        }

        /// <summary>See <see cref="StreamMap.ReadBuffer"/>.</summary>
        public byte[] ReadBuffer { get { return StreamMap.ReadBuffer(_memory); } }

        /// <summary>See <see cref="StreamMap.ReadOffset"/>.</summary>
        public int ReadOffset(int s)
        {
            return StreamMap.ReadOffset(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.ReadableLength"/>.</summary>
        public int ReadableLength(int s)
        {
            return StreamMap.ReadableLength(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.Available"/>.</summary>
        public int Available(int s)
        {
            return StreamMap.Available(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.IsReceiveComplete"/>.</summary>
        public bool IsReceiveComplete(int s)
        {
            return StreamMap.IsReceiveComplete(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.Peek"/>.</summary>
        public void Peek(int s, int skip, byte[] destination, int destinationOffset, int count)
        {
            StreamMap.Peek(_memory, s, skip, destination, destinationOffset, count);
        }

        /// <summary>See <see cref="StreamMap.Consume"/>.</summary>
        public void Consume(int s, int count)
        {
            StreamMap.Consume(_memory, s, count);
        }

        /// <summary>See <see cref="StreamMap.IsReceiveFinished"/>.</summary>
        public bool IsReceiveFinished(int s)
        {
            return StreamMap.IsReceiveFinished(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.StopSending"/>.</summary>
        public void StopSending(int s, long code)
        {
            StreamMap.StopSending(_memory, s, code);
        }

        /// <summary>See <see cref="StreamMap.SetSendLimit"/>.</summary>
        public void SetSendLimit(int s, long end, bool fin)
        {
            StreamMap.SetSendLimit(_memory, s, end, fin);
        }

        /// <summary>See <see cref="StreamMap.SendAcknowledged"/>.</summary>
        public long SendAcknowledged(int s)
        {
            return StreamMap.SendAcknowledged(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.SendOffset"/>.</summary>
        public long SendOffset(int s)
        {
            return StreamMap.SendOffset(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.IsSendDone"/>.</summary>
        public bool IsSendDone(int s)
        {
            return StreamMap.IsSendDone(_memory, s);
        }

        /// <summary>See <see cref="StreamMap.ResetStream"/>.</summary>
        public void ResetStream(int s, long code)
        {
            StreamMap.ResetStream(_memory, s, code);
        }

        /// <summary>See <see cref="StreamMap.WantsToSend"/>.</summary>
        public bool WantsToSend { get { return StreamMap.WantsToSend(_memory); } }

        /// <summary>See <see cref="StreamMap.HasNewData"/>.</summary>
        public bool HasNewData { get { return StreamMap.HasNewData(_memory); } }

        /// <summary>See <see cref="StreamMap.ResendLength"/>.</summary>
        public int ResendLength(int record)
        {
            return StreamMap.ResendLength(_memory, record);
        }

        /// <summary>See <see cref="StreamMap.WriteFrames"/> and <see cref="StreamMap.WriteData"/>.</summary>
        public int WriteFrames(byte[] buffer, int offset, int end, bool newData, StreamSource source)
        {
            int p = StreamMap.WriteFrames(_memory, buffer, offset, end, newData, source);
            return p < 0 || !newData ? p : StreamMap.WriteData(_memory, buffer, p, end, source);
        }
    }
}
