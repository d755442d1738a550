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
            ulong word;
            switch (index)
            {
                case 0: word = 0x000000000000000DUL; break;
                case 1: word = 0x0000000200000008UL; break;
                case 2: word = 0x0000000300000008UL; break;
                case 3: word = 0x0000000400000002UL; break;
                case 4: word = 0x000000050000000DUL; break;
                case 5: word = 0x000000070000000BUL; break;
                case 6: word = 0x0000000900000009UL; break;
                case 7: word = 0x0000000B0000000BUL; break;
                case 8: word = 0x0000000D0000000DUL; break;
                case 9: word = 0x0000000F0000000CUL; break;
                case 10: word = 0x000000110000000EUL; break;
                case 11: word = 0x0000001300000003UL; break;
                case 12: word = 0x0000001400000008UL; break;
                case 13: word = 0x0000001500000002UL; break;
                case 14: word = 0x0000001600000004UL; break;
                case 15: word = 0x0000001700000009UL; break;
                case 16: word = 0x0000001900000004UL; break;
                case 17: word = 0x0000001A00000006UL; break;
                case 18: word = 0x0000001B00000007UL; break;
                case 19: word = 0x0000001C0000000AUL; break;
                case 20: word = 0x0000001E0000000BUL; break;
                case 21: word = 0x0000002000000003UL; break;
                case 22: word = 0x0000002100000007UL; break;
                case 23: word = 0x0000002200000003UL; break;
                default: word = 0; break;
            }

            return word;
        }

        /// <summary>Eight bytes, the first lowest.</summary>
        public override ulong Word(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x636F746F7270227BUL; break;
                case 1: word = 0x000000223A226C6FUL; break;
                case 2: word = 0x302E312F70747468UL; break;
                case 3: word = 0x312E312F70747468UL; break;
                case 4: word = 0x0000000000003368UL; break;
                case 5: word = 0x72656E6567222C22UL; break;
                case 6: word = 0x0000007B3A226C61UL; break;
                case 7: word = 0x73746F6C73222C7DUL; break;
                case 8: word = 0x00000000005B3A22UL; break;
                case 9: word = 0x3A22646E696B227BUL; break;
                case 10: word = 0x0000000000000022UL; break;
                case 11: word = 0x6574617473222C22UL; break;
                case 12: word = 0x0000000000223A22UL; break;
                case 13: word = 0x6575716572222C22UL; break;
                case 14: word = 0x0000003A22737473UL; break;
                case 15: word = 0x726F6D656D222C5DUL; break;
                case 16: word = 0x000000007B3A2279UL; break;
                case 17: word = 0x746E756F63222C7DUL; break;
                case 18: word = 0x00007B3A22737265UL; break;
                case 19: word = 0x00000000000A7D7DUL; break;
                case 20: word = 0x312E312F70747468UL; break;
                case 21: word = 0x0000000000003368UL; break;
                case 22: word = 0x0000000065657266UL; break;
                case 23: word = 0x6B616873646E6168UL; break;
                case 24: word = 0x0000000000000065UL; break;
                case 25: word = 0x00000000656C6469UL; break;
                case 26: word = 0x0000657669746361UL; break;
                case 27: word = 0x00676E69736F6C63UL; break;
                case 28: word = 0x6874676E656C227BUL; break;
                case 29: word = 0x0000000000003A22UL; break;
                case 30: word = 0x363532616873222CUL; break;
                case 31: word = 0x0000000000223A22UL; break;
                case 32: word = 0x00000000000A7D22UL; break;
                case 33: word = 0x005B203A61746164UL; break;
                case 34: word = 0x00000000000A0A5DUL; break;
                default: word = 0; break;
            }

            return word;
        }
    }
}
