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
            switch (index)
            {
                case 0: return 0x0000000000000A00UL;
                case 1: return 0x0000030100020501UL;
                case 2: return 0x0000050100040302UL;
                case 3: return 0x0000000000061303UL;
                case 4: return 0x0000050100090E04UL;
                case 5: return 0x00000000000B0605UL;
                case 6: return 0x00000000000C0406UL;
                case 7: return 0x00000000000D0407UL;
                case 8: return 0x00000000000E1108UL;
                case 9: return 0x0000000000110D09UL;
                case 10: return 0x0000000000130D0AUL;
                case 11: return 0x000000000015040BUL;
                case 12: return 0x000000000016080CUL;
                case 13: return 0x000000000017070DUL;
                case 14: return 0x0000000000180A0EUL;
                case 15: return 0x00001B07001A070FUL;
                case 16: return 0x00001C06001A070FUL;
                case 17: return 0x00001D03001A070FUL;
                case 18: return 0x00001E04001A070FUL;
                case 19: return 0x00001F07001A070FUL;
                case 20: return 0x00002004001A070FUL;
                case 21: return 0x00002103001A070FUL;
                case 22: return 0x0000230400220716UL;
                case 23: return 0x0000240500220716UL;
                case 24: return 0x0000260300250718UL;
                case 25: return 0x0000270300250718UL;
                case 26: return 0x0000280300250718UL;
                case 27: return 0x0000290300250718UL;
                case 28: return 0x00002A0300250718UL;
                case 29: return 0x00002C03002B061DUL;
                case 30: return 0x00002D17002B061DUL;
                case 31: return 0x0000321100300F1FUL;
                case 32: return 0x0000370500350D20UL;
                case 33: return 0x00003C0D00381C21UL;
                case 34: return 0x00003E0C00381C21UL;
                case 35: return 0x0000440100401B23UL;
                case 36: return 0x00004509003C0D24UL;
                case 37: return 0x0000470F003C0D24UL;
                case 38: return 0x0000490E003C0D24UL;
                case 39: return 0x00004B08003C0D24UL;
                case 40: return 0x00004C08003C0D24UL;
                case 41: return 0x00004D18003C0D24UL;
                case 42: return 0x000052020050102AUL;
                case 43: return 0x000053040050102AUL;
                case 44: return 0x00002D17003E0C2CUL;
                case 45: return 0x00005416003E0C2CUL;
                case 46: return 0x00005710003E0C2CUL;
                case 47: return 0x00005921003E0C2CUL;
                case 48: return 0x00005E09003E0C2CUL;
                case 49: return 0x0000600A003E0C2CUL;
                case 50: return 0x00006209003E0C2CUL;
                case 51: return 0x00006408003E0C2CUL;
                case 52: return 0x00006518003E0C2CUL;
                case 53: return 0x0000680A003E0C2CUL;
                case 54: return 0x00006A18003E0C2CUL;
                case 55: return 0x00006E08006D0537UL;
                case 56: return 0x00007310006F1938UL;
                case 57: return 0x00007523006F1938UL;
                case 58: return 0x00007A2C006F1938UL;
                case 59: return 0x0000300F0080043BUL;
                case 60: return 0x000081060080043BUL;
                case 61: return 0x000085070082163DUL;
                case 62: return 0x0000880D0086103EUL;
                case 63: return 0x00008A0300250718UL;
                case 64: return 0x00008B0300250718UL;
                case 65: return 0x00008C0300250718UL;
                case 66: return 0x00008D0300250718UL;
                case 67: return 0x00008E0300250718UL;
                case 68: return 0x00008F0300250718UL;
                case 69: return 0x0000900300250718UL;
                case 70: return 0x0000910300250718UL;
                case 71: return 0x0000920300250718UL;
                case 72: return 0x0000000000930F48UL;
                case 73: return 0x0000990500952049UL;
                case 74: return 0x00009A0400952049UL;
                case 75: return 0x0000440100381C21UL;
                case 76: return 0x00009F03009B1C4CUL;
                case 77: return 0x0000A012009B1C4CUL;
                case 78: return 0x0000A307009B1C4CUL;
                case 79: return 0x0000090E00A41D4FUL;
                case 80: return 0x00003E0C00A81E50UL;
                case 81: return 0x00009F0300AC1D51UL;
                case 82: return 0x0000B00400AC1D51UL;
                case 83: return 0x0000B20500B10753UL;
                case 84: return 0x0000000000B30D54UL;
                case 85: return 0x0000B83500B51755UL;
                case 86: return 0x0000C10100BF0A56UL;
                case 87: return 0x0000000000C20957UL;
                case 88: return 0x0000000000C40958UL;
                case 89: return 0x0000000000C60859UL;
                case 90: return 0x000000000081065AUL;
                case 91: return 0x0000C80800C7075BUL;
                case 92: return 0x0000000000C9065CUL;
                case 93: return 0x0000440100CA135DUL;
                case 94: return 0x0000C10100CD195EUL;
                case 95: return 0x0000000000D10A5FUL;
                case 96: return 0x0000000000D30F60UL;
                case 97: return 0x0000D70400D50F61UL;
                case 98: return 0x0000D80A00D50F61UL;
                case 99: return 0x0000000000DA0463UL;
                case 100: return 0x0000DD0500DB0A64UL;
                case 101: return 0x0000E10700DE1165UL;
                case 102: return 0x0000E30C00E20666UL;
                case 103: return 0x0000000000E50767UL;
                case 104: return 0x0000000000E60268UL;
                case 105: return 0x0000000000E70769UL;
                case 106: return 0x0000000000E80A6AUL;
                case 107: return 0x0000000000EA106BUL;
                case 108: return 0x0000000000EC086CUL;
                case 109: return 0x0000000000ED0D6DUL;
                case 110: return 0x0000000000EF066EUL;
                case 111: return 0x0000000000F0036FUL;
                case 112: return 0x0000000000F10570UL;
                case 113: return 0x0000C10100F20B71UL;
                case 114: return 0x0000000000F40E72UL;
                case 115: return 0x0000000000F60E73UL;
                case 116: return 0x0000000000F80E74UL;
                case 117: return 0x0000000000FA0E75UL;
                case 118: return 0x0000000000FC0976UL;
                case 119: return 0x0000000000FE1077UL;
                case 120: return 0x0000000001001278UL;
                case 121: return 0x00010318003E0C2CUL;
                case 122: return 0x00010611003E0C2CUL;
                case 123: return 0x0000E80A00DB0A64UL;
                case 124: return 0x000109020000007CUL;
                case 125: return 0x00010A080000007DUL;
                case 126: return 0x00010B0A0000007EUL;
                case 127: return 0x00010D0C0000007FUL;
                case 128: return 0x00010F0B00000080UL;
                case 129: return 0x0001110900000081UL;
                case 130: return 0x0001131200000082UL;
                case 131: return 0x0001160F00000083UL;
                case 132: return 0x0001180F00000084UL;
                case 133: return 0x00011A1100000085UL;
                case 134: return 0x00011D0C00000086UL;
                case 135: return 0x00011F1200000087UL;
                case 136: return 0x0001221F00000088UL;
                case 137: return 0x0001261500000089UL;
                case 138: return 0x0001290F0000008AUL;
                case 139: return 0x00012B130000008BUL;
                case 140: return 0x00012E1A0000008CUL;
                case 141: return 0x0001320E0000008DUL;
                default: return 0;
            }
        }

        /// <summary>Eight slots of the hash table: id + 1, or 0.</summary>
        internal static ulong Slots(int index)
        {
            switch (index)
            {
                case 0: return 0x006E770000510074UL;
                case 1: return 0x0000000024000000UL;
                case 2: return 0x0000000000000000UL;
                case 3: return 0x5D20000000000073UL;
                case 4: return 0x0000000000000000UL;
                case 5: return 0x0C06000004000B00UL;
                case 6: return 0x006F0F00005B0000UL;
                case 7: return 0x005A000000000000UL;
                case 8: return 0x0867700000790001UL;
                case 9: return 0x0038220000005E00UL;
                case 10: return 0x390000000000000AUL;
                case 11: return 0x7200000000000000UL;
                case 12: return 0x0000000000000000UL;
                case 13: return 0x00000000004A0000UL;
                case 14: return 0x1E552D0000002110UL;
                case 15: return 0x0000003C766C3E00UL;
                case 16: return 0x00004D0000006671UL;
                case 17: return 0x005C000000005F00UL;
                case 18: return 0x6800000000002B00UL;
                case 19: return 0x6D00000000007800UL;
                case 20: return 0x0000006400005657UL;
                case 21: return 0x00006B0000690000UL;
                case 22: return 0x0000590000000000UL;
                case 23: return 0x0000000500000009UL;
                case 24: return 0x000000253F000000UL;
                case 25: return 0x0000000000000000UL;
                case 26: return 0x0002190000000060UL;
                case 27: return 0x0061000000000000UL;
                case 28: return 0x0065005017030049UL;
                case 29: return 0x0D0058000E000000UL;
                case 30: return 0x0054006A07755262UL;
                case 31: return 0x0000000000000000UL;
                default: return 0;
            }
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
            switch (index)
            {
                case 0: return 0x69726F687475613AUL;
                case 1: return 0x0000000000007974UL;
                case 2: return 0x000000687461703AUL;
                case 3: return 0x000000000000002FUL;
                case 4: return 0x0000000000656761UL;
                case 5: return 0x0000000000000030UL;
                case 6: return 0x2D746E65746E6F63UL;
                case 7: return 0x7469736F70736964UL;
                case 8: return 0x00000000006E6F69UL;
                case 9: return 0x2D746E65746E6F63UL;
                case 10: return 0x00006874676E656CUL;
                case 11: return 0x000065696B6F6F63UL;
                case 12: return 0x0000000065746164UL;
                case 13: return 0x0000000067617465UL;
                case 14: return 0x6669646F6D2D6669UL;
                case 15: return 0x636E69732D646569UL;
                case 16: return 0x0000000000000065UL;
                case 17: return 0x2D656E6F6E2D6669UL;
                case 18: return 0x000000686374616DUL;
                case 19: return 0x646F6D2D7473616CUL;
                case 20: return 0x0000006465696669UL;
                case 21: return 0x000000006B6E696CUL;
                case 22: return 0x6E6F697461636F6CUL;
                case 23: return 0x0072657265666572UL;
                case 24: return 0x6B6F6F632D746573UL;
                case 25: return 0x0000000000006569UL;
                case 26: return 0x00646F6874656D3AUL;
                case 27: return 0x005443454E4E4F43UL;
                case 28: return 0x00004554454C4544UL;
                case 29: return 0x0000000000544547UL;
                case 30: return 0x0000000044414548UL;
                case 31: return 0x00534E4F4954504FUL;
                case 32: return 0x0000000054534F50UL;
                case 33: return 0x0000000000545550UL;
                case 34: return 0x00656D656863733AUL;
                case 35: return 0x0000000070747468UL;
                case 36: return 0x0000007370747468UL;
                case 37: return 0x007375746174733AUL;
                case 38: return 0x0000000000333031UL;
                case 39: return 0x0000000000303032UL;
                case 40: return 0x0000000000343033UL;
                case 41: return 0x0000000000343034UL;
                case 42: return 0x0000000000333035UL;
                case 43: return 0x0000747065636361UL;
                case 44: return 0x00000000002A2F2AUL;
                case 45: return 0x746163696C707061UL;
                case 46: return 0x2D736E642F6E6F69UL;
                case 47: return 0x006567617373656DUL;
                case 48: return 0x652D747065636361UL;
                case 49: return 0x00676E69646F636EUL;
                case 50: return 0x6564202C70697A67UL;
                case 51: return 0x62202C6574616C66UL;
                case 52: return 0x0000000000000072UL;
                case 53: return 0x722D747065636361UL;
                case 54: return 0x0000007365676E61UL;
                case 55: return 0x0000007365747962UL;
                case 56: return 0x632D737365636361UL;
                case 57: return 0x612D6C6F72746E6FUL;
                case 58: return 0x6165682D776F6C6CUL;
                case 59: return 0x0000000073726564UL;
                case 60: return 0x6F632D6568636163UL;
                case 61: return 0x0000006C6F72746EUL;
                case 62: return 0x2D746E65746E6F63UL;
                case 63: return 0x0000000065707974UL;
                case 64: return 0x632D737365636361UL;
                case 65: return 0x612D6C6F72746E6FUL;
                case 66: return 0x69726F2D776F6C6CUL;
                case 67: return 0x00000000006E6967UL;
                case 68: return 0x000000000000002AUL;
                case 69: return 0x3D6567612D78616DUL;
                case 70: return 0x0000000000000030UL;
                case 71: return 0x3D6567612D78616DUL;
                case 72: return 0x0030303032393532UL;
                case 73: return 0x3D6567612D78616DUL;
                case 74: return 0x0000303038343036UL;
                case 75: return 0x65686361632D6F6EUL;
                case 76: return 0x65726F74732D6F6EUL;
                case 77: return 0x202C63696C627570UL;
                case 78: return 0x3D6567612D78616DUL;
                case 79: return 0x3030303633353133UL;
                case 80: return 0x2D746E65746E6F63UL;
                case 81: return 0x676E69646F636E65UL;
                case 82: return 0x0000000000007262UL;
                case 83: return 0x0000000070697A67UL;
                case 84: return 0x746163696C707061UL;
                case 85: return 0x6176616A2F6E6F69UL;
                case 86: return 0x0000747069726373UL;
                case 87: return 0x746163696C707061UL;
                case 88: return 0x6E6F736A2F6E6F69UL;
                case 89: return 0x746163696C707061UL;
                case 90: return 0x77772D782F6E6F69UL;
                case 91: return 0x752D6D726F662D77UL;
                case 92: return 0x65646F636E656C72UL;
                case 93: return 0x0000000000000064UL;
                case 94: return 0x69672F6567616D69UL;
                case 95: return 0x0000000000000066UL;
                case 96: return 0x706A2F6567616D69UL;
                case 97: return 0x0000000000006765UL;
                case 98: return 0x6E702F6567616D69UL;
                case 99: return 0x0000000000000067UL;
                case 100: return 0x7373632F74786574UL;
                case 101: return 0x6D74682F74786574UL;
                case 102: return 0x7372616863203B6CUL;
                case 103: return 0x382D6674753D7465UL;
                case 104: return 0x616C702F74786574UL;
                case 105: return 0x0000000000006E69UL;
                case 106: return 0x616C702F74786574UL;
                case 107: return 0x73726168633B6E69UL;
                case 108: return 0x382D6674753D7465UL;
                case 109: return 0x00000065676E6172UL;
                case 110: return 0x2D303D7365747962UL;
                case 111: return 0x742D746369727473UL;
                case 112: return 0x74726F70736E6172UL;
                case 113: return 0x746972756365732DUL;
                case 114: return 0x0000000000000079UL;
                case 115: return 0x3D6567612D78616DUL;
                case 116: return 0x3030303633353133UL;
                case 117: return 0x3D6567612D78616DUL;
                case 118: return 0x3030303633353133UL;
                case 119: return 0x64756C636E69203BUL;
                case 120: return 0x616D6F6462757365UL;
                case 121: return 0x0000000000736E69UL;
                case 122: return 0x3D6567612D78616DUL;
                case 123: return 0x3030303633353133UL;
                case 124: return 0x64756C636E69203BUL;
                case 125: return 0x616D6F6462757365UL;
                case 126: return 0x657270203B736E69UL;
                case 127: return 0x0000000064616F6CUL;
                case 128: return 0x0000000079726176UL;
                case 129: return 0x00006E696769726FUL;
                case 130: return 0x6E65746E6F632D78UL;
                case 131: return 0x6F2D657079742D74UL;
                case 132: return 0x0000736E6F697470UL;
                case 133: return 0x006666696E736F6EUL;
                case 134: return 0x72702D7373782D78UL;
                case 135: return 0x6E6F69746365746FUL;
                case 136: return 0x3D65646F6D203B31UL;
                case 137: return 0x0000006B636F6C62UL;
                case 138: return 0x0000000000303031UL;
                case 139: return 0x0000000000343032UL;
                case 140: return 0x0000000000363032UL;
                case 141: return 0x0000000000323033UL;
                case 142: return 0x0000000000303034UL;
                case 143: return 0x0000000000333034UL;
                case 144: return 0x0000000000313234UL;
                case 145: return 0x0000000000353234UL;
                case 146: return 0x0000000000303035UL;
                case 147: return 0x6C2D747065636361UL;
                case 148: return 0x0065676175676E61UL;
                case 149: return 0x632D737365636361UL;
                case 150: return 0x612D6C6F72746E6FUL;
                case 151: return 0x6572632D776F6C6CUL;
                case 152: return 0x736C6169746E6564UL;
                case 153: return 0x00000045534C4146UL;
                case 154: return 0x0000000045555254UL;
                case 155: return 0x632D737365636361UL;
                case 156: return 0x612D6C6F72746E6FUL;
                case 157: return 0x74656D2D776F6C6CUL;
                case 158: return 0x0000000073646F68UL;
                case 159: return 0x0000000000746567UL;
                case 160: return 0x736F70202C746567UL;
                case 161: return 0x6F6974706F202C74UL;
                case 162: return 0x000000000000736EUL;
                case 163: return 0x00736E6F6974706FUL;
                case 164: return 0x632D737365636361UL;
                case 165: return 0x652D6C6F72746E6FUL;
                case 166: return 0x65682D65736F7078UL;
                case 167: return 0x0000007372656461UL;
                case 168: return 0x632D737365636361UL;
                case 169: return 0x722D6C6F72746E6FUL;
                case 170: return 0x682D747365757165UL;
                case 171: return 0x0000737265646165UL;
                case 172: return 0x632D737365636361UL;
                case 173: return 0x722D6C6F72746E6FUL;
                case 174: return 0x6D2D747365757165UL;
                case 175: return 0x000000646F687465UL;
                case 176: return 0x0000000074736F70UL;
                case 177: return 0x006376732D746C61UL;
                case 178: return 0x0000007261656C63UL;
                case 179: return 0x7A69726F68747561UL;
                case 180: return 0x0000006E6F697461UL;
                case 181: return 0x2D746E65746E6F63UL;
                case 182: return 0x7974697275636573UL;
                case 183: return 0x007963696C6F702DUL;
                case 184: return 0x732D747069726373UL;
                case 185: return 0x656E6F6E27206372UL;
                case 186: return 0x63656A626F203B27UL;
                case 187: return 0x6E27206372732D74UL;
                case 188: return 0x6162203B27656E6FUL;
                case 189: return 0x27206972752D6573UL;
                case 190: return 0x00000027656E6F6EUL;
                case 191: return 0x61642D796C726165UL;
                case 192: return 0x0000000000006174UL;
                case 193: return 0x0000000000000031UL;
                case 194: return 0x632D746365707865UL;
                case 195: return 0x0000000000000074UL;
                case 196: return 0x6564726177726F66UL;
                case 197: return 0x0000000000000064UL;
                case 198: return 0x65676E61722D6669UL;
                case 199: return 0x0065736F70727570UL;
                case 200: return 0x6863746566657270UL;
                case 201: return 0x0000726576726573UL;
                case 202: return 0x612D676E696D6974UL;
                case 203: return 0x69726F2D776F6C6CUL;
                case 204: return 0x00000000006E6967UL;
                case 205: return 0x2D65646172677075UL;
                case 206: return 0x6572756365736E69UL;
                case 207: return 0x747365757165722DUL;
                case 208: return 0x0000000000000073UL;
                case 209: return 0x6567612D72657375UL;
                case 210: return 0x000000000000746EUL;
                case 211: return 0x726177726F662D78UL;
                case 212: return 0x00726F662D646564UL;
                case 213: return 0x2D656D6172662D78UL;
                case 214: return 0x00736E6F6974706FUL;
                case 215: return 0x00000000796E6564UL;
                case 216: return 0x6769726F656D6173UL;
                case 217: return 0x0000000000006E69UL;
                case 218: return 0x0000000074736F68UL;
                case 219: return 0x697463656E6E6F63UL;
                case 220: return 0x0000000000006E6FUL;
                case 221: return 0x00000065736F6C63UL;
                case 222: return 0x726566736E617274UL;
                case 223: return 0x6E69646F636E652DUL;
                case 224: return 0x0000000000000067UL;
                case 225: return 0x0064656B6E756863UL;
                case 226: return 0x0000746365707865UL;
                case 227: return 0x746E6F632D303031UL;
                case 228: return 0x0000000065756E69UL;
                case 229: return 0x0072656C69617274UL;
                case 230: return 0x0000000000006574UL;
                case 231: return 0x0065646172677075UL;
                case 232: return 0x696C612D7065656BUL;
                case 233: return 0x0000000000006576UL;
                case 234: return 0x6F632D79786F7270UL;
                case 235: return 0x6E6F697463656E6EUL;
                case 236: return 0x797469726F697270UL;
                case 237: return 0x6576652D7473616CUL;
                case 238: return 0x00000064692D746EUL;
                case 239: return 0x0000616D67617270UL;
                case 240: return 0x0000000000746E64UL;
                case 241: return 0x000000776F6C6C61UL;
                case 242: return 0x66612D7972746572UL;
                case 243: return 0x0000000000726574UL;
                case 244: return 0x637465662D636573UL;
                case 245: return 0x0000657469732D68UL;
                case 246: return 0x637465662D636573UL;
                case 247: return 0x000065646F6D2D68UL;
                case 248: return 0x637465662D636573UL;
                case 249: return 0x0000747365642D68UL;
                default: return 0;
            }
        }

        private static ulong Word1(int index)
        {
            switch (index)
            {
                case 250: return 0x637465662D636573UL;
                case 251: return 0x0000726573752D68UL;
                case 252: return 0x752D68632D636573UL;
                case 253: return 0x0000000000000061UL;
                case 254: return 0x752D68632D636573UL;
                case 255: return 0x656C69626F6D2D61UL;
                case 256: return 0x752D68632D636573UL;
                case 257: return 0x6F6674616C702D61UL;
                case 258: return 0x0000000000006D72UL;
                case 259: return 0x746163696C707061UL;
                case 260: return 0x6574636F2F6E6F69UL;
                case 261: return 0x6D61657274732D74UL;
                case 262: return 0x6576652F74786574UL;
                case 263: return 0x61657274732D746EUL;
                case 264: return 0x000000000000006DUL;
                case 265: return 0x0000000000004B4FUL;
                case 266: return 0x65756E69746E6F43UL;
                case 267: return 0x65746E6F43206F4EUL;
                case 268: return 0x000000000000746EUL;
                case 269: return 0x69646F4D20746F4EUL;
                case 270: return 0x0000000064656966UL;
                case 271: return 0x7571655220646142UL;
                case 272: return 0x0000000000747365UL;
                case 273: return 0x6E756F4620746F4EUL;
                case 274: return 0x0000000000000064UL;
                case 275: return 0x4E20646F6874654DUL;
                case 276: return 0x776F6C6C4120746FUL;
                case 277: return 0x0000000000006465UL;
                case 278: return 0x2074736575716552UL;
                case 279: return 0x0074756F656D6954UL;
                case 280: return 0x52206874676E654CUL;
                case 281: return 0x0064657269757165UL;
                case 282: return 0x20746E65746E6F43UL;
                case 283: return 0x6772614C206F6F54UL;
                case 284: return 0x0000000000000065UL;
                case 285: return 0x206F6F5420495255UL;
                case 286: return 0x00000000676E6F4CUL;
                case 287: return 0x7461746365707845UL;
                case 288: return 0x6C696146206E6F69UL;
                case 289: return 0x0000000000006465UL;
                case 290: return 0x2074736575716552UL;
                case 291: return 0x4620726564616548UL;
                case 292: return 0x6F542073646C6569UL;
                case 293: return 0x00656772614C206FUL;
                case 294: return 0x6C616E7265746E49UL;
                case 295: return 0x2072657672655320UL;
                case 296: return 0x000000726F727245UL;
                case 297: return 0x6C706D4920746F4EUL;
                case 298: return 0x006465746E656D65UL;
                case 299: return 0x2065636976726553UL;
                case 300: return 0x616C696176616E55UL;
                case 301: return 0x0000000000656C62UL;
                case 302: return 0x7265562050545448UL;
                case 303: return 0x746F4E206E6F6973UL;
                case 304: return 0x74726F7070755320UL;
                case 305: return 0x0000000000006465UL;
                case 306: return 0x6563634120746F4EUL;
                case 307: return 0x0000656C62617470UL;
                default: return 0;
            }
        }
    }
}
