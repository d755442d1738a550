// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>The texts of the pages, from Texts.txt.</summary>
    public sealed class PageTexts : FlashData
    {
        public const int Open = 0;
        public const int Http10 = 1;
        public const int Http11 = 2;
        public const int Http3 = 3;
        public const int General = 4;
        public const int Slots = 5;
        public const int Kind = 6;
        public const int State = 7;
        public const int Requests = 8;
        public const int Memory = 9;
        public const int Counters = 10;
        public const int Close = 11;
        public const int KindTcp = 12;
        public const int KindUdp = 13;
        public const int StateFree = 14;
        public const int StateHandshake = 15;
        public const int StateIdle = 16;
        public const int StateActive = 17;
        public const int StateClosing = 18;
        public const int UploadLength = 19;
        public const int UploadHash = 20;
        public const int UploadEnd = 21;
        public const int EventStart = 22;
        public const int EventEnd = 23;

        /// <summary>First word in the upper 32 bits, length in bytes in the lower.</summary>
        public override ulong Place(int index)
        {
            switch (index)
            {
                case 0: return 0x000000000000000DUL;
                case 1: return 0x0000000200000008UL;
                case 2: return 0x0000000300000008UL;
                case 3: return 0x0000000400000002UL;
                case 4: return 0x000000050000000DUL;
                case 5: return 0x000000070000000BUL;
                case 6: return 0x0000000900000009UL;
                case 7: return 0x0000000B0000000BUL;
                case 8: return 0x0000000D0000000DUL;
                case 9: return 0x0000000F0000000CUL;
                case 10: return 0x000000110000000EUL;
                case 11: return 0x0000001300000003UL;
                case 12: return 0x0000001400000008UL;
                case 13: return 0x0000001500000002UL;
                case 14: return 0x0000001600000004UL;
                case 15: return 0x0000001700000009UL;
                case 16: return 0x0000001900000004UL;
                case 17: return 0x0000001A00000006UL;
                case 18: return 0x0000001B00000007UL;
                case 19: return 0x0000001C0000000AUL;
                case 20: return 0x0000001E0000000BUL;
                case 21: return 0x0000002000000003UL;
                case 22: return 0x0000002100000007UL;
                case 23: return 0x0000002200000003UL;
                default: return 0;
            }
        }

        /// <summary>Eight bytes, the first lowest.</summary>
        public override ulong Word(int index)
        {
            switch (index)
            {
                case 0: return 0x636F746F7270227BUL;
                case 1: return 0x000000223A226C6FUL;
                case 2: return 0x302E312F70747468UL;
                case 3: return 0x312E312F70747468UL;
                case 4: return 0x0000000000003368UL;
                case 5: return 0x72656E6567222C22UL;
                case 6: return 0x0000007B3A226C61UL;
                case 7: return 0x73746F6C73222C7DUL;
                case 8: return 0x00000000005B3A22UL;
                case 9: return 0x3A22646E696B227BUL;
                case 10: return 0x0000000000000022UL;
                case 11: return 0x6574617473222C22UL;
                case 12: return 0x0000000000223A22UL;
                case 13: return 0x6575716572222C22UL;
                case 14: return 0x0000003A22737473UL;
                case 15: return 0x726F6D656D222C5DUL;
                case 16: return 0x000000007B3A2279UL;
                case 17: return 0x746E756F63222C7DUL;
                case 18: return 0x00007B3A22737265UL;
                case 19: return 0x00000000000A7D7DUL;
                case 20: return 0x312E312F70747468UL;
                case 21: return 0x0000000000003368UL;
                case 22: return 0x0000000065657266UL;
                case 23: return 0x6B616873646E6168UL;
                case 24: return 0x0000000000000065UL;
                case 25: return 0x00000000656C6469UL;
                case 26: return 0x0000657669746361UL;
                case 27: return 0x00676E69736F6C63UL;
                case 28: return 0x6874676E656C227BUL;
                case 29: return 0x0000000000003A22UL;
                case 30: return 0x363532616873222CUL;
                case 31: return 0x0000000000223A22UL;
                case 32: return 0x00000000000A7D22UL;
                case 33: return 0x005B203A61746164UL;
                case 34: return 0x00000000000A0A5DUL;
                default: return 0;
            }
        }
    }
}
