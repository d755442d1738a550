// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

namespace MilliHttp.Nano.Http
{
    /// <summary>The registered fields as immediates in code; read through <see cref="HeaderTable"/>.</summary>
    internal static class HeaderFlash
    {
        /// <summary>Number of entries; the first 99 are the QPACK static table.</summary>
        internal const int Count = 142;

        /// <summary>Entry of the reason phrase "OK"; the others follow in the generator's order.</summary>
        internal const int FirstReason = 124;

        /// <summary>The multiplier under which no two registered names have the same hash.</summary>
        internal const ulong Multiplier = 0x19FA264014DCDC13UL;

        /// <summary>Bits 0-7 id of the name, 8-15 its length, 16-31 its first word, 32-39 length of the value, 40-55 its first word.</summary>
        internal static ulong Entry(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x0000000000000A00UL; break;
                case 1: word = 0x0000030100020501UL; break;
                case 2: word = 0x0000050100040302UL; break;
                case 3: word = 0x0000000000061303UL; break;
                case 4: word = 0x0000050100090E04UL; break;
                case 5: word = 0x00000000000B0605UL; break;
                case 6: word = 0x00000000000C0406UL; break;
                case 7: word = 0x00000000000D0407UL; break;
                case 8: word = 0x00000000000E1108UL; break;
                case 9: word = 0x0000000000110D09UL; break;
                case 10: word = 0x0000000000130D0AUL; break;
                case 11: word = 0x000000000015040BUL; break;
                case 12: word = 0x000000000016080CUL; break;
                case 13: word = 0x000000000017070DUL; break;
                case 14: word = 0x0000000000180A0EUL; break;
                case 15: word = 0x00001B07001A070FUL; break;
                case 16: word = 0x00001C06001A070FUL; break;
                case 17: word = 0x00001D03001A070FUL; break;
                case 18: word = 0x00001E04001A070FUL; break;
                case 19: word = 0x00001F07001A070FUL; break;
                case 20: word = 0x00002004001A070FUL; break;
                case 21: word = 0x00002103001A070FUL; break;
                case 22: word = 0x0000230400220716UL; break;
                case 23: word = 0x0000240500220716UL; break;
                case 24: word = 0x0000260300250718UL; break;
                case 25: word = 0x0000270300250718UL; break;
                case 26: word = 0x0000280300250718UL; break;
                case 27: word = 0x0000290300250718UL; break;
                case 28: word = 0x00002A0300250718UL; break;
                case 29: word = 0x00002C03002B061DUL; break;
                case 30: word = 0x00002D17002B061DUL; break;
                case 31: word = 0x0000321100300F1FUL; break;
                case 32: word = 0x0000370500350D20UL; break;
                case 33: word = 0x00003C0D00381C21UL; break;
                case 34: word = 0x00003E0C00381C21UL; break;
                case 35: word = 0x0000440100401B23UL; break;
                case 36: word = 0x00004509003C0D24UL; break;
                case 37: word = 0x0000470F003C0D24UL; break;
                case 38: word = 0x0000490E003C0D24UL; break;
                case 39: word = 0x00004B08003C0D24UL; break;
                case 40: word = 0x00004C08003C0D24UL; break;
                case 41: word = 0x00004D18003C0D24UL; break;
                case 42: word = 0x000052020050102AUL; break;
                case 43: word = 0x000053040050102AUL; break;
                case 44: word = 0x00002D17003E0C2CUL; break;
                case 45: word = 0x00005416003E0C2CUL; break;
                case 46: word = 0x00005710003E0C2CUL; break;
                case 47: word = 0x00005921003E0C2CUL; break;
                case 48: word = 0x00005E09003E0C2CUL; break;
                case 49: word = 0x0000600A003E0C2CUL; break;
                case 50: word = 0x00006209003E0C2CUL; break;
                case 51: word = 0x00006408003E0C2CUL; break;
                case 52: word = 0x00006518003E0C2CUL; break;
                case 53: word = 0x0000680A003E0C2CUL; break;
                case 54: word = 0x00006A18003E0C2CUL; break;
                case 55: word = 0x00006E08006D0537UL; break;
                case 56: word = 0x00007310006F1938UL; break;
                case 57: word = 0x00007523006F1938UL; break;
                case 58: word = 0x00007A2C006F1938UL; break;
                case 59: word = 0x0000300F0080043BUL; break;
                case 60: word = 0x000081060080043BUL; break;
                case 61: word = 0x000085070082163DUL; break;
                case 62: word = 0x0000880D0086103EUL; break;
                case 63: word = 0x00008A0300250718UL; break;
                case 64: word = 0x00008B0300250718UL; break;
                case 65: word = 0x00008C0300250718UL; break;
                case 66: word = 0x00008D0300250718UL; break;
                case 67: word = 0x00008E0300250718UL; break;
                case 68: word = 0x00008F0300250718UL; break;
                case 69: word = 0x0000900300250718UL; break;
                case 70: word = 0x0000910300250718UL; break;
                case 71: word = 0x0000920300250718UL; break;
                case 72: word = 0x0000000000930F48UL; break;
                case 73: word = 0x0000990500952049UL; break;
                case 74: word = 0x00009A0400952049UL; break;
                case 75: word = 0x0000440100381C21UL; break;
                case 76: word = 0x00009F03009B1C4CUL; break;
                case 77: word = 0x0000A012009B1C4CUL; break;
                case 78: word = 0x0000A307009B1C4CUL; break;
                case 79: word = 0x0000090E00A41D4FUL; break;
                case 80: word = 0x00003E0C00A81E50UL; break;
                case 81: word = 0x00009F0300AC1D51UL; break;
                case 82: word = 0x0000B00400AC1D51UL; break;
                case 83: word = 0x0000B20500B10753UL; break;
                case 84: word = 0x0000000000B30D54UL; break;
                case 85: word = 0x0000B83500B51755UL; break;
                case 86: word = 0x0000C10100BF0A56UL; break;
                case 87: word = 0x0000000000C20957UL; break;
                case 88: word = 0x0000000000C40958UL; break;
                case 89: word = 0x0000000000C60859UL; break;
                case 90: word = 0x000000000081065AUL; break;
                case 91: word = 0x0000C80800C7075BUL; break;
                case 92: word = 0x0000000000C9065CUL; break;
                case 93: word = 0x0000440100CA135DUL; break;
                case 94: word = 0x0000C10100CD195EUL; break;
                case 95: word = 0x0000000000D10A5FUL; break;
                case 96: word = 0x0000000000D30F60UL; break;
                case 97: word = 0x0000D70400D50F61UL; break;
                case 98: word = 0x0000D80A00D50F61UL; break;
                case 99: word = 0x0000000000DA0463UL; break;
                case 100: word = 0x0000DD0500DB0A64UL; break;
                case 101: word = 0x0000E10700DE1165UL; break;
                case 102: word = 0x0000E30C00E20666UL; break;
                case 103: word = 0x0000000000E50767UL; break;
                case 104: word = 0x0000000000E60268UL; break;
                case 105: word = 0x0000000000E70769UL; break;
                case 106: word = 0x0000000000E80A6AUL; break;
                case 107: word = 0x0000000000EA106BUL; break;
                case 108: word = 0x0000000000EC086CUL; break;
                case 109: word = 0x0000000000ED0D6DUL; break;
                case 110: word = 0x0000000000EF066EUL; break;
                case 111: word = 0x0000000000F0036FUL; break;
                case 112: word = 0x0000000000F10570UL; break;
                case 113: word = 0x0000C10100F20B71UL; break;
                case 114: word = 0x0000000000F40E72UL; break;
                case 115: word = 0x0000000000F60E73UL; break;
                case 116: word = 0x0000000000F80E74UL; break;
                case 117: word = 0x0000000000FA0E75UL; break;
                case 118: word = 0x0000000000FC0976UL; break;
                case 119: word = 0x0000000000FE1077UL; break;
                case 120: word = 0x0000000001001278UL; break;
                case 121: word = 0x00010318003E0C2CUL; break;
                case 122: word = 0x00010611003E0C2CUL; break;
                case 123: word = 0x0000E80A00DB0A64UL; break;
                case 124: word = 0x000109020000007CUL; break;
                case 125: word = 0x00010A080000007DUL; break;
                case 126: word = 0x00010B0A0000007EUL; break;
                case 127: word = 0x00010D0C0000007FUL; break;
                case 128: word = 0x00010F0B00000080UL; break;
                case 129: word = 0x0001110900000081UL; break;
                case 130: word = 0x0001131200000082UL; break;
                case 131: word = 0x0001160F00000083UL; break;
                case 132: word = 0x0001180F00000084UL; break;
                case 133: word = 0x00011A1100000085UL; break;
                case 134: word = 0x00011D0C00000086UL; break;
                case 135: word = 0x00011F1200000087UL; break;
                case 136: word = 0x0001221F00000088UL; break;
                case 137: word = 0x0001261500000089UL; break;
                case 138: word = 0x0001290F0000008AUL; break;
                case 139: word = 0x00012B130000008BUL; break;
                case 140: word = 0x00012E1A0000008CUL; break;
                case 141: word = 0x0001320E0000008DUL; break;
                default: word = 0; break;
            }

