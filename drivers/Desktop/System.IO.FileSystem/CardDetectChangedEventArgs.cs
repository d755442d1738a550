// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO
{
    public class CardDetectChangedEventArgs : EventArgs
    {
        internal CardDetectChangedEventArgs(CardDetectState state, uint slot)
        {
            CardState = state;
            SlotIndex = slot;
        }

        public CardDetectState CardState { get; }

        public uint SlotIndex { get; }
    }
}
