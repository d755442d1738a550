// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary><see cref="SentPacketTracker"/> together with the memory it works on: what tests call.</summary>
    public sealed class SentPacketTrackerView
    {
        private readonly TestMemory _memory;

        /// <summary>Makes the view.</summary>
        public SentPacketTrackerView(TestMemory memory)
        {
            _memory = memory;
        }

        /// <summary>Records in use: in flight, or waiting to be sent again.</summary>
        public int Count { get { return _memory.Ints[SentPacketTracker.InUse]; } }

        /// <summary>See <see cref="SentPacketTracker.CanTrack"/>.</summary>
        public bool CanTrack { get { return SentPacketTracker.CanTrack(_memory); } }

        /// <summary>See <see cref="SentPacketTracker.Reset"/>.</summary>
        public void Reset()
        {
            SentPacketTracker.Reset(_memory);
        }

        /// <summary>See <see cref="SentPacketTracker.FirstResend"/>.</summary>
        public int FirstResend(int space)
        {
            return SentPacketTracker.FirstResend(_memory, space);
        }

        /// <summary>See <see cref="SentPacketTracker.Begin"/>.</summary>
        public bool Begin(int space)
        {
            return SentPacketTracker.Begin(_memory, space);
        }

        /// <summary>See <see cref="SentPacketTracker.BeginResend"/>.</summary>
        public void BeginResend(int record)
        {
            SentPacketTracker.BeginResend(_memory, record);
        }

        /// <summary>See <see cref="SentPacketTracker.CurrentEntryCount"/>.</summary>
        public int CurrentEntryCount { get { return SentPacketTracker.CurrentEntryCount(_memory); } }

        /// <summary>See <see cref="SentPacketTracker.EntriesLeft"/>.</summary>
        public int EntriesLeft { get { return SentPacketTracker.EntriesLeft(_memory); } }

        /// <summary>See <see cref="SentPacketTracker.HasContent"/>.</summary>
        public bool HasContent { get { return SentPacketTracker.HasContent(_memory); } }

        /// <summary>See <see cref="SentPacketTracker.CurrentKind"/>.</summary>
        public int CurrentKind(int entry)
        {
            return SentPacketTracker.CurrentKind(_memory, entry);
        }

        /// <summary>See <see cref="SentPacketTracker.CurrentStream"/>.</summary>
        public int CurrentStream(int entry)
        {
            return SentPacketTracker.CurrentStream(_memory, entry);
        }

        /// <summary>See <see cref="SentPacketTracker.CurrentOffset"/>.</summary>
        public int CurrentOffset(int entry)
        {
            return SentPacketTracker.CurrentOffset(_memory, entry);
        }

        /// <summary>See <see cref="SentPacketTracker.CurrentLength"/>.</summary>
        public int CurrentLength(int entry)
        {
            return SentPacketTracker.CurrentLength(_memory, entry);
        }

        /// <summary>See <see cref="SentPacketTracker.AddEntry"/>.</summary>
        public void AddEntry(int kind, int stream, long offset, int length)
        {
            SentPacketTracker.AddEntry(_memory, kind, stream, offset, length);
        }

        /// <summary>See <see cref="SentPacketTracker.AddControl"/>.</summary>
        public void AddControl(int bits)
        {
            SentPacketTracker.AddControl(_memory, bits);
        }

        /// <summary>See <see cref="SentPacketTracker.Cancel"/>.</summary>
        public void Cancel()
        {
            SentPacketTracker.Cancel(_memory);
        }

        /// <summary>See <see cref="TestMemory.TakeLostControl"/>.</summary>
        public int TakeLostControl()
        {
            return _memory.TakeLostControl();
        }

        /// <summary>See <see cref="TestMemory.TakeAcknowledgedControl"/>.</summary>
        public int TakeAcknowledgedControl()
        {
            return _memory.TakeAcknowledgedControl();
        }
    }
}
