// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.
// Written by tests/Tools/huffman_tables.py.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The Huffman code of RFC 7541 Appendix B as immediates: flash, no RAM.</summary>
    internal static class HuffmanTable
    {
        /// <summary>Eight symbols in order of code length and value, the first in the lowest byte. EOS is left out.</summary>
        /// <param name="index">0 to 31: symbols 8 x index to 8 x index + 7.</param>
        internal static ulong Symbols(int index)
        {
            switch (index)
            {
                case 0: return 0x6F69656361323130UL;
                case 1: return 0x332F2E2D25207473UL;
                case 2: return 0x413D393837363534UL;
                case 3: return 0x6D6C68676664625FUL;
                case 4: return 0x4443423A7572706EUL;
                case 5: return 0x4C4B4A4948474645UL;
                case 6: return 0x54535251504F4E4DUL;
                case 7: return 0x76716B6A59575655UL;
                case 8: return 0x3B2C2A267A797877UL;
                case 9: return 0x273F292822215A58UL;
                case 10: return 0x5B4024003E237C2BUL;
                case 11: return 0x5C7B603C7D5E7E5DUL;
                case 12: return 0xC2B8A2838280D0C3UL;
                case 13: return 0xB1B0ACA7A199E2E0UL;
                case 14: return 0x81E6E5E3D9D8D1B3UL;
                case 15: return 0xA09C9A9288868584UL;
                case 16: return 0xB9B5B2ADAAA9A4A3UL;
                case 17: return 0xE8E4C6C4BEBDBBBAUL;
                case 18: return 0x8D8C8B8A898701E9UL;
                case 19: return 0x9D9B98979695938FUL;
                case 20: return 0xB6B4AFAEA8A6A59EUL;
                case 21: return 0x8E09EFE7C5BFBCB7UL;
                case 22: return 0xE1D7CEAB9F949190UL;
                case 23: return 0xC1C0EBEACFC7EDECUL;
                case 24: return 0xDBDAD5D2CDCAC9C8UL;
                case 25: return 0xD3CCCBFFF3F2F0EEUL;
                case 26: return 0xF5F4F1DFDEDDD6D4UL;
                case 27: return 0xFEFDFCFBFAF8F7F6UL;
                case 28: return 0x0B08070605040302UL;
                case 29: return 0x14131211100F0E0CUL;
                case 30: return 0x1D1C1B1A19181715UL;
                case 31: return 0x160D0AF9DC7F1F1EUL;
                default: return 0;
            }
        }

        /// <summary>Code and length of a printable ASCII character (the code is at most 19 bits long).</summary>
        /// <param name="symbol">0x20 to 0x7E.</param>
        /// <returns>The code shifted left by 5, plus its length in bits; 0 for any other symbol.</returns>
        internal static int Code(int symbol)
        {
            switch (symbol - 0x20)
            {
                case 0: return 0x286;
                case 1: return 0x7F0A;
                case 2: return 0x7F2A;
                case 3: return 0x1FF4C;
                case 4: return 0x3FF2D;
                case 5: return 0x2A6;
                case 6: return 0x1F08;
                case 7: return 0xFF4B;
                case 8: return 0x7F4A;
                case 9: return 0x7F6A;
                case 10: return 0x1F28;
                case 11: return 0xFF6B;
                case 12: return 0x1F48;
                case 13: return 0x2C6;
                case 14: return 0x2E6;
                case 15: return 0x306;
                case 16: return 0x5;
                case 17: return 0x25;
                case 18: return 0x45;
                case 19: return 0x326;
                case 20: return 0x346;
                case 21: return 0x366;
                case 22: return 0x386;
                case 23: return 0x3A6;
                case 24: return 0x3C6;
                case 25: return 0x3E6;
                case 26: return 0xB87;
                case 27: return 0x1F68;
                case 28: return 0xFFF8F;
                case 29: return 0x406;
                case 30: return 0x1FF6C;
                case 31: return 0x7F8A;
                case 32: return 0x3FF4D;
                case 33: return 0x426;
                case 34: return 0xBA7;
                case 35: return 0xBC7;
                case 36: return 0xBE7;
                case 37: return 0xC07;
                case 38: return 0xC27;
                case 39: return 0xC47;
                case 40: return 0xC67;
                case 41: return 0xC87;
                case 42: return 0xCA7;
                case 43: return 0xCC7;
                case 44: return 0xCE7;
                case 45: return 0xD07;
                case 46: return 0xD27;
                case 47: return 0xD47;
                case 48: return 0xD67;
                case 49: return 0xD87;
                case 50: return 0xDA7;
                case 51: return 0xDC7;
                case 52: return 0xDE7;
                case 53: return 0xE07;
                case 54: return 0xE27;
                case 55: return 0xE47;
                case 56: return 0x1F88;
                case 57: return 0xE67;
                case 58: return 0x1FA8;
                case 59: return 0x3FF6D;
                case 60: return 0xFFFE13;
                case 61: return 0x3FF8D;
                case 62: return 0x7FF8E;
                case 63: return 0x446;
                case 64: return 0xFFFAF;
                case 65: return 0x65;
                case 66: return 0x466;
                case 67: return 0x85;
                case 68: return 0x486;
                case 69: return 0xA5;
                case 70: return 0x4A6;
                case 71: return 0x4C6;
                case 72: return 0x4E6;
                case 73: return 0xC5;
                case 74: return 0xE87;
                case 75: return 0xEA7;
                case 76: return 0x506;
                case 77: return 0x526;
                case 78: return 0x546;
                case 79: return 0xE5;
                case 80: return 0x566;
                case 81: return 0xEC7;
                case 82: return 0x586;
                case 83: return 0x105;
                case 84: return 0x125;
                case 85: return 0x5A6;
                case 86: return 0xEE7;
                case 87: return 0xF07;
                case 88: return 0xF27;
                case 89: return 0xF47;
                case 90: return 0xF67;
                case 91: return 0xFFFCF;
                case 92: return 0xFF8B;
                case 93: return 0x7FFAE;
                case 94: return 0x3FFAD;
                default: return 0;
            }
        }
    }
}