            return word;
        }

        /// <summary>Eight slots of the hash table: id + 1, or 0.</summary>
        internal static ulong Slots(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x006E770000510074UL; break;
                case 1: word = 0x0000000024000000UL; break;
                case 2: word = 0x0000000000000000UL; break;
                case 3: word = 0x5D20000000000073UL; break;
                case 4: word = 0x0000000000000000UL; break;
                case 5: word = 0x0C06000004000B00UL; break;
                case 6: word = 0x006F0F00005B0000UL; break;
                case 7: word = 0x005A000000000000UL; break;
                case 8: word = 0x0867700000790001UL; break;
                case 9: word = 0x0038220000005E00UL; break;
                case 10: word = 0x390000000000000AUL; break;
                case 11: word = 0x7200000000000000UL; break;
                case 12: word = 0x0000000000000000UL; break;
                case 13: word = 0x00000000004A0000UL; break;
                case 14: word = 0x1E552D0000002110UL; break;
                case 15: word = 0x0000003C766C3E00UL; break;
                case 16: word = 0x00004D0000006671UL; break;
                case 17: word = 0x005C000000005F00UL; break;
                case 18: word = 0x6800000000002B00UL; break;
                case 19: word = 0x6D00000000007800UL; break;
                case 20: word = 0x0000006400005657UL; break;
                case 21: word = 0x00006B0000690000UL; break;
                case 22: word = 0x0000590000000000UL; break;
                case 23: word = 0x0000000500000009UL; break;
                case 24: word = 0x000000253F000000UL; break;
                case 25: word = 0x0000000000000000UL; break;
                case 26: word = 0x0002190000000060UL; break;
                case 27: word = 0x0061000000000000UL; break;
                case 28: word = 0x0065005017030049UL; break;
                case 29: word = 0x0D0058000E000000UL; break;
                case 30: word = 0x0054006A07755262UL; break;
                case 31: word = 0x0000000000000000UL; break;
                default: word = 0; break;
            }

