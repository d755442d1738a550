// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>The names of the figures, from Names.txt.</summary>
    public sealed class StatusNames : FlashData
    {
        /// <summary>Number of the text <c>uptime</c>.</summary>
        public const int Uptime = 0;

        /// <summary>Number of the text <c>address</c>.</summary>
        public const int Address = 1;

        /// <summary>Number of the text <c>certificateExpires</c>.</summary>
        public const int CertificateExpires = 2;

        /// <summary>Number of the text <c>heapUsed</c>.</summary>
        public const int HeapUsed = 3;

        /// <summary>Number of the text <c>heapBudget</c>.</summary>
        public const int HeapBudget = 4;

        /// <summary>Number of the text <c>heapFree</c>.</summary>
        public const int HeapFree = 5;

        /// <summary>Number of the text <c>heapLow</c>.</summary>
        public const int HeapLow = 6;

        /// <summary>Number of the text <c>requests</c>.</summary>
        public const int Requests = 7;

        /// <summary>Number of the text <c>errors</c>.</summary>
        public const int Errors = 8;

        /// <summary>Number of the text <c>turns</c>.</summary>
        public const int Turns = 9;

        /// <summary>Number of the text <c>slowTurns</c>.</summary>
        public const int SlowTurns = 10;

        /// <summary>Number of the text <c>longestTurnMicroseconds</c>.</summary>
        public const int LongestTurnMicroseconds = 11;

        /// <summary>Number of the text <c>linkLosses</c>.</summary>
        public const int LinkLosses = 12;

        /// <summary>Number of the text <c>credentialsLost</c>.</summary>
        public const int CredentialsLost = 13;

        /// <summary>Number of the text <c>socketsReopened</c>.</summary>
        public const int SocketsReopened = 14;

        /// <summary>Number of the text <c>faults</c>.</summary>
        public const int Faults = 15;

        /// <summary>Number of the text <c>platformAndTables</c>.</summary>
        public const int MemoryPlatformAndTables = 16;

        /// <summary>Number of the text <c>crypto</c>.</summary>
        public const int MemoryCrypto = 17;

        /// <summary>Number of the text <c>tls</c>.</summary>
        public const int MemoryTls = 18;

        /// <summary>Number of the text <c>https1</c>.</summary>
        public const int MemoryHttps1 = 19;

        /// <summary>Number of the text <c>http3Connections</c>.</summary>
        public const int MemoryHttp3Connections = 20;

        /// <summary>Number of the text <c>http3Handshakes</c>.</summary>
        public const int MemoryHttp3Handshakes = 21;

        /// <summary>Number of the text <c>pages</c>.</summary>
        public const int MemoryPages = 22;

        /// <summary>Number of the text <c>common</c>.</summary>
        public const int MemoryCommon = 23;

        /// <summary>Number of the text <c>tcpConnections</c>.</summary>
        public const int CounterTcpConnections = 24;

        /// <summary>Number of the text <c>tcpTimeouts</c>.</summary>
        public const int CounterTcpTimeouts = 25;

        /// <summary>Number of the text <c>tcpGaveWay</c>.</summary>
        public const int CounterTcpGaveWay = 26;

        /// <summary>Number of the text <c>tcpRefused</c>.</summary>
        public const int CounterTcpRefused = 27;

        /// <summary>Number of the text <c>datagramsReceived</c>.</summary>
        public const int CounterDatagramsReceived = 28;

        /// <summary>Number of the text <c>datagramsSent</c>.</summary>
        public const int CounterDatagramsSent = 29;

        /// <summary>Number of the text <c>handshakesStarted</c>.</summary>
        public const int CounterHandshakesStarted = 30;

        /// <summary>Number of the text <c>handshakesCompleted</c>.</summary>
        public const int CounterHandshakesCompleted = 31;

        /// <summary>Number of the text <c>handshakesFailed</c>.</summary>
        public const int CounterHandshakesFailed = 32;

        /// <summary>Number of the text <c>handshakesTimedOut</c>.</summary>
        public const int CounterHandshakesTimedOut = 33;

        /// <summary>Number of the text <c>handshakesEvicted</c>.</summary>
        public const int CounterHandshakesEvicted = 34;

        /// <summary>Number of the text <c>droppedMalformed</c>.</summary>
        public const int CounterDroppedMalformed = 35;

        /// <summary>Number of the text <c>droppedSmallInitial</c>.</summary>
        public const int CounterDroppedSmallInitial = 36;

        /// <summary>Number of the text <c>droppedUnknown</c>.</summary>
        public const int CounterDroppedUnknown = 37;

        /// <summary>Number of the text <c>droppedUndecryptable</c>.</summary>
        public const int CounterDroppedUndecryptable = 38;

        /// <summary>Number of the text <c>droppedDuplicate</c>.</summary>
        public const int CounterDroppedDuplicate = 39;

        /// <summary>Number of the text <c>droppedNotHello</c>.</summary>
        public const int CounterDroppedNotHello = 40;

        /// <summary>Number of the text <c>droppedRateLimited</c>.</summary>
        public const int CounterDroppedRateLimited = 41;

        /// <summary>Number of the text <c>droppedPoolBusy</c>.</summary>
        public const int CounterDroppedPoolBusy = 42;

        /// <summary>Number of the text <c>droppedNoSlot</c>.</summary>
        public const int CounterDroppedNoSlot = 43;

        /// <summary>Number of the text <c>droppedBadToken</c>.</summary>
        public const int CounterDroppedBadToken = 44;

        /// <summary>Number of the text <c>retriesSent</c>.</summary>
        public const int CounterRetriesSent = 45;

        /// <summary>Number of the text <c>versionNegotiationsSent</c>.</summary>
        public const int CounterVersionNegotiationsSent = 46;

        /// <summary>Number of the text <c>statelessResetsSent</c>.</summary>
        public const int CounterStatelessResetsSent = 47;

        /// <summary>Number of the text <c>statelessAnswersWithheld</c>.</summary>
        public const int CounterStatelessAnswersWithheld = 48;

        /// <summary>Number of the text <c>connectionsReplaced</c>.</summary>
        public const int CounterConnectionsReplaced = 49;

        /// <summary>Number of the text <c>connectionsTimedOut</c>.</summary>
        public const int CounterConnectionsTimedOut = 50;

        /// <summary>Number of the text <c>connectionsClosedByPeer</c>.</summary>
        public const int CounterConnectionsClosedByPeer = 51;

        /// <summary>Number of the text <c>connectionsFailed</c>.</summary>
        public const int CounterConnectionsFailed = 52;

        /// <summary>Number of the text <c>statelessResetsReceived</c>.</summary>
        public const int CounterStatelessResetsReceived = 53;

        /// <summary>Number of the text <c>droppedZeroRtt</c>.</summary>
        public const int CounterDroppedZeroRtt = 54;

        /// <summary>Number of the text <c>pathChanges</c>.</summary>
        public const int CounterPathChanges = 55;

        /// <summary>Number of the text <c>refusedOutOfMemory</c>.</summary>
        public const int CounterRefusedOutOfMemory = 56;

        /// <summary>First word in the upper 32 bits, length in bytes in the lower.</summary>
        public override ulong Place(int index)
        {
            ulong word;
            switch (index)
            {
                case 0: word = 0x0000000000000006UL; break;
                case 1: word = 0x0000000100000007UL; break;
                case 2: word = 0x0000000200000012UL; break;
                case 3: word = 0x0000000500000008UL; break;
                case 4: word = 0x000000060000000AUL; break;
                case 5: word = 0x0000000800000008UL; break;
                case 6: word = 0x0000000900000007UL; break;
                case 7: word = 0x0000000A00000008UL; break;
                case 8: word = 0x0000000B00000006UL; break;
                case 9: word = 0x0000000C00000005UL; break;
                case 10: word = 0x0000000D00000009UL; break;
                case 11: word = 0x0000000F00000017UL; break;
                case 12: word = 0x000000120000000AUL; break;
                case 13: word = 0x000000140000000FUL; break;
                case 14: word = 0x000000160000000FUL; break;
                case 15: word = 0x0000001800000006UL; break;
                case 16: word = 0x0000001900000011UL; break;
                case 17: word = 0x0000001C00000006UL; break;
                case 18: word = 0x0000001D00000003UL; break;
                case 19: word = 0x0000001E00000006UL; break;
                case 20: word = 0x0000001F00000010UL; break;
                case 21: word = 0x000000210000000FUL; break;
                case 22: word = 0x0000002300000005UL; break;
                case 23: word = 0x0000002400000006UL; break;
                case 24: word = 0x000000250000000EUL; break;
                case 25: word = 0x000000270000000BUL; break;
                case 26: word = 0x000000290000000AUL; break;
                case 27: word = 0x0000002B0000000AUL; break;
                case 28: word = 0x0000002D00000011UL; break;
                case 29: word = 0x000000300000000DUL; break;
                case 30: word = 0x0000003200000011UL; break;
                case 31: word = 0x0000003500000013UL; break;
                case 32: word = 0x0000003800000010UL; break;
                case 33: word = 0x0000003A00000012UL; break;
                case 34: word = 0x0000003D00000011UL; break;
                case 35: word = 0x0000004000000010UL; break;
                case 36: word = 0x0000004200000013UL; break;
                case 37: word = 0x000000450000000EUL; break;
                case 38: word = 0x0000004700000014UL; break;
                case 39: word = 0x0000004A00000010UL; break;
                case 40: word = 0x0000004C0000000FUL; break;
                case 41: word = 0x0000004E00000012UL; break;
                case 42: word = 0x000000510000000FUL; break;
                case 43: word = 0x000000530000000DUL; break;
                case 44: word = 0x000000550000000FUL; break;
                case 45: word = 0x000000570000000BUL; break;
                case 46: word = 0x0000005900000017UL; break;
                case 47: word = 0x0000005C00000013UL; break;
                case 48: word = 0x0000005F00000018UL; break;
                case 49: word = 0x0000006200000013UL; break;
                case 50: word = 0x0000006500000013UL; break;
                case 51: word = 0x0000006800000017UL; break;
                case 52: word = 0x0000006B00000011UL; break;
                case 53: word = 0x0000006E00000017UL; break;
                case 54: word = 0x000000710000000EUL; break;
                case 55: word = 0x000000730000000BUL; break;
                case 56: word = 0x0000007500000012UL; break;
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
                case 0: word = 0x0000656D69747075UL; break;
                case 1: word = 0x0073736572646461UL; break;
                case 2: word = 0x6369666974726563UL; break;
                case 3: word = 0x7269707845657461UL; break;
                case 4: word = 0x0000000000007365UL; break;
                case 5: word = 0x6465735570616568UL; break;
                case 6: word = 0x6764754270616568UL; break;
                case 7: word = 0x0000000000007465UL; break;
                case 8: word = 0x6565724670616568UL; break;
                case 9: word = 0x00776F4C70616568UL; break;
                case 10: word = 0x7374736575716572UL; break;
                case 11: word = 0x000073726F727265UL; break;
                case 12: word = 0x000000736E727574UL; break;
                case 13: word = 0x6E727554776F6C73UL; break;
                case 14: word = 0x0000000000000073UL; break;
                case 15: word = 0x54747365676E6F6CUL; break;
                case 16: word = 0x6F7263694D6E7275UL; break;
                case 17: word = 0x0073646E6F636573UL; break;
                case 18: word = 0x73736F4C6B6E696CUL; break;
                case 19: word = 0x0000000000007365UL; break;
                case 20: word = 0x69746E6564657263UL; break;
                case 21: word = 0x0074736F4C736C61UL; break;
                case 22: word = 0x527374656B636F73UL; break;
                case 23: word = 0x0064656E65706F65UL; break;
                case 24: word = 0x000073746C756166UL; break;
                case 25: word = 0x6D726F6674616C70UL; break;
                case 26: word = 0x656C626154646E41UL; break;
                case 27: word = 0x0000000000000073UL; break;
                case 28: word = 0x00006F7470797263UL; break;
                case 29: word = 0x0000000000736C74UL; break;
                case 30: word = 0x0000317370747468UL; break;
                case 31: word = 0x6E6F433370747468UL; break;
                case 32: word = 0x736E6F697463656EUL; break;
                case 33: word = 0x6E61483370747468UL; break;
                case 34: word = 0x0073656B61687364UL; break;
                case 35: word = 0x0000007365676170UL; break;
                case 36: word = 0x00006E6F6D6D6F63UL; break;
                case 37: word = 0x656E6E6F43706374UL; break;
                case 38: word = 0x0000736E6F697463UL; break;
                case 39: word = 0x6F656D6954706374UL; break;
                case 40: word = 0x0000000000737475UL; break;
                case 41: word = 0x5765766147706374UL; break;
                case 42: word = 0x0000000000007961UL; break;
                case 43: word = 0x7375666552706374UL; break;
                case 44: word = 0x0000000000006465UL; break;
                case 45: word = 0x6D61726761746164UL; break;
                case 46: word = 0x6576696563655273UL; break;
                case 47: word = 0x0000000000000064UL; break;
                case 48: word = 0x6D61726761746164UL; break;
                case 49: word = 0x000000746E655373UL; break;
                case 50: word = 0x6B616873646E6168UL; break;
                case 51: word = 0x6574726174537365UL; break;
                case 52: word = 0x0000000000000064UL; break;
                case 53: word = 0x6B616873646E6168UL; break;
                case 54: word = 0x656C706D6F437365UL; break;
                case 55: word = 0x0000000000646574UL; break;
                case 56: word = 0x6B616873646E6168UL; break;
                case 57: word = 0x64656C6961467365UL; break;
                case 58: word = 0x6B616873646E6168UL; break;
                case 59: word = 0x4F64656D69547365UL; break;
                case 60: word = 0x0000000000007475UL; break;
                case 61: word = 0x6B616873646E6168UL; break;
                case 62: word = 0x6574636976457365UL; break;
                case 63: word = 0x0000000000000064UL; break;
                case 64: word = 0x4D646570706F7264UL; break;
                case 65: word = 0x64656D726F666C61UL; break;
                case 66: word = 0x53646570706F7264UL; break;
                case 67: word = 0x74696E496C6C616DUL; break;
                case 68: word = 0x00000000006C6169UL; break;
                case 69: word = 0x55646570706F7264UL; break;
                case 70: word = 0x00006E776F6E6B6EUL; break;
                case 71: word = 0x55646570706F7264UL; break;
                case 72: word = 0x747079726365646EUL; break;
                case 73: word = 0x00000000656C6261UL; break;
                case 74: word = 0x44646570706F7264UL; break;
                case 75: word = 0x65746163696C7075UL; break;
                case 76: word = 0x4E646570706F7264UL; break;
                case 77: word = 0x006F6C6C6548746FUL; break;
                case 78: word = 0x52646570706F7264UL; break;
                case 79: word = 0x74696D694C657461UL; break;
                case 80: word = 0x0000000000006465UL; break;
                case 81: word = 0x50646570706F7264UL; break;
                case 82: word = 0x00797375426C6F6FUL; break;
                case 83: word = 0x4E646570706F7264UL; break;
                case 84: word = 0x000000746F6C536FUL; break;
                case 85: word = 0x42646570706F7264UL; break;
                case 86: word = 0x006E656B6F546461UL; break;
                case 87: word = 0x5373656972746572UL; break;
                case 88: word = 0x0000000000746E65UL; break;
                case 89: word = 0x4E6E6F6973726576UL; break;
                case 90: word = 0x69746169746F6765UL; break;
                case 91: word = 0x00746E6553736E6FUL; break;
                case 92: word = 0x73656C6574617473UL; break;
                case 93: word = 0x5373746573655273UL; break;
                case 94: word = 0x0000000000746E65UL; break;
                case 95: word = 0x73656C6574617473UL; break;
                case 96: word = 0x73726577736E4173UL; break;
                case 97: word = 0x646C656868746957UL; break;
                case 98: word = 0x697463656E6E6F63UL; break;
                case 99: word = 0x616C706552736E6FUL; break;
                case 100: word = 0x0000000000646563UL; break;
                case 101: word = 0x697463656E6E6F63UL; break;
                case 102: word = 0x64656D6954736E6FUL; break;
                case 103: word = 0x000000000074754FUL; break;
                case 104: word = 0x697463656E6E6F63UL; break;
                case 105: word = 0x65736F6C43736E6FUL; break;
                case 106: word = 0x0072656550794264UL; break;
                case 107: word = 0x697463656E6E6F63UL; break;
                case 108: word = 0x656C696146736E6FUL; break;
                case 109: word = 0x0000000000000064UL; break;
                case 110: word = 0x73656C6574617473UL; break;
                case 111: word = 0x5273746573655273UL; break;
                case 112: word = 0x0064657669656365UL; break;
                case 113: word = 0x5A646570706F7264UL; break;
                case 114: word = 0x00007474526F7265UL; break;
                case 115: word = 0x6E61684368746170UL; break;
                case 116: word = 0x0000000000736567UL; break;
                case 117: word = 0x4F64657375666572UL; break;
                case 118: word = 0x6F6D654D664F7475UL; break;
                case 119: word = 0x0000000000007972UL; break;
                default: word = 0; break;
            }

            return word;
        }
    }
}
