// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.TestClient
{
    /// <summary><see cref="ApplicationKeys"/> together with the memory it works on: what tests call.</summary>
    public sealed class ApplicationKeysView
    {
        private readonly ConnectionMemory _memory;

        /// <summary>Makes the view.</summary>
        public ApplicationKeysView(ConnectionMemory memory)
        {
            _memory = memory;
        }

        /// <summary>Derives the keys of both directions from the secrets in <see cref="Block"/>.</summary>
        public void Start(PacketProtection protection, int suite)
        {
            ApplicationKeys.DeriveReceive(_memory, protection, suite);
            ApplicationKeys.DeriveSend(_memory, protection, suite);
        }

        /// <summary>Whether the next receive keys are made ahead, so that the first update of the other end is followed at once.</summary>
        public bool IsPrepared = true;

        // All steps at once.
        private void Finish(PacketProtection protection, long now)
        {
            if (IsPrepared)
            {
                _memory.Ints[ApplicationKeys.State] |= ApplicationKeys.Wanted;
            }

            while (ApplicationKeys.Suite(_memory) != 0 && ApplicationKeys.StepTime(_memory) <= now)
            {
                ApplicationKeys.Step(_memory, protection);
            }
        }

        /// <summary>See <see cref="ApplicationKeys.DeriveReceive"/>.</summary>
        public void DeriveReceive(PacketProtection protection, int suite)
        {
            ApplicationKeys.DeriveReceive(_memory, protection, suite);
        }

        /// <summary>See <see cref="ApplicationKeys.DeriveSend"/>.</summary>
        public void DeriveSend(PacketProtection protection, int suite)
        {
            ApplicationKeys.DeriveSend(_memory, protection, suite);
        }

        /// <summary>See <see cref="ApplicationKeys.Wipe"/>.</summary>
        public void Wipe()
        {
            ApplicationKeys.Wipe(_memory);
        }

        /// <summary>Whether there are keys.</summary>
        public bool IsReady { get { return ApplicationKeys.Suite(_memory) != 0; } }

        /// <summary>See <see cref="ApplicationKeys.Suite"/>.</summary>
        public int Suite { get { return ApplicationKeys.Suite(_memory); } }

        /// <summary>See <see cref="ApplicationKeys.SendPhase"/>.</summary>
        public int SendPhase { get { return ApplicationKeys.SendPhase(_memory); } }

        /// <summary>See <see cref="ApplicationKeys.Open"/>.</summary>
        public int Open(PacketProtection protection, byte[] buffer, int start, int numberOffset, int end, long largest, long now, long retain)
        {
            Finish(protection, now);
            int status = ApplicationKeys.Open(_memory, protection, buffer, ClientPackets.Parsed(start, numberOffset, end), largest, now, retain);
            Finish(protection, now);
            return status;
        }

        /// <summary>See <see cref="ApplicationKeys.Seal"/>.</summary>
        public int Seal(PacketProtection protection, byte[] buffer, int start, int numberOffset, int numberLength, long number, int payloadEnd)
        {
            // What a test seals may well have an acknowledgement in it.
            ApplicationKeys.OnAckSent(_memory);
            return ApplicationKeys.Seal(_memory, protection, buffer, ClientPackets.Written(start, numberOffset, numberLength), number, payloadEnd);
        }

        /// <summary>See <see cref="ApplicationKeys.NeedsUpdate"/>.</summary>
        public bool NeedsUpdate { get { return ApplicationKeys.NeedsUpdate(_memory); } }

        /// <summary>See <see cref="ApplicationKeys.IsExhausted"/>.</summary>
        public bool IsExhausted { get { return ApplicationKeys.IsExhausted(_memory); } }

        /// <summary>See <see cref="ApplicationKeys.CanUpdate"/>.</summary>
        public bool CanUpdate(long largestAcknowledged)
        {
            return ApplicationKeys.CanUpdate(_memory, largestAcknowledged);
        }

        /// <summary>See <see cref="ApplicationKeys.Update"/>.</summary>
        public void Update(PacketProtection protection)
        {
            ApplicationKeys.Update(_memory);
            while (ApplicationKeys.IsUpdating(_memory))
            {
                ApplicationKeys.Step(_memory, protection);
            }
        }

        /// <summary>Where the secrets go before <see cref="Start"/>.</summary>
        public byte[] Block { get { return _memory.KeyBlocks; } }
    }
}
