// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Tls
{
    // Records out: composed and sealed in the output buffer.
    public sealed partial class TlsConnection
    {
        /// <summary>Asks for room for one record's content.</summary>
        /// <returns>Bytes at <see cref="WriteOffset"/>; 0: no room now, or not <see cref="TlsConnectionState.Established"/>.</returns>
        public int Reserve()
        {
            int[] n = _n;
            if (n[StateAt] != TlsConnectionState.Established)
            {
                return 0;
            }

            if (n[OutputOffsetAt] == n[OutputEndAt])
            {
                n[OutputOffsetAt] = 0;
                n[OutputEndAt] = 0;
            }

            // A KeyUpdate may have to go in front of the record.
            int room = _output.Length - n[OutputEndAt] - HeaderLength - Overhead - KeyUpdateRecord;
            int least = n[PeerLimitAt] - 1 < 128 ? n[PeerLimitAt] - 1 : 128;
            if (room > n[PeerLimitAt] - 1)
            {
                room = n[PeerLimitAt] - 1;
            }

            if (room < least)
            {
                return 0;
            }

            n[FlagsAt] |= FlagReserved;
            return room;
        }

        /// <summary>Seals the first bytes of the reserved room as a record; 0 gives the room back.</summary>
        /// <param name="count">At most what <see cref="Reserve"/> gave.</param>
        public void Commit(int count)
        {
            int[] n = _n;
            if ((n[FlagsAt] & FlagReserved) == 0)
            {
                return;
            }

            n[FlagsAt] &= ~FlagReserved;
            if (count <= 0)
            {
                return;
            }

            if (_writeSequence >= MaxRecords)
            {
                n[FlagsAt] |= FlagKeyUpdatePending;
            }

            if ((n[FlagsAt] & FlagKeyUpdatePending) != 0)
            {
                int from = n[OutputEndAt] + HeaderLength;
                Array.Copy(_output, from, _output, from + KeyUpdateRecord, count);
                WriteKeyUpdate();
            }

            Seal(23, count);
        }

        /// <summary>The bytes to be sent now, of which the oldest lie at <see cref="OutputOffset"/>.</summary>
        /// <returns>How many; 0: none.</returns>
        public int PollOutput()
        {
            int[] n = _n;
            if (n[OutputOffsetAt] == n[OutputEndAt] && (n[FlagsAt] & FlagReserved) == 0)
            {
                n[OutputOffsetAt] = 0;
                n[OutputEndAt] = 0;
                if (n[StateAt] == TlsConnectionState.Handshake)
                {
                    WriteFlight();
                }
                else if ((n[FlagsAt] & FlagAlertPending) != 0)
                {
                    n[FlagsAt] &= ~FlagAlertPending;
                    _output[HeaderLength] = (byte)(n[StateAt] == TlsConnectionState.Failed ? 2 : 1);
                    _output[HeaderLength + 1] = (byte)(n[StateAt] == TlsConnectionState.Failed ? n[AlertAt] : TlsAlert.CloseNotify);
                    Seal(21, 2);
                    Array.Clear(_keys, 0, KeysLength);
                }
                else if ((n[FlagsAt] & FlagKeyUpdatePending) != 0 && n[StateAt] == TlsConnectionState.Established)
                {
                    WriteKeyUpdate();
                }
            }

            return n[OutputEndAt] - n[OutputOffsetAt];
        }

        /// <summary>Tells that bytes were sent.</summary>
        /// <param name="count">At most what <see cref="PollOutput"/> gave.</param>
        public void OutputSent(int count)
        {
            int[] n = _n;
            if (count < 0 || count > n[OutputEndAt] - n[OutputOffsetAt])
            {
                throw new ArgumentException();
            }

            n[OutputOffsetAt] += count;
        }

        /// <summary>Writes a KeyUpdate that asks for nothing, and changes the sending keys.</summary>
        private void WriteKeyUpdate()
        {
            _n[FlagsAt] &= ~FlagKeyUpdatePending;
            int p = _n[OutputEndAt] + HeaderLength;
            _output[p] = 24;
            _output[p + 1] = 0;
            _output[p + 2] = 0;
            _output[p + 3] = 1;
            _output[p + 4] = 0;
            Seal(22, 5);
            UpdateKeys(WriteSecret, WriteKeys);
            _writeSequence = 0;
        }

        /// <summary>Makes a record of the content behind the end of the output: in the clear before there are keys, else sealed.</summary>
        private void Seal(int type, int length)
        {
            int[] n = _n;
            byte[] output = _output;
            int p = n[OutputEndAt];
            bool seal = (n[FlagsAt] & FlagWriteKeys) != 0;
            int body = seal ? length + Overhead : length;
            output[p] = (byte)(seal ? 23 : type);
            output[p + 1] = 3;
            output[p + 2] = 3;
            output[p + 3] = (byte)(body >> 8);
            output[p + 4] = (byte)body;
            if (seal)
            {
                output[p + HeaderLength + length] = (byte)type;
                _provider.Seal(n[SuiteAt], _keys, WriteKeys, _writeSequence, output, p, HeaderLength, output, p + HeaderLength, length + 1);

                // Trap 24: only now.
                _writeSequence++;
            }

            n[OutputEndAt] = p + HeaderLength + body;
        }
    }
}
