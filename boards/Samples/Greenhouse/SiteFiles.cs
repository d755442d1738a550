// Written by the generator of MilliHttp.Nano. Do not edit.

using MilliHttp.Nano.Web;

namespace MilliHttp.Nano.Samples.Greenhouse
{
    /// <summary>Files that are compiled in.</summary>
    public sealed class SiteFiles : FlashFiles
    {
        /// <inheritdoc/>
        public override int FileCount
        {
            get { return 3; }
        }

        /// <summary>First word in the upper 32 bits, length in bytes in the lower.</summary>
        public override ulong Place(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x0000000000000006UL; break;
                case 1: word = 0x000000010000000FUL; break;
                case 2: word = 0x0000000300000012UL; break;
                case 3: word = 0x0000000600000225UL; break;
                case 4: word = 0x0000004B0000011EUL; break;
                case 5: word = 0x0000006F0000000AUL; break;
                case 6: word = 0x0000007100000018UL; break;
                case 7: word = 0x0000007400000012UL; break;
                case 8: word = 0x00000077000001C0UL; break;
                case 9: word = 0x000000AF0000012AUL; break;
                case 10: word = 0x000000D500000009UL; break;
                case 11: word = 0x000000D700000008UL; break;
                case 12: word = 0x000000D800000012UL; break;
                case 13: word = 0x000000DB00000140UL; break;
                case 14: word = 0x00000103000000E4UL; break;
                default: word = 0; break;
            }

            return word;
        }

