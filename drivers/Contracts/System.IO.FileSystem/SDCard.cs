// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO.FileSystem
{
    public class SDCard : IDisposable
    {
        public SDCard(uint slotIndex = 0) => throw null;

        public SDCard(SDCardMmcParameters mmcParameters, CardDetectParameters cdParameters = null) => throw null;

        public SDCard(SDCardSpiParameters spiParameters, CardDetectParameters cdParameters = null) => throw null;

        public SDCard.SDInterfaceType CardType { get => throw null; }

        public bool IsMounted { get => throw null; }

        public bool CardDetectEnabled { get => throw null; }

        public uint SlotIndex { get => throw null; }

        public SDCardMmcParameters MmcParameters { get => throw null; }

        public SDCardSpiParameters SpiParameters { get => throw null; }

        public CardDetectParameters CdParameters { get => throw null; }

        public bool IsCardDetected { get => throw null; }

        public event CardDetectStateEventHandler CardDetectChanged { add => throw null; remove => throw null; }

        public void Mount() => throw null;

        public void Unmount() => throw null;

        ~SDCard() => throw null;

        public void Dispose() => throw null;

        public enum SDInterfaceType
        {
            System = 0,
            Mmc = 1,
            Spi = 2,
        }

        public enum SDDataWidth
        {
            _1_bit = 1,
            _4_bit = 2,
        }
    }
}
