// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

// Written by protocol/Http/Generator. Do not edit.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Status
{
    /// <summary>The names of the figures, from Names.txt.</summary>
    public sealed class StatusNames : FlashData
    {
        public const int Uptime = 0;
        public const int HeapUsed = 1;
        public const int HeapBudget = 2;
        public const int Requests = 3;
        public const int Errors = 4;
        public const int Turns = 5;
        public const int SlowTurns = 6;
        public const int LongestTurnMicroseconds = 7;
        public const int LinkLosses = 8;
        public const int SocketsReopened = 9;
        public const int MemoryPlatformAndTables = 10;
        public const int MemoryCrypto = 11;
        public const int MemoryTls = 12;
        public const int MemoryHttps1 = 13;
        public const int MemoryHttp3Connections = 14;
        public const int MemoryHttp3Handshakes = 15;
        public const int MemoryPages = 16;
        public const int MemoryCommon = 17;
        public const int CounterTcpConnections = 18;
        public const int CounterTcpTimeouts = 19;
        public const int CounterTcpGaveWay = 20;
        public const int CounterDatagramsReceived = 21;
        public const int CounterDatagramsSent = 22;
        public const int CounterHandshakesStarted = 23;
        public const int CounterHandshakesCompleted = 24;
        public const int CounterHandshakesFailed = 25;
        public const int CounterHandshakesTimedOut = 26;
        public const int CounterHandshakesEvicted = 27;
        public const int CounterDroppedMalformed = 28;
        public const int CounterDroppedSmallInitial = 29;
        public const int CounterDroppedUnknown = 30;
        public const int CounterDroppedUndecryptable = 31;
        public const int CounterDroppedDuplicate = 32;
        public const int CounterDroppedNotHello = 33;
        public const int CounterDroppedRateLimited = 34;
        public const int CounterDroppedPoolBusy = 35;
        public const int CounterDroppedNoSlot = 36;
        public const int CounterDroppedBadToken = 37;
        public const int CounterRetriesSent = 38;
        public const int CounterVersionNegotiationsSent = 39;
        public const int CounterStatelessResetsSent = 40;
        public const int CounterStatelessAnswersWithheld = 41;
        public const int CounterConnectionsReplaced = 42;
        public const int CounterConnectionsTimedOut = 43;
        public const int CounterConnectionsClosedByPeer = 44;
        public const int CounterConnectionsFailed = 45;
        public const int CounterStatelessResetsReceived = 46;
        public const int CounterDroppedZeroRtt = 47;
        public const int CounterPathChanges = 48;
        public const int CounterRefusedOutOfMemory = 49;

        /// <summary>First word in the upper 32 bits, length in bytes in the lower.</summary>
        public override ulong Place(int index)
        {
            switch (index)
            {
                case 0: return 0x0000000000000006UL;
                case 1: return 0x0000000100000008UL;
                case 2: return 0x000000020000000AUL;
                case 3: return 0x0000000400000008UL;
                case 4: return 0x0000000500000006UL;
                case 5: return 0x0000000600000005UL;
                case 6: return 0x0000000700000009UL;
                case 7: return 0x0000000900000017UL;
                case 8: return 0x0000000C0000000AUL;
                case 9: return 0x0000000E0000000FUL;
                case 10: return 0x0000001000000011UL;
                case 11: return 0x0000001300000006UL;
                case 12: return 0x0000001400000003UL;
                case 13: return 0x0000001500000006UL;
                case 14: return 0x0000001600000010UL;
                case 15: return 0x000000180000000FUL;
                case 16: return 0x0000001A00000005UL;
                case 17: return 0x0000001B00000006UL;
                case 18: return 0x0000001C0000000EUL;
                case 19: return 0x0000001E0000000BUL;
                case 20: return 0x000000200000000AUL;
                case 21: return 0x0000002200000011UL;
                case 22: return 0x000000250000000DUL;
                case 23: return 0x0000002700000011UL;
                case 24: return 0x0000002A00000013UL;
                case 25: return 0x0000002D00000010UL;
                case 26: return 0x0000002F00000012UL;
                case 27: return 0x0000003200000011UL;
                case 28: return 0x0000003500000010UL;
                case 29: return 0x0000003700000013UL;
                case 30: return 0x0000003A0000000EUL;
                case 31: return 0x0000003C00000014UL;
                case 32: return 0x0000003F00000010UL;
                case 33: return 0x000000410000000FUL;
                case 34: return 0x0000004300000012UL;
                case 35: return 0x000000460000000FUL;
                case 36: return 0x000000480000000DUL;
                case 37: return 0x0000004A0000000FUL;
                case 38: return 0x0000004C0000000BUL;
                case 39: return 0x0000004E00000017UL;
                case 40: return 0x0000005100000013UL;
                case 41: return 0x0000005400000018UL;
                case 42: return 0x0000005700000013UL;
                case 43: return 0x0000005A00000013UL;
                case 44: return 0x0000005D00000017UL;
                case 45: return 0x0000006000000011UL;
                case 46: return 0x0000006300000017UL;
                case 47: return 0x000000660000000EUL;
                case 48: return 0x000000680000000BUL;
                case 49: return 0x0000006A00000012UL;
                default: return 0;
            }
        }

        /// <summary>Eight bytes, the first lowest.</summary>
        public override ulong Word(int index)
        {
            switch (index)
            {
                case 0: return 0x0000656D69747075UL;
                case 1: return 0x6465735570616568UL;
                case 2: return 0x6764754270616568UL;
                case 3: return 0x0000000000007465UL;
                case 4: return 0x7374736575716572UL;
                case 5: return 0x000073726F727265UL;
                case 6: return 0x000000736E727574UL;
                case 7: return 0x6E727554776F6C73UL;
                case 8: return 0x0000000000000073UL;
                case 9: return 0x54747365676E6F6CUL;
                case 10: return 0x6F7263694D6E7275UL;
                case 11: return 0x0073646E6F636573UL;
                case 12: return 0x73736F4C6B6E696CUL;
                case 13: return 0x0000000000007365UL;
                case 14: return 0x527374656B636F73UL;
                case 15: return 0x0064656E65706F65UL;
                case 16: return 0x6D726F6674616C70UL;
                case 17: return 0x656C626154646E41UL;
                case 18: return 0x0000000000000073UL;
                case 19: return 0x00006F7470797263UL;
                case 20: return 0x0000000000736C74UL;
                case 21: return 0x0000317370747468UL;
                case 22: return 0x6E6F433370747468UL;
                case 23: return 0x736E6F697463656EUL;
                case 24: return 0x6E61483370747468UL;
                case 25: return 0x0073656B61687364UL;
                case 26: return 0x0000007365676170UL;
                case 27: return 0x00006E6F6D6D6F63UL;
                case 28: return 0x656E6E6F43706374UL;
                case 29: return 0x0000736E6F697463UL;
                case 30: return 0x6F656D6954706374UL;
                case 31: return 0x0000000000737475UL;
                case 32: return 0x5765766147706374UL;
                case 33: return 0x0000000000007961UL;
                case 34: return 0x6D61726761746164UL;
                case 35: return 0x6576696563655273UL;
                case 36: return 0x0000000000000064UL;
                case 37: return 0x6D61726761746164UL;
                case 38: return 0x000000746E655373UL;
                case 39: return 0x6B616873646E6168UL;
                case 40: return 0x6574726174537365UL;
                case 41: return 0x0000000000000064UL;
                case 42: return 0x6B616873646E6168UL;
                case 43: return 0x656C706D6F437365UL;
                case 44: return 0x0000000000646574UL;
                case 45: return 0x6B616873646E6168UL;
                case 46: return 0x64656C6961467365UL;
                case 47: return 0x6B616873646E6168UL;
                case 48: return 0x4F64656D69547365UL;
                case 49: return 0x0000000000007475UL;
                case 50: return 0x6B616873646E6168UL;
                case 51: return 0x6574636976457365UL;
                case 52: return 0x0000000000000064UL;
                case 53: return 0x4D646570706F7264UL;
                case 54: return 0x64656D726F666C61UL;
                case 55: return 0x53646570706F7264UL;
                case 56: return 0x74696E496C6C616DUL;
                case 57: return 0x00000000006C6169UL;
                case 58: return 0x55646570706F7264UL;
                case 59: return 0x00006E776F6E6B6EUL;
                case 60: return 0x55646570706F7264UL;
                case 61: return 0x747079726365646EUL;
                case 62: return 0x00000000656C6261UL;
                case 63: return 0x44646570706F7264UL;
                case 64: return 0x65746163696C7075UL;
                case 65: return 0x4E646570706F7264UL;
                case 66: return 0x006F6C6C6548746FUL;
                case 67: return 0x52646570706F7264UL;
                case 68: return 0x74696D694C657461UL;
                case 69: return 0x0000000000006465UL;
                case 70: return 0x50646570706F7264UL;
                case 71: return 0x00797375426C6F6FUL;
                case 72: return 0x4E646570706F7264UL;
                case 73: return 0x000000746F6C536FUL;
                case 74: return 0x42646570706F7264UL;
                case 75: return 0x006E656B6F546461UL;
                case 76: return 0x5373656972746572UL;
                case 77: return 0x0000000000746E65UL;
                case 78: return 0x4E6E6F6973726576UL;
                case 79: return 0x69746169746F6765UL;
                case 80: return 0x00746E6553736E6FUL;
                case 81: return 0x73656C6574617473UL;
                case 82: return 0x5373746573655273UL;
                case 83: return 0x0000000000746E65UL;
                case 84: return 0x73656C6574617473UL;
                case 85: return 0x73726577736E4173UL;
                case 86: return 0x646C656868746957UL;
                case 87: return 0x697463656E6E6F63UL;
                case 88: return 0x616C706552736E6FUL;
                case 89: return 0x0000000000646563UL;
                case 90: return 0x697463656E6E6F63UL;
                case 91: return 0x64656D6954736E6FUL;
                case 92: return 0x000000000074754FUL;
                case 93: return 0x697463656E6E6F63UL;
                case 94: return 0x65736F6C43736E6FUL;
                case 95: return 0x0072656550794264UL;
                case 96: return 0x697463656E6E6F63UL;
                case 97: return 0x656C696146736E6FUL;
                case 98: return 0x0000000000000064UL;
                case 99: return 0x73656C6574617473UL;
                case 100: return 0x5273746573655273UL;
                case 101: return 0x0064657669656365UL;
                case 102: return 0x5A646570706F7264UL;
                case 103: return 0x00007474526F7265UL;
                case 104: return 0x6E61684368746170UL;
                case 105: return 0x0000000000736567UL;
                case 106: return 0x4F64657375666572UL;
                case 107: return 0x6F6D654D664F7475UL;
                case 108: return 0x0000000000007972UL;
                default: return 0;
            }
        }
    }
}