        /// <summary>Eight bytes, the first lowest.</summary>
        public override ulong Word(int index)
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
                case 0: word = 0x0000736A2E707061UL; break;
                case 1: word = 0x76616A2F74786574UL; break;
                case 2: word = 0x0074706972637361UL; break;
                case 3: word = 0x3665653936353722UL; break;
                case 4: word = 0x3038363061333764UL; break;
                case 5: word = 0x0000000000002236UL; break;
                case 6: word = 0x76652074736E6F63UL; break;
                case 7: word = 0x6E203D2073746E65UL; break;
                case 8: word = 0x746E657645207765UL; break;
                case 9: word = 0x2228656372756F53UL; break;
                case 10: word = 0x2273746E6576652FUL; break;
                case 11: word = 0x746E6576650A3B29UL; break;
                case 12: word = 0x7373656D6E6F2E73UL; break;
                case 13: word = 0x7665203D20656761UL; break;
                case 14: word = 0x64203E3D20746E65UL; break;
                case 15: word = 0x2E746E656D75636FUL; break;
                case 16: word = 0x656D656C45746567UL; break;
                case 17: word = 0x222864497942746EUL; break;
                case 18: word = 0x2E2922746E756F63UL; break;
                case 19: word = 0x746E6F4374786574UL; break;
                case 20: word = 0x534A203D20746E65UL; break;
                case 21: word = 0x65737261702E4E4FUL; break;
                case 22: word = 0x642E746E65766528UL; break;
                case 23: word = 0x756F632E29617461UL; break;
                case 24: word = 0x736E6F630A3B746EUL; break;
                case 25: word = 0x74656B636F732074UL; break;
                case 26: word = 0x572077656E203D20UL; break;
                case 27: word = 0x74656B636F536265UL; break;
                case 28: word = 0x2F2F3A7373772228UL; break;
                case 29: word = 0x61636F6C202B2022UL; break;
                case 30: word = 0x736F682E6E6F6974UL; break;
                case 31: word = 0x68632F22202B2074UL; break;
                case 32: word = 0x6F730A3B29227461UL; break;
                case 33: word = 0x6D6E6F2E74656B63UL; break;
                case 34: word = 0x3D20656761737365UL; break;
                case 35: word = 0x3D20746E65766520UL; break;
                case 36: word = 0x6F6320200A7B203EUL; break;
                case 37: word = 0x656E696C2074736EUL; break;
                case 38: word = 0x6D75636F64203D20UL; break;
                case 39: word = 0x616572632E746E65UL; break;
                case 40: word = 0x6E656D656C456574UL; break;
                case 41: word = 0x3B2922696C222874UL; break;
                case 42: word = 0x2E656E696C20200AUL; break;
                case 43: word = 0x746E6F4374786574UL; break;
                case 44: word = 0x7665203D20746E65UL; break;
                case 45: word = 0x617461642E746E65UL; break;
                case 46: word = 0x75636F6420200A3BUL; break;
                case 47: word = 0x7465672E746E656DUL; break;
                case 48: word = 0x42746E656D656C45UL; break;
                case 49: word = 0x6168632228644979UL; break;
                case 50: word = 0x657070612E292274UL; break;
                case 51: word = 0x29656E696C28646EUL; break;
                case 52: word = 0x636F640A3B7D0A3BUL; break;
                case 53: word = 0x65672E746E656D75UL; break;
                case 54: word = 0x746E656D656C4574UL; break;
                case 55: word = 0x6173222864497942UL; break;
                case 56: word = 0x75736E6F2E292279UL; break;
                case 57: word = 0x65203D2074696D62UL; break;
                case 58: word = 0x203E3D20746E6576UL; break;
                case 59: word = 0x6E65766520200A7BUL; break;
                case 60: word = 0x6E65766572702E74UL; break;
                case 61: word = 0x746C756166654474UL; break;
                case 62: word = 0x6F6320200A3B2928UL; break;
                case 63: word = 0x747865742074736EUL; break;
                case 64: word = 0x6D75636F64203D20UL; break;
                case 65: word = 0x457465672E746E65UL; break;
                case 66: word = 0x7942746E656D656CUL; break;
                case 67: word = 0x7478657422286449UL; break;
                case 68: word = 0x6F7320200A3B2922UL; break;
                case 69: word = 0x6E65732E74656B63UL; break;
                case 70: word = 0x762E747865742864UL; break;
                case 71: word = 0x200A3B2965756C61UL; break;
                case 72: word = 0x61762E7478657420UL; break;
                case 73: word = 0x2222203D2065756CUL; break;
                case 74: word = 0x0000000A3B7D0A3BUL; break;
                case 75: word = 0x0000000000088B1FUL; break;
                case 76: word = 0x30C34F3D90750302UL; break;
                case 77: word = 0x4727938AFCF78610UL; break;
                case 78: word = 0x1807400CA89D9C95UL; break;
                case 79: word = 0xD51B473AECC0C860UL; break;
                case 80: word = 0x3BFE2152DCF8A3B1UL; break;
                case 81: word = 0xE3EF93A2A8A239F6UL; break;
                case 82: word = 0xE0102EF1B39EF7BDUL; break;
                case 83: word = 0x6C13C38358051D11UL; break;
                case 84: word = 0x29A2941B38F9D272UL; break;
                case 85: word = 0x2377948955B7512DUL; break;
                case 86: word = 0xF5825CE49877A086UL; break;
                case 87: word = 0x876AC531C4DEF43DUL; break;
                case 88: word = 0x2F73F387C398B1B4UL; break;
                case 89: word = 0x27E115A891D1F185UL; break;
                case 90: word = 0xEDEE9787AC477A3DUL; break;
                case 91: word = 0xF542D9280E7A4D55UL; break;
                case 92: word = 0x998656DC58AD749AUL; break;
                case 93: word = 0xB71DE985A4073782UL; break;
                case 94: word = 0x1A6BB8429C52E71DUL; break;
                case 95: word = 0x53BC1A68DEB02B01UL; break;
                case 96: word = 0x6BD98D102BF49F7BUL; break;
                case 97: word = 0x0AAFD47FF665A8CAUL; break;
                case 98: word = 0x765F9DCB83B06CA0UL; break;
                case 99: word = 0x43B0A5F05C26A333UL; break;
                case 100: word = 0xB3A05FF15D9602B6UL; break;
                case 101: word = 0xA134F4A38CF1F6E0UL; break;
                case 102: word = 0x756DDF8649F665EBUL; break;
                case 103: word = 0xB8B827D273E82073UL; break;
                case 104: word = 0x99A75B2EA6BA071DUL; break;
                case 105: word = 0xC46492D1D0FC27DFUL; break;
                case 106: word = 0x7BB5CF7BFC664F72UL; break;
                case 107: word = 0x2B1909FF969397EEUL; break;
                case 108: word = 0xA4BADC88DB51D557UL; break;
                case 109: word = 0x1CD901FDE6084AC9UL; break;
                case 110: word = 0x000000000225173FUL; break;
                case 111: word = 0x74682E7865646E69UL; break;
                case 112: word = 0x0000000000006C6DUL; break;
                case 113: word = 0x6D74682F74786574UL; break;
                case 114: word = 0x7372616863203B6CUL; break;
                case 115: word = 0x382D6674753D7465UL; break;
                case 116: word = 0x3631336632313122UL; break;
                case 117: word = 0x3834393962376534UL; break;
                case 118: word = 0x0000000000002230UL; break;
                case 119: word = 0x707974636F64213CUL; break;
                case 120: word = 0x0A3E6C6D74682065UL; break;
                case 121: word = 0x616C206C6D74683CUL; break;
                case 122: word = 0x3E226E65223D676EUL; break;
                case 123: word = 0x0A3E646165683C0AUL; break;
                case 124: word = 0x6863206174656D3CUL; break;
                case 125: word = 0x75223D7465737261UL; break;
                case 126: word = 0x3C0A3E22382D6674UL; break;
                case 127: word = 0x6D616E206174656DUL; break;
                case 128: word = 0x7077656976223D65UL; break;
                case 129: word = 0x6E6F63202274726FUL; break;
                case 130: word = 0x6977223D746E6574UL; break;
                case 131: word = 0x697665643D687464UL; break;
                case 132: word = 0x68746469772D6563UL; break;
                case 133: word = 0x6C616974696E692CUL; break;
                case 134: word = 0x313D656C6163732DUL; break;
                case 135: word = 0x6C7469743C0A3E22UL; break;
                case 136: word = 0x686E656572473E65UL; break;
                case 137: word = 0x69742F3C6573756FUL; break;
                case 138: word = 0x696C3C0A3E656C74UL; break;
                case 139: word = 0x223D6C6572206B6EUL; break;
                case 140: word = 0x656873656C797473UL; break;
                case 141: word = 0x6665726820227465UL; break;
                case 142: word = 0x2E656C797473223DUL; break;
                case 143: word = 0x2F3C0A3E22737363UL; break;
                case 144: word = 0x623C0A3E64616568UL; break;
                case 145: word = 0x31683C0A3E79646FUL; break;
                case 146: word = 0x6F686E656572473EUL; break;
                case 147: word = 0x3E31682F3C657375UL; break;
                case 148: word = 0x646165523E703C0AUL; break;
                case 149: word = 0x623C203A73676E69UL; break;
                case 150: word = 0x756F63223D646920UL; break;
                case 151: word = 0x656E6F6E3E22746EUL; break;
                case 152: word = 0x3E622F3C74657920UL; break;
                case 153: word = 0x6C753C0A3E702F3CUL; break;
                case 154: word = 0x616863223D646920UL; break;
                case 155: word = 0x3E6C752F3C3E2274UL; break;
                case 156: word = 0x69206D726F663C0AUL; break;
                case 157: word = 0x3E22796173223D64UL; break;
                case 158: word = 0x69207475706E693CUL; break;
                case 159: word = 0x2274786574223D64UL; break;
                case 160: word = 0x676E656C78616D20UL; break;
                case 161: word = 0x20223038223D6874UL; break;
                case 162: word = 0x6C6F686563616C70UL; break;
                case 163: word = 0x796173223D726564UL; break;
                case 164: word = 0x696874656D6F7320UL; break;
                case 165: word = 0x7475623C3E22676EUL; break;
                case 166: word = 0x646E65533E6E6F74UL; break;
                case 167: word = 0x6E6F747475622F3CUL; break;
                case 168: word = 0x3E6D726F662F3C3EUL; break;
                case 169: word = 0x7470697263733C0AUL; break;
                case 170: word = 0x7061223D63727320UL; break;
                case 171: word = 0x2F3C3E22736A2E70UL; break;
                case 172: word = 0x0A3E747069726373UL; break;
                case 173: word = 0x0A3E79646F622F3CUL; break;
                case 174: word = 0x0A3E6C6D74682F3CUL; break;
                case 175: word = 0x0000000000088B1FUL; break;
                case 176: word = 0x20C3724151550302UL; break;
                case 177: word = 0x9A13739415E7BC0CUL; break;
                case 178: word = 0x00BEDEF6BE03A65BUL; break;
                case 179: word = 0xE24E4060B1681C83UL; break;
                case 180: word = 0x576627A1E9D857DFUL; break;
                case 181: word = 0xAD1D9F17E84AEED2UL; break;
                case 182: word = 0x1FDD070D39A04405UL; break;
                case 183: word = 0x009D94048D5E2C91UL; break;
                case 184: word = 0xD6C170AC8199F9EBUL; break;
                case 185: word = 0xFF22F1D342E46406UL; break;
                case 186: word = 0x2F708B791833B468UL; break;
                case 187: word = 0xDB7201232E1492B9UL; break;
                case 188: word = 0x383A2DC3C60A7A3DUL; break;
                case 189: word = 0xB1D368A46235E06EUL; break;
                case 190: word = 0x4A4506BB9CC09B39UL; break;
                case 191: word = 0xA069790C00547C30UL; break;
                case 192: word = 0x2A23F88A741CCED5UL; break;
                case 193: word = 0x60005A09AD1B2324UL; break;
                case 194: word = 0x5AD727327A6150F9UL; break;
                case 195: word = 0xCF6BF66394CF5097UL; break;
                case 196: word = 0xF0CBA0F0C727FE7CUL; break;
                case 197: word = 0x51E85DEDAF113DC9UL; break;
                case 198: word = 0x301C920BCBA46F44UL; break;
                case 199: word = 0xAAD071AB48158823UL; break;
                case 200: word = 0xD65CB07AF692EF70UL; break;
                case 201: word = 0xB6379D729987E96AUL; break;
                case 202: word = 0x130DA16588C995D9UL; break;
                case 203: word = 0xCAF0091F6CD4383CUL; break;
                case 204: word = 0x075925149BCBCAEBUL; break;
                case 205: word = 0xF32D109B750F2721UL; break;
                case 206: word = 0x6510B8ECF3DB02A9UL; break;
                case 207: word = 0xAB40EE7B3D00BE1CUL; break;
                case 208: word = 0xB44858D5CD3EC06EUL; break;
                case 209: word = 0x8F5BBE9CA5B48CEAUL; break;
                case 210: word = 0xFF6A8AE7D37DB3B0UL; break;
                case 211: word = 0x01C0D9BD22AA5FAFUL; break;
                case 212: word = 0x0000000000000000UL; break;
                case 213: word = 0x73632E656C797473UL; break;
                case 214: word = 0x0000000000000073UL; break;
                case 215: word = 0x7373632F74786574UL; break;
                case 216: word = 0x6632343933343022UL; break;
                case 217: word = 0x3966343433336237UL; break;
                case 218: word = 0x0000000000002237UL; break;
                case 219: word = 0x6D207B2079646F62UL; break;
                case 220: word = 0x32203A6E69677261UL; break;
                case 221: word = 0x6F747561206D6572UL; break;
                case 222: word = 0x69772D78616D203BUL; break;
                case 223: word = 0x723034203A687464UL; break;
                case 224: word = 0x64646170203B6D65UL; break;
                case 225: word = 0x312030203A676E69UL; break;
                case 226: word = 0x6E6F66203B6D6572UL; break;
                case 227: word = 0x2F6D657231203A74UL; break;
                case 228: word = 0x7473797320352E31UL; break;
                case 229: word = 0x73202C69752D6D65UL; break;
                case 230: word = 0x697265732D736E61UL; break;
                case 231: word = 0x726F6C6F63203B66UL; break;
                case 232: word = 0x316232643123203AUL; break;
                case 233: word = 0x676B636162203B66UL; break;
                case 234: word = 0x23203A646E756F72UL; break;
                case 235: word = 0x7D20336638663466UL; break;
                case 236: word = 0x6F63207B2031680AUL; break;
                case 237: word = 0x633223203A726F6CUL; break;
                case 238: word = 0x750A7D2066336536UL; break;
                case 239: word = 0x2D6E696D207B206CUL; break;
                case 240: word = 0x203A746867696568UL; break;
                case 241: word = 0x6170203B6D657236UL; break;
                case 242: word = 0x31203A676E696464UL; break;
                case 243: word = 0x73696C203B6D6572UL; break;
                case 244: word = 0x3A656C7974732D74UL; break;
                case 245: word = 0x62203B656E6F6E20UL; break;
                case 246: word = 0x6E756F72676B6361UL; break;
                case 247: word = 0x3B66666623203A64UL; break;
                case 248: word = 0x3A726564726F6220UL; break;
                case 249: word = 0x6C6F732078703120UL; break;
                default: word = 0; break;
            }

            return word;
        }

        private static ulong Word1(int index)
        {
            ulong word;
            switch (index)
            {
                case 250: word = 0x3065666323206469UL; break;
                case 251: word = 0x64726F62203B6663UL; break;
                case 252: word = 0x75696461722D7265UL; break;
                case 253: word = 0x6D6572352E203A73UL; break;
                case 254: word = 0x7475706E690A7D20UL; break;
                case 255: word = 0x6964646170207B20UL; break;
                case 256: word = 0x6572342E203A676EUL; break;
                case 257: word = 0x6874646977203B6DUL; break;
                case 258: word = 0x0A7D20253036203AUL; break;
                case 259: word = 0x0000000000088B1FUL; break;
                case 260: word = 0x30846E4D905D0302UL; break;
                case 261: word = 0xBBA8D2C29CF7460CUL; break;
                case 262: word = 0x909A70A341861286UL; break;
                case 263: word = 0xA0EA3F2824356038UL; break;
                case 264: word = 0x6776A476D037BB8AUL; break;
                case 265: word = 0xC1BD7A3C9F7E5B3FUL; break;
                case 266: word = 0x01B404E44C322C27UL; break;
                case 267: word = 0xFB07A0A1F9399017UL; break;
                case 268: word = 0x00F0535D01669D20UL; break;
                case 269: word = 0x7E01A024DC9AD4ABUL; break;
                case 270: word = 0xEBC6FD67125DE302UL; break;
                case 271: word = 0x57A6585C262DC41BUL; break;
                case 272: word = 0x401990311645D288UL; break;
                case 273: word = 0xC8EDD70B8083EB79UL; break;
                case 274: word = 0x9D9F053EF54A3F4BUL; break;
                case 275: word = 0x57B0AE6EE674D02EUL; break;
                case 276: word = 0xE3D55B577E312F33UL; break;
                case 277: word = 0x9B1C8E11ED9A14D5UL; break;
                case 278: word = 0xBE49BFFAC8B9A691UL; break;
                case 279: word = 0x1459B4C5898A5873UL; break;
                case 280: word = 0x7D58730EFFC3BCE0UL; break;
                case 281: word = 0x5BD101F5F36E58D0UL; break;
                case 282: word = 0xB11CF51B065170D2UL; break;
                case 283: word = 0x4F1DBEA028E53520UL; break;
                case 284: word = 0x94FF454E6B722BD8UL; break;
                case 285: word = 0xBCDF4A79FB69DDD5UL; break;
                case 286: word = 0xADA67C91017D5EC0UL; break;
                case 287: word = 0x0000000000000140UL; break;
                default: word = 0; break;
            }

            return word;
        }
    }
}
