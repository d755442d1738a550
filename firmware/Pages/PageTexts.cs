// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>The texts of the pages, from Texts.txt.</summary>
    public sealed class PageTexts : FlashData
    {
        /// <summary>Number of the text <c>{&quot;name&quot;:&quot;</c>.</summary>
        public const int Open = 0;

        /// <summary>Number of the text <c>MilliHttp.Nano&quot;,&quot;version&quot;:&quot;$(MilliHttpVersion)</c>.</summary>
        public const int Title = 1;

        /// <summary>Number of the text <c>&quot;,&quot;protocol&quot;:&quot;</c>.</summary>
        public const int Protocol = 2;

        /// <summary>Number of the text <c>http/1.0</c>.</summary>
        public const int Http10 = 3;

        /// <summary>Number of the text <c>http/1.1</c>.</summary>
        public const int Http11 = 4;

        /// <summary>Number of the text <c>h3</c>.</summary>
        public const int Http3 = 5;

        /// <summary>Number of the text <c>&quot;,&quot;general&quot;:{</c>.</summary>
        public const int General = 6;

        /// <summary>Number of the text <c>},&quot;slots&quot;:[</c>.</summary>
        public const int Slots = 7;

        /// <summary>Number of the text <c>{&quot;kind&quot;:&quot;</c>.</summary>
        public const int Kind = 8;

        /// <summary>Number of the text <c>&quot;,&quot;state&quot;:&quot;</c>.</summary>
        public const int State = 9;

        /// <summary>Number of the text <c>&quot;,&quot;requests&quot;:</c>.</summary>
        public const int Requests = 10;

        /// <summary>Number of the text <c>],&quot;memory&quot;:{</c>.</summary>
        public const int Memory = 11;

        /// <summary>Number of the text <c>},&quot;counters&quot;:{</c>.</summary>
        public const int Counters = 12;

        /// <summary>Number of the text <c>}}\n</c>.</summary>
        public const int Close = 13;

        /// <summary>Number of the text <c>http/1.1</c>.</summary>
        public const int KindTcp = 14;

        /// <summary>Number of the text <c>h3</c>.</summary>
        public const int KindUdp = 15;

        /// <summary>Number of the text <c>free</c>.</summary>
        public const int StateFree = 16;

        /// <summary>Number of the text <c>handshake</c>.</summary>
        public const int StateHandshake = 17;

        /// <summary>Number of the text <c>idle</c>.</summary>
        public const int StateIdle = 18;

        /// <summary>Number of the text <c>active</c>.</summary>
        public const int StateActive = 19;

        /// <summary>Number of the text <c>closing</c>.</summary>
        public const int StateClosing = 20;

        /// <summary>Number of the text <c>{&quot;length&quot;:</c>.</summary>
        public const int UploadLength = 21;

        /// <summary>Number of the text <c>,&quot;sha256&quot;:&quot;</c>.</summary>
        public const int UploadHash = 22;

        /// <summary>Number of the text <c>&quot;}\n</c>.</summary>
        public const int UploadEnd = 23;

        /// <summary>Number of the text <c>data: [</c>.</summary>
        public const int EventStart = 24;

        /// <summary>Number of the text <c>]\n\n</c>.</summary>
        public const int EventEnd = 25;

        /// <summary>Number of the text <c># TYPE millihttp_</c>.</summary>
        public const int MetricType = 26;

        /// <summary>Number of the text <c> counter\n</c>.</summary>
        public const int MetricCounter = 27;

        /// <summary>Number of the text <c> gauge\n</c>.</summary>
        public const int MetricGauge = 28;

        /// <summary>Number of the text <c>millihttp_</c>.</summary>
        public const int MetricName = 29;

        /// <summary>Number of the text <c>_total </c>.</summary>
        public const int MetricTotal = 30;

        /// <summary>Number of the text <c># TYPE millihttp_connection_state gauge\n</c>.</summary>
        public const int MetricConnections = 31;

        /// <summary>Number of the text <c>millihttp_connection_state{slot=&quot;</c>.</summary>
        public const int MetricSlot = 32;

        /// <summary>Number of the text <c>&quot;,protocol=&quot;</c>.</summary>
        public const int MetricProtocol = 33;

        /// <summary>Number of the text <c>&quot;} </c>.</summary>
        public const int MetricLabelsEnd = 34;

        /// <summary>Number of the text <c># TYPE millihttp_memory_bytes gauge\n</c>.</summary>
        public const int MetricMemory = 35;

        /// <summary>Number of the text <c>millihttp_memory_bytes{owner=&quot;</c>.</summary>
        public const int MetricOwner = 36;

        /// <summary>Number of the text <c># EOF\n</c>.</summary>
        public const int MetricEnd = 37;

        /// <summary>Number of the text <c>application/openmetrics-text; version=1.0.0; charset=utf-8</c>.</summary>
        public const int MetricContentType = 38;

        /// <summary>First word in the upper 32 bits, length in bytes in the lower.</summary>
        public override ulong Place(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x0000000000000009UL; break;
                case 1: word = 0x0000000200000020UL; break;
                case 2: word = 0x000000060000000EUL; break;
                case 3: word = 0x0000000800000008UL; break;
                case 4: word = 0x0000000900000008UL; break;
                case 5: word = 0x0000000A00000002UL; break;
                case 6: word = 0x0000000B0000000DUL; break;
                case 7: word = 0x0000000D0000000BUL; break;
                case 8: word = 0x0000000F00000009UL; break;
                case 9: word = 0x000000110000000BUL; break;
                case 10: word = 0x000000130000000DUL; break;
                case 11: word = 0x000000150000000CUL; break;
                case 12: word = 0x000000170000000EUL; break;
                case 13: word = 0x0000001900000003UL; break;
                case 14: word = 0x0000001A00000008UL; break;
                case 15: word = 0x0000001B00000002UL; break;
                case 16: word = 0x0000001C00000004UL; break;
                case 17: word = 0x0000001D00000009UL; break;
                case 18: word = 0x0000001F00000004UL; break;
                case 19: word = 0x0000002000000006UL; break;
                case 20: word = 0x0000002100000007UL; break;
                case 21: word = 0x000000220000000AUL; break;
                case 22: word = 0x000000240000000BUL; break;
                case 23: word = 0x0000002600000003UL; break;
                case 24: word = 0x0000002700000007UL; break;
                case 25: word = 0x0000002800000003UL; break;
                case 26: word = 0x0000002900000011UL; break;
                case 27: word = 0x0000002C00000009UL; break;
                case 28: word = 0x0000002E00000007UL; break;
                case 29: word = 0x0000002F0000000AUL; break;
                case 30: word = 0x0000003100000007UL; break;
                case 31: word = 0x0000003200000028UL; break;
                case 32: word = 0x0000003700000021UL; break;
                case 33: word = 0x0000003C0000000CUL; break;
                case 34: word = 0x0000003E00000003UL; break;
                case 35: word = 0x0000003F00000024UL; break;
                case 36: word = 0x000000440000001EUL; break;
                case 37: word = 0x0000004800000006UL; break;
                case 38: word = 0x000000490000003AUL; break;
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
                case 0: word = 0x3A22656D616E227BUL; break;
                case 1: word = 0x0000000000000022UL; break;
                case 2: word = 0x747448696C6C694DUL; break;
                case 3: word = 0x2C226F6E614E2E70UL; break;
                case 4: word = 0x6E6F697372657622UL; break;
                case 5: word = 0x302E312E30223A22UL; break;
                case 6: word = 0x6F746F7270222C22UL; break;
                case 7: word = 0x0000223A226C6F63UL; break;
                case 8: word = 0x302E312F70747468UL; break;
                case 9: word = 0x312E312F70747468UL; break;
                case 10: word = 0x0000000000003368UL; break;
                case 11: word = 0x72656E6567222C22UL; break;
                case 12: word = 0x0000007B3A226C61UL; break;
                case 13: word = 0x73746F6C73222C7DUL; break;
                case 14: word = 0x00000000005B3A22UL; break;
                case 15: word = 0x3A22646E696B227BUL; break;
                case 16: word = 0x0000000000000022UL; break;
                case 17: word = 0x6574617473222C22UL; break;
                case 18: word = 0x0000000000223A22UL; break;
                case 19: word = 0x6575716572222C22UL; break;
                case 20: word = 0x0000003A22737473UL; break;
                case 21: word = 0x726F6D656D222C5DUL; break;
                case 22: word = 0x000000007B3A2279UL; break;
                case 23: word = 0x746E756F63222C7DUL; break;
                case 24: word = 0x00007B3A22737265UL; break;
                case 25: word = 0x00000000000A7D7DUL; break;
                case 26: word = 0x312E312F70747468UL; break;
                case 27: word = 0x0000000000003368UL; break;
                case 28: word = 0x0000000065657266UL; break;
                case 29: word = 0x6B616873646E6168UL; break;
                case 30: word = 0x0000000000000065UL; break;
                case 31: word = 0x00000000656C6469UL; break;
                case 32: word = 0x0000657669746361UL; break;
                case 33: word = 0x00676E69736F6C63UL; break;
                case 34: word = 0x6874676E656C227BUL; break;
                case 35: word = 0x0000000000003A22UL; break;
                case 36: word = 0x363532616873222CUL; break;
                case 37: word = 0x0000000000223A22UL; break;
                case 38: word = 0x00000000000A7D22UL; break;
                case 39: word = 0x005B203A61746164UL; break;
                case 40: word = 0x00000000000A0A5DUL; break;
                case 41: word = 0x6D20455059542023UL; break;
                case 42: word = 0x70747468696C6C69UL; break;
                case 43: word = 0x000000000000005FUL; break;
                case 44: word = 0x7265746E756F6320UL; break;
                case 45: word = 0x000000000000000AUL; break;
                case 46: word = 0x000A656775616720UL; break;
                case 47: word = 0x747468696C6C696DUL; break;
                case 48: word = 0x0000000000005F70UL; break;
                case 49: word = 0x00206C61746F745FUL; break;
                case 50: word = 0x6D20455059542023UL; break;
                case 51: word = 0x70747468696C6C69UL; break;
                case 52: word = 0x7463656E6E6F635FUL; break;
                case 53: word = 0x746174735F6E6F69UL; break;
                case 54: word = 0x0A65677561672065UL; break;
                case 55: word = 0x747468696C6C696DUL; break;
                case 56: word = 0x63656E6E6F635F70UL; break;
                case 57: word = 0x6174735F6E6F6974UL; break;
                case 58: word = 0x3D746F6C737B6574UL; break;
                case 59: word = 0x0000000000000022UL; break;
                case 60: word = 0x636F746F72702C22UL; break;
                case 61: word = 0x00000000223D6C6FUL; break;
                case 62: word = 0x0000000000207D22UL; break;
                case 63: word = 0x6D20455059542023UL; break;
                case 64: word = 0x70747468696C6C69UL; break;
                case 65: word = 0x5F79726F6D656D5FUL; break;
                case 66: word = 0x6167207365747962UL; break;
                case 67: word = 0x000000000A656775UL; break;
                case 68: word = 0x747468696C6C696DUL; break;
                case 69: word = 0x79726F6D656D5F70UL; break;
                case 70: word = 0x6F7B73657479625FUL; break;
                case 71: word = 0x0000223D72656E77UL; break;
                case 72: word = 0x00000A464F452023UL; break;
                case 73: word = 0x746163696C707061UL; break;
                case 74: word = 0x6E65706F2F6E6F69UL; break;
                case 75: word = 0x2D7363697274656DUL; break;
                case 76: word = 0x6576203B74786574UL; break;
                case 77: word = 0x2E313D6E6F697372UL; break;
                case 78: word = 0x616863203B302E30UL; break;
                case 79: word = 0x6674753D74657372UL; break;
                case 80: word = 0x000000000000382DUL; break;
                default: word = 0; break;
            }

            return word;
        }
    }
}
