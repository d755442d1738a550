// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// The labels of HKDF-Expand-Label (RFC 8446 section 7.1, RFC 9001 section 5) by number. Their bytes are immediates in the code, so
    /// that they take no RAM.
    /// </summary>
    public static class HkdfLabel
    {
        /// <summary>"ext binder"</summary>
        public const int ExternalBinder = 0;

        /// <summary>"res binder"</summary>
        public const int ResumptionBinder = 1;

        /// <summary>"c e traffic"</summary>
        public const int ClientEarlyTraffic = 2;

        /// <summary>"e exp master"</summary>
        public const int EarlyExporterMaster = 3;

        /// <summary>"derived"</summary>
        public const int Derived = 4;

        /// <summary>"c hs traffic"</summary>
        public const int ClientHandshakeTraffic = 5;

        /// <summary>"s hs traffic"</summary>
        public const int ServerHandshakeTraffic = 6;

        /// <summary>"c ap traffic"</summary>
        public const int ClientApplicationTraffic = 7;

        /// <summary>"s ap traffic"</summary>
        public const int ServerApplicationTraffic = 8;

        /// <summary>"exp master"</summary>
        public const int ExporterMaster = 9;

        /// <summary>"res master"</summary>
        public const int ResumptionMaster = 10;

        /// <summary>"finished"</summary>
        public const int Finished = 11;

        /// <summary>"key"</summary>
        public const int Key = 12;

        /// <summary>"iv"</summary>
        public const int Iv = 13;

        /// <summary>"resumption"</summary>
        public const int Resumption = 14;

        /// <summary>"traffic upd"</summary>
        public const int TrafficUpdate = 15;

        /// <summary>"exporter"</summary>
        public const int Exporter = 16;

        /// <summary>"quic key"</summary>
        public const int QuicKey = 17;

        /// <summary>"quic iv"</summary>
        public const int QuicIv = 18;

        /// <summary>"quic hp"</summary>
        public const int QuicHp = 19;

        /// <summary>"quic ku"</summary>
        public const int QuicKu = 20;

        /// <summary>"client in"</summary>
        public const int ClientIn = 21;

        /// <summary>"server in"</summary>
        public const int ServerIn = 22;

        /// <summary>
        /// Writes the label with its length byte and the prefix "tls13 " to <paramref name="destination"/>, which must have room for 20 bytes.
        /// </summary>
        /// <returns>The number of bytes written.</returns>
        internal static int Write(int label, byte[] destination, int offset)
        {
            ulong low;
            ulong high = 0;
            int length;
            switch (label)
            {
                case ExternalBinder:
                    low = 0x646e696220747865;
                    high = 0x7265;
                    length = 10;
                    break;
                case ResumptionBinder:
                    low = 0x646e696220736572;
                    high = 0x7265;
                    length = 10;
                    break;
                case ClientEarlyTraffic:
                    low = 0x6661727420652063;
                    high = 0x636966;
                    length = 11;
                    break;
                case EarlyExporterMaster:
                    low = 0x616d207078652065;
                    high = 0x72657473;
                    length = 12;
                    break;
                case Derived:
                    low = 0x0064657669726564;
                    length = 7;
                    break;
                case ClientHandshakeTraffic:
                    low = 0x6172742073682063;
                    high = 0x63696666;
                    length = 12;
                    break;
                case ServerHandshakeTraffic:
                    low = 0x6172742073682073;
                    high = 0x63696666;
                    length = 12;
                    break;
                case ClientApplicationTraffic:
                    low = 0x6172742070612063;
                    high = 0x63696666;
                    length = 12;
                    break;
                case ServerApplicationTraffic:
                    low = 0x6172742070612073;
                    high = 0x63696666;
                    length = 12;
                    break;
                case ExporterMaster:
                    low = 0x7473616d20707865;
                    high = 0x7265;
                    length = 10;
                    break;
                case ResumptionMaster:
                    low = 0x7473616d20736572;
                    high = 0x7265;
                    length = 10;
                    break;
                case Finished:
                    low = 0x64656873696e6966;
                    length = 8;
                    break;
                case Key:
                    low = 0x000000000079656b;
                    length = 3;
                    break;
                case Iv:
                    low = 0x0000000000007669;
                    length = 2;
                    break;
                case Resumption:
                    low = 0x6974706d75736572;
                    high = 0x6e6f;
                    length = 10;
                    break;
                case TrafficUpdate:
                    low = 0x2063696666617274;
                    high = 0x647075;
                    length = 11;
                    break;
                case Exporter:
                    low = 0x726574726f707865;
                    length = 8;
                    break;
                case QuicKey:
                    low = 0x79656b2063697571;
                    length = 8;
                    break;
                case QuicIv:
                    low = 0x0076692063697571;
                    length = 7;
                    break;
                case QuicHp:
                    low = 0x0070682063697571;
                    length = 7;
                    break;
                case QuicKu:
                    low = 0x00756b2063697571;
                    length = 7;
                    break;
                case ClientIn:
                    low = 0x6920746e65696c63;
                    high = 0x6e;
                    length = 9;
                    break;
                case ServerIn:
                    low = 0x6920726576726573;
                    high = 0x6e;
                    length = 9;
                    break;
                default:
                    throw new ArgumentException();
            }

            destination[offset] = (byte)(length + 6);
            destination[offset + 1] = 0x74;
            destination[offset + 2] = 0x6c;
            destination[offset + 3] = 0x73;
            destination[offset + 4] = 0x31;
            destination[offset + 5] = 0x33;
            destination[offset + 6] = 0x20;
            destination[offset + 7] = (byte)low;
            destination[offset + 8] = (byte)(low >> 8);
            destination[offset + 9] = (byte)(low >> 16);
            destination[offset + 10] = (byte)(low >> 24);
            destination[offset + 11] = (byte)(low >> 32);
            destination[offset + 12] = (byte)(low >> 40);
            destination[offset + 13] = (byte)(low >> 48);
            destination[offset + 14] = (byte)(low >> 56);
            if (length > 8)
            {
                destination[offset + 15] = (byte)high;
                destination[offset + 16] = (byte)(high >> 8);
                destination[offset + 17] = (byte)(high >> 16);
                destination[offset + 18] = (byte)(high >> 24);
            }

            return length + 7;
        }
    }
}
