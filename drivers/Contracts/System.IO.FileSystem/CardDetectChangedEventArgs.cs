// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO
{
    public class CardDetectChangedEventArgs : EventArgs
    {
        internal CardDetectChangedEventArgs() => throw null;

        public CardDetectState CardState { get => throw null; }

        public uint SlotIndex { get => throw null; }
    }
}
