// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

namespace MilliHttp.Nano.Http3
{
    /// <summary>The Huffman code of RFC 7541 Appendix B as immediates: flash, no RAM.</summary>
    internal static class HuffmanTable
    {
        /// <summary>Eight symbols in order of code length and value, the first in the lowest byte. EOS is left out.</summary>
        internal static ulong Symbols(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x6F69656361323130UL; break;
                case 1: word = 0x332F2E2D25207473UL; break;
                case 2: word = 0x413D393837363534UL; break;
                case 3: word = 0x6D6C68676664625FUL; break;
                case 4: word = 0x4443423A7572706EUL; break;
                case 5: word = 0x4C4B4A4948474645UL; break;
                case 6: word = 0x54535251504F4E4DUL; break;
                case 7: word = 0x76716B6A59575655UL; break;
                case 8: word = 0x3B2C2A267A797877UL; break;
                case 9: word = 0x273F292822215A58UL; break;
                case 10: word = 0x5B4024003E237C2BUL; break;
                case 11: word = 0x5C7B603C7D5E7E5DUL; break;
                case 12: word = 0xC2B8A2838280D0C3UL; break;
                case 13: word = 0xB1B0ACA7A199E2E0UL; break;
                case 14: word = 0x81E6E5E3D9D8D1B3UL; break;
                case 15: word = 0xA09C9A9288868584UL; break;
                case 16: word = 0xB9B5B2ADAAA9A4A3UL; break;
                case 17: word = 0xE8E4C6C4BEBDBBBAUL; break;
                case 18: word = 0x8D8C8B8A898701E9UL; break;
                case 19: word = 0x9D9B98979695938FUL; break;
                case 20: word = 0xB6B4AFAEA8A6A59EUL; break;
                case 21: word = 0x8E09EFE7C5BFBCB7UL; break;
                case 22: word = 0xE1D7CEAB9F949190UL; break;
                case 23: word = 0xC1C0EBEACFC7EDECUL; break;
                case 24: word = 0xDBDAD5D2CDCAC9C8UL; break;
                case 25: word = 0xD3CCCBFFF3F2F0EEUL; break;
                case 26: word = 0xF5F4F1DFDEDDD6D4UL; break;
                case 27: word = 0xFEFDFCFBFAF8F7F6UL; break;
                case 28: word = 0x0B08070605040302UL; break;
                case 29: word = 0x14131211100F0E0CUL; break;
                case 30: word = 0x1D1C1B1A19181715UL; break;
                case 31: word = 0x160D0AF9DC7F1F1EUL; break;
                default: word = 0; break;
            }

            return word;
        }

        /// <summary>Code and length of a printable ASCII character (the code is at most 19 bits long).</summary>
        /// <param name="symbol">0x20 to 0x7E.</param>
        /// <returns>The code shifted left by 5, plus its length in bits; 0 for any other symbol.</returns>
        internal static int Code(int symbol)
        {
            int code;
            switch (symbol - 0x20)
            {
                case 0: code = 0x286; break;
                case 1: code = 0x7F0A; break;
                case 2: code = 0x7F2A; break;
                case 3: code = 0x1FF4C; break;
                case 4: code = 0x3FF2D; break;
                case 5: code = 0x2A6; break;
                case 6: code = 0x1F08; break;
                case 7: code = 0xFF4B; break;
                case 8: code = 0x7F4A; break;
                case 9: code = 0x7F6A; break;
                case 10: code = 0x1F28; break;
                case 11: code = 0xFF6B; break;
                case 12: code = 0x1F48; break;
                case 13: code = 0x2C6; break;
                case 14: code = 0x2E6; break;
                case 15: code = 0x306; break;
                case 16: code = 0x5; break;
                case 17: code = 0x25; break;
                case 18: code = 0x45; break;
                case 19: code = 0x326; break;
                case 20: code = 0x346; break;
                case 21: code = 0x366; break;
                case 22: code = 0x386; break;
                case 23: code = 0x3A6; break;
                case 24: code = 0x3C6; break;
                case 25: code = 0x3E6; break;
                case 26: code = 0xB87; break;
                case 27: code = 0x1F68; break;
                case 28: code = 0xFFF8F; break;
                case 29: code = 0x406; break;
                case 30: code = 0x1FF6C; break;
                case 31: code = 0x7F8A; break;
                case 32: code = 0x3FF4D; break;
                case 33: code = 0x426; break;
                case 34: code = 0xBA7; break;
                case 35: code = 0xBC7; break;
                case 36: code = 0xBE7; break;
                case 37: code = 0xC07; break;
                case 38: code = 0xC27; break;
                case 39: code = 0xC47; break;
                case 40: code = 0xC67; break;
                case 41: code = 0xC87; break;
                case 42: code = 0xCA7; break;
                case 43: code = 0xCC7; break;
                case 44: code = 0xCE7; break;
                case 45: code = 0xD07; break;
                case 46: code = 0xD27; break;
                case 47: code = 0xD47; break;
                case 48: code = 0xD67; break;
                case 49: code = 0xD87; break;
                case 50: code = 0xDA7; break;
                case 51: code = 0xDC7; break;
                case 52: code = 0xDE7; break;
                case 53: code = 0xE07; break;
                case 54: code = 0xE27; break;
                case 55: code = 0xE47; break;
                case 56: code = 0x1F88; break;
                case 57: code = 0xE67; break;
                case 58: code = 0x1FA8; break;
                case 59: code = 0x3FF6D; break;
                case 60: code = 0xFFFE13; break;
                case 61: code = 0x3FF8D; break;
                case 62: code = 0x7FF8E; break;
                case 63: code = 0x446; break;
                case 64: code = 0xFFFAF; break;
                case 65: code = 0x65; break;
                case 66: code = 0x466; break;
                case 67: code = 0x85; break;
                case 68: code = 0x486; break;
                case 69: code = 0xA5; break;
                case 70: code = 0x4A6; break;
                case 71: code = 0x4C6; break;
                case 72: code = 0x4E6; break;
                case 73: code = 0xC5; break;
                case 74: code = 0xE87; break;
                case 75: code = 0xEA7; break;
                case 76: code = 0x506; break;
                case 77: code = 0x526; break;
                case 78: code = 0x546; break;
                case 79: code = 0xE5; break;
                case 80: code = 0x566; break;
                case 81: code = 0xEC7; break;
                case 82: code = 0x586; break;
                case 83: code = 0x105; break;
                case 84: code = 0x125; break;
                case 85: code = 0x5A6; break;
                case 86: code = 0xEE7; break;
                case 87: code = 0xF07; break;
                case 88: code = 0xF27; break;
                case 89: code = 0xF47; break;
                case 90: code = 0xF67; break;
                case 91: code = 0xFFFCF; break;
                case 92: code = 0xFF8B; break;
                case 93: code = 0x7FFAE; break;
                case 94: code = 0x3FFAD; break;
                default: code = 0; break;
            }

            return code;
        }
    }
}
