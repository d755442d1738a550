// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.System.IO.FileSystem
{
    /// <summary>A card slot without a card: it can be set up and asked, and mounting fails as it does on a device whose slot is empty.</summary>
    public class SDCard : IDisposable
    {
        public SDCard(uint slotIndex = 0)
        {
            SlotIndex = slotIndex;
        }

        public SDCard(SDCardMmcParameters mmcParameters, CardDetectParameters cdParameters = null)
        {
            CardType = SDInterfaceType.Mmc;
            MmcParameters = mmcParameters;
            SlotIndex = mmcParameters.slotIndex;
            CdParameters = cdParameters;
        }

        public SDCard(SDCardSpiParameters spiParameters, CardDetectParameters cdParameters = null)
        {
            CardType = SDInterfaceType.Spi;
            SpiParameters = spiParameters;
            SlotIndex = spiParameters.slotIndex;
            CdParameters = cdParameters;
        }

        ~SDCard()
        {
        }

        public event CardDetectStateEventHandler CardDetectChanged
        {
            add { }
            remove { }
        }

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

        public SDInterfaceType CardType { get; }

        public bool IsMounted => false;

        public bool CardDetectEnabled => CdParameters != null && CdParameters.enableCardDetectPin;

        public uint SlotIndex { get; }

        public SDCardMmcParameters MmcParameters { get; }

        public SDCardSpiParameters SpiParameters { get; }

        public CardDetectParameters CdParameters { get; }

        public bool IsCardDetected => false;

        public void Mount() => throw new global::System.IO.IOException("there is no card in the slot");

        public void Unmount()
        {
        }

        public void Dispose() => GC.SuppressFinalize(this);
    }
}