            return word;
        }

        /// <summary>Eight bytes of text, the first lowest, zeros after the end.</summary>
        internal static ulong Word(int index)
        {
            if (index < 250)
            {
                return Word0(index);
            }

            return Word1(index);
        }

        private static ulong Word0(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x69726F687475613AUL; break;
                case 1: word = 0x0000000000007974UL; break;
                case 2: word = 0x000000687461703AUL; break;
                case 3: word = 0x000000000000002FUL; break;
                case 4: word = 0x0000000000656761UL; break;
                case 5: word = 0x0000000000000030UL; break;
                case 6: word = 0x2D746E65746E6F63UL; break;
                case 7: word = 0x7469736F70736964UL; break;
                case 8: word = 0x00000000006E6F69UL; break;
                case 9: word = 0x2D746E65746E6F63UL; break;
                case 10: word = 0x00006874676E656CUL; break;
                case 11: word = 0x000065696B6F6F63UL; break;
                case 12: word = 0x0000000065746164UL; break;
                case 13: word = 0x0000000067617465UL; break;
                case 14: word = 0x6669646F6D2D6669UL; break;
                case 15: word = 0x636E69732D646569UL; break;
                case 16: word = 0x0000000000000065UL; break;
                case 17: word = 0x2D656E6F6E2D6669UL; break;
                case 18: word = 0x000000686374616DUL; break;
                case 19: word = 0x646F6D2D7473616CUL; break;
                case 20: word = 0x0000006465696669UL; break;
                case 21: word = 0x000000006B6E696CUL; break;
                case 22: word = 0x6E6F697461636F6CUL; break;
                case 23: word = 0x0072657265666572UL; break;
                case 24: word = 0x6B6F6F632D746573UL; break;
                case 25: word = 0x0000000000006569UL; break;
                case 26: word = 0x00646F6874656D3AUL; break;
                case 27: word = 0x005443454E4E4F43UL; break;
                case 28: word = 0x00004554454C4544UL; break;
                case 29: word = 0x0000000000544547UL; break;
                case 30: word = 0x0000000044414548UL; break;
                case 31: word = 0x00534E4F4954504FUL; break;
                case 32: word = 0x0000000054534F50UL; break;
                case 33: word = 0x0000000000545550UL; break;
                case 34: word = 0x00656D656863733AUL; break;
                case 35: word = 0x0000000070747468UL; break;
                case 36: word = 0x0000007370747468UL; break;
                case 37: word = 0x007375746174733AUL; break;
                case 38: word = 0x0000000000333031UL; break;
                case 39: word = 0x0000000000303032UL; break;
                case 40: word = 0x0000000000343033UL; break;
                case 41: word = 0x0000000000343034UL; break;
                case 42: word = 0x0000000000333035UL; break;
                case 43: word = 0x0000747065636361UL; break;
                case 44: word = 0x00000000002A2F2AUL; break;
                case 45: word = 0x746163696C707061UL; break;
                case 46: word = 0x2D736E642F6E6F69UL; break;
                case 47: word = 0x006567617373656DUL; break;
                case 48: word = 0x652D747065636361UL; break;
                case 49: word = 0x00676E69646F636EUL; break;
                case 50: word = 0x6564202C70697A67UL; break;
                case 51: word = 0x62202C6574616C66UL; break;
                case 52: word = 0x0000000000000072UL; break;
                case 53: word = 0x722D747065636361UL; break;
                case 54: word = 0x0000007365676E61UL; break;
                case 55: word = 0x0000007365747962UL; break;
                case 56: word = 0x632D737365636361UL; break;
                case 57: word = 0x612D6C6F72746E6FUL; break;
                case 58: word = 0x6165682D776F6C6CUL; break;
                case 59: word = 0x0000000073726564UL; break;
                case 60: word = 0x6F632D6568636163UL; break;
                case 61: word = 0x0000006C6F72746EUL; break;
                case 62: word = 0x2D746E65746E6F63UL; break;
                case 63: word = 0x0000000065707974UL; break;
                case 64: word = 0x632D737365636361UL; break;
                case 65: word = 0x612D6C6F72746E6FUL; break;
                case 66: word = 0x69726F2D776F6C6CUL; break;
                case 67: word = 0x00000000006E6967UL; break;
                case 68: word = 0x000000000000002AUL; break;
                case 69: word = 0x3D6567612D78616DUL; break;
                case 70: word = 0x0000000000000030UL; break;
                case 71: word = 0x3D6567612D78616DUL; break;
                case 72: word = 0x0030303032393532UL; break;
                case 73: word = 0x3D6567612D78616DUL; break;
                case 74: word = 0x0000303038343036UL; break;
                case 75: word = 0x65686361632D6F6EUL; break;
                case 76: word = 0x65726F74732D6F6EUL; break;
                case 77: word = 0x202C63696C627570UL; break;
                case 78: word = 0x3D6567612D78616DUL; break;
                case 79: word = 0x3030303633353133UL; break;
                case 80: word = 0x2D746E65746E6F63UL; break;
                case 81: word = 0x676E69646F636E65UL; break;
                case 82: word = 0x0000000000007262UL; break;
                case 83: word = 0x0000000070697A67UL; break;
                case 84: word = 0x746163696C707061UL; break;
                case 85: word = 0x6176616A2F6E6F69UL; break;
                case 86: word = 0x0000747069726373UL; break;
                case 87: word = 0x746163696C707061UL; break;
                case 88: word = 0x6E6F736A2F6E6F69UL; break;
                case 89: word = 0x746163696C707061UL; break;
                case 90: word = 0x77772D782F6E6F69UL; break;
                case 91: word = 0x752D6D726F662D77UL; break;
                case 92: word = 0x65646F636E656C72UL; break;
                case 93: word = 0x0000000000000064UL; break;
                case 94: word = 0x69672F6567616D69UL; break;
                case 95: word = 0x0000000000000066UL; break;
                case 96: word = 0x706A2F6567616D69UL; break;
                case 97: word = 0x0000000000006765UL; break;
                case 98: word = 0x6E702F6567616D69UL; break;
                case 99: word = 0x0000000000000067UL; break;
                case 100: word = 0x7373632F74786574UL; break;
                case 101: word = 0x6D74682F74786574UL; break;
                case 102: word = 0x7372616863203B6CUL; break;
                case 103: word = 0x382D6674753D7465UL; break;
                case 104: word = 0x616C702F74786574UL; break;
                case 105: word = 0x0000000000006E69UL; break;
                case 106: word = 0x616C702F74786574UL; break;
                case 107: word = 0x73726168633B6E69UL; break;
                case 108: word = 0x382D6674753D7465UL; break;
                case 109: word = 0x00000065676E6172UL; break;
                case 110: word = 0x2D303D7365747962UL; break;
                case 111: word = 0x742D746369727473UL; break;
                case 112: word = 0x74726F70736E6172UL; break;
                case 113: word = 0x746972756365732DUL; break;
                case 114: word = 0x0000000000000079UL; break;
                case 115: word = 0x3D6567612D78616DUL; break;
                case 116: word = 0x3030303633353133UL; break;
                case 117: word = 0x3D6567612D78616DUL; break;
                case 118: word = 0x3030303633353133UL; break;
                case 119: word = 0x64756C636E69203BUL; break;
                case 120: word = 0x616D6F6462757365UL; break;
                case 121: word = 0x0000000000736E69UL; break;
                case 122: word = 0x3D6567612D78616DUL; break;
                case 123: word = 0x3030303633353133UL; break;
                case 124: word = 0x64756C636E69203BUL; break;
                case 125: word = 0x616D6F6462757365UL; break;
                case 126: word = 0x657270203B736E69UL; break;
                case 127: word = 0x0000000064616F6CUL; break;
                case 128: word = 0x0000000079726176UL; break;
                case 129: word = 0x00006E696769726FUL; break;
                case 130: word = 0x6E65746E6F632D78UL; break;
                case 131: word = 0x6F2D657079742D74UL; break;
                case 132: word = 0x0000736E6F697470UL; break;
                case 133: word = 0x006666696E736F6EUL; break;
                case 134: word = 0x72702D7373782D78UL; break;
                case 135: word = 0x6E6F69746365746FUL; break;
                case 136: word = 0x3D65646F6D203B31UL; break;
                case 137: word = 0x0000006B636F6C62UL; break;
                case 138: word = 0x0000000000303031UL; break;
                case 139: word = 0x0000000000343032UL; break;
                case 140: word = 0x0000000000363032UL; break;
                case 141: word = 0x0000000000323033UL; break;
                case 142: word = 0x0000000000303034UL; break;
                case 143: word = 0x0000000000333034UL; break;
                case 144: word = 0x0000000000313234UL; break;
                case 145: word = 0x0000000000353234UL; break;
                case 146: word = 0x0000000000303035UL; break;
                case 147: word = 0x6C2D747065636361UL; break;
                case 148: word = 0x0065676175676E61UL; break;
                case 149: word = 0x632D737365636361UL; break;
                case 150: word = 0x612D6C6F72746E6FUL; break;
                case 151: word = 0x6572632D776F6C6CUL; break;
                case 152: word = 0x736C6169746E6564UL; break;
                case 153: word = 0x00000045534C4146UL; break;
                case 154: word = 0x0000000045555254UL; break;
                case 155: word = 0x632D737365636361UL; break;
                case 156: word = 0x612D6C6F72746E6FUL; break;
                case 157: word = 0x74656D2D776F6C6CUL; break;
                case 158: word = 0x0000000073646F68UL; break;
                case 159: word = 0x0000000000746567UL; break;
                case 160: word = 0x736F70202C746567UL; break;
                case 161: word = 0x6F6974706F202C74UL; break;
                case 162: word = 0x000000000000736EUL; break;
                case 163: word = 0x00736E6F6974706FUL; break;
                case 164: word = 0x632D737365636361UL; break;
                case 165: word = 0x652D6C6F72746E6FUL; break;
                case 166: word = 0x65682D65736F7078UL; break;
                case 167: word = 0x0000007372656461UL; break;
                case 168: word = 0x632D737365636361UL; break;
                case 169: word = 0x722D6C6F72746E6FUL; break;
                case 170: word = 0x682D747365757165UL; break;
                case 171: word = 0x0000737265646165UL; break;
                case 172: word = 0x632D737365636361UL; break;
                case 173: word = 0x722D6C6F72746E6FUL; break;
                case 174: word = 0x6D2D747365757165UL; break;
                case 175: word = 0x000000646F687465UL; break;
                case 176: word = 0x0000000074736F70UL; break;
                case 177: word = 0x006376732D746C61UL; break;
                case 178: word = 0x0000007261656C63UL; break;
                case 179: word = 0x7A69726F68747561UL; break;
                case 180: word = 0x0000006E6F697461UL; break;
                case 181: word = 0x2D746E65746E6F63UL; break;
                case 182: word = 0x7974697275636573UL; break;
                case 183: word = 0x007963696C6F702DUL; break;
                case 184: word = 0x732D747069726373UL; break;
                case 185: word = 0x656E6F6E27206372UL; break;
                case 186: word = 0x63656A626F203B27UL; break;
                case 187: word = 0x6E27206372732D74UL; break;
                case 188: word = 0x6162203B27656E6FUL; break;
                case 189: word = 0x27206972752D6573UL; break;
                case 190: word = 0x00000027656E6F6EUL; break;
                case 191: word = 0x61642D796C726165UL; break;
                case 192: word = 0x0000000000006174UL; break;
                case 193: word = 0x0000000000000031UL; break;
                case 194: word = 0x632D746365707865UL; break;
                case 195: word = 0x0000000000000074UL; break;
                case 196: word = 0x6564726177726F66UL; break;
                case 197: word = 0x0000000000000064UL; break;
                case 198: word = 0x65676E61722D6669UL; break;
                case 199: word = 0x0065736F70727570UL; break;
                case 200: word = 0x6863746566657270UL; break;
                case 201: word = 0x0000726576726573UL; break;
                case 202: word = 0x612D676E696D6974UL; break;
                case 203: word = 0x69726F2D776F6C6CUL; break;
                case 204: word = 0x00000000006E6967UL; break;
                case 205: word = 0x2D65646172677075UL; break;
                case 206: word = 0x6572756365736E69UL; break;
                case 207: word = 0x747365757165722DUL; break;
                case 208: word = 0x0000000000000073UL; break;
                case 209: word = 0x6567612D72657375UL; break;
                case 210: word = 0x000000000000746EUL; break;
                case 211: word = 0x726177726F662D78UL; break;
                case 212: word = 0x00726F662D646564UL; break;
                case 213: word = 0x2D656D6172662D78UL; break;
                case 214: word = 0x00736E6F6974706FUL; break;
                case 215: word = 0x00000000796E6564UL; break;
                case 216: word = 0x6769726F656D6173UL; break;
                case 217: word = 0x0000000000006E69UL; break;
                case 218: word = 0x0000000074736F68UL; break;
                case 219: word = 0x697463656E6E6F63UL; break;
                case 220: word = 0x0000000000006E6FUL; break;
                case 221: word = 0x00000065736F6C63UL; break;
                case 222: word = 0x726566736E617274UL; break;
                case 223: word = 0x6E69646F636E652DUL; break;
                case 224: word = 0x0000000000000067UL; break;
                case 225: word = 0x0064656B6E756863UL; break;
                case 226: word = 0x0000746365707865UL; break;
                case 227: word = 0x746E6F632D303031UL; break;
                case 228: word = 0x0000000065756E69UL; break;
                case 229: word = 0x0072656C69617274UL; break;
                case 230: word = 0x0000000000006574UL; break;
                case 231: word = 0x0065646172677075UL; break;
                case 232: word = 0x696C612D7065656BUL; break;
                case 233: word = 0x0000000000006576UL; break;
                case 234: word = 0x6F632D79786F7270UL; break;
                case 235: word = 0x6E6F697463656E6EUL; break;
                case 236: word = 0x797469726F697270UL; break;
                case 237: word = 0x6576652D7473616CUL; break;
                case 238: word = 0x00000064692D746EUL; break;
                case 239: word = 0x0000616D67617270UL; break;
                case 240: word = 0x0000000000746E64UL; break;
                case 241: word = 0x000000776F6C6C61UL; break;
                case 242: word = 0x66612D7972746572UL; break;
                case 243: word = 0x0000000000726574UL; break;
                case 244: word = 0x637465662D636573UL; break;
                case 245: word = 0x0000657469732D68UL; break;
                case 246: word = 0x637465662D636573UL; break;
                case 247: word = 0x000065646F6D2D68UL; break;
                case 248: word = 0x637465662D636573UL; break;
                case 249: word = 0x0000747365642D68UL; break;
                default: word = 0; break;
            }

            return word;
        }

        private static ulong Word1(int index)
        {
            ulong word;
            switch (index)
            {
                case 250: word = 0x637465662D636573UL; break;
                case 251: word = 0x0000726573752D68UL; break;
                case 252: word = 0x752D68632D636573UL; break;
                case 253: word = 0x0000000000000061UL; break;
                case 254: word = 0x752D68632D636573UL; break;
                case 255: word = 0x656C69626F6D2D61UL; break;
                case 256: word = 0x752D68632D636573UL; break;
                case 257: word = 0x6F6674616C702D61UL; break;
                case 258: word = 0x0000000000006D72UL; break;
                case 259: word = 0x746163696C707061UL; break;
                case 260: word = 0x6574636F2F6E6F69UL; break;
                case 261: word = 0x6D61657274732D74UL; break;
                case 262: word = 0x6576652F74786574UL; break;
                case 263: word = 0x61657274732D746EUL; break;
                case 264: word = 0x000000000000006DUL; break;
                case 265: word = 0x0000000000004B4FUL; break;
                case 266: word = 0x65756E69746E6F43UL; break;
                case 267: word = 0x65746E6F43206F4EUL; break;
                case 268: word = 0x000000000000746EUL; break;
                case 269: word = 0x69646F4D20746F4EUL; break;
                case 270: word = 0x0000000064656966UL; break;
                case 271: word = 0x7571655220646142UL; break;
                case 272: word = 0x0000000000747365UL; break;
                case 273: word = 0x6E756F4620746F4EUL; break;
                case 274: word = 0x0000000000000064UL; break;
                case 275: word = 0x4E20646F6874654DUL; break;
                case 276: word = 0x776F6C6C4120746FUL; break;
                case 277: word = 0x0000000000006465UL; break;
                case 278: word = 0x2074736575716552UL; break;
                case 279: word = 0x0074756F656D6954UL; break;
                case 280: word = 0x52206874676E654CUL; break;
                case 281: word = 0x0064657269757165UL; break;
                case 282: word = 0x20746E65746E6F43UL; break;
                case 283: word = 0x6772614C206F6F54UL; break;
                case 284: word = 0x0000000000000065UL; break;
                case 285: word = 0x206F6F5420495255UL; break;
                case 286: word = 0x00000000676E6F4CUL; break;
                case 287: word = 0x7461746365707845UL; break;
                case 288: word = 0x6C696146206E6F69UL; break;
                case 289: word = 0x0000000000006465UL; break;
                case 290: word = 0x2074736575716552UL; break;
                case 291: word = 0x4620726564616548UL; break;
                case 292: word = 0x6F542073646C6569UL; break;
                case 293: word = 0x00656772614C206FUL; break;
                case 294: word = 0x6C616E7265746E49UL; break;
                case 295: word = 0x2072657672655320UL; break;
                case 296: word = 0x000000726F727245UL; break;
                case 297: word = 0x6C706D4920746F4EUL; break;
                case 298: word = 0x006465746E656D65UL; break;
                case 299: word = 0x2065636976726553UL; break;
                case 300: word = 0x616C696176616E55UL; break;
                case 301: word = 0x0000000000656C62UL; break;
                case 302: word = 0x7265562050545448UL; break;
                case 303: word = 0x746F4E206E6F6973UL; break;
                case 304: word = 0x74726F7070755320UL; break;
                case 305: word = 0x0000000000006465UL; break;
                case 306: word = 0x6563634120746F4EUL; break;
                case 307: word = 0x0000656C62617470UL; break;
                default: word = 0; break;
            }

            return word;
        }
    }
}
