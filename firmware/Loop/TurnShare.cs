// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Loop
{
    /// <summary>
    /// How handshakes and answers share the processor. A handshake advances by one step in a turn, and to seal one packet costs as much as four steps: beside
    /// a few downloads, each of which always has a packet to send, a handshake would take ten times as long. So while one has something to compute, packets are
    /// sealed in every third turn only, and about half of the time is its own.
    /// </summary>
    public sealed class TurnShare
    {
        private const int Period = 3;
        private readonly int _perTurn;
        private int _turn;

        /// <summary>Makes it.</summary>
        /// <param name="perTurn">Datagrams sent in a turn while no handshake has something to compute.</param>
        public TurnShare(int perTurn)
        {
            _perTurn = perTurn;
        }

        /// <summary>Whose turn it is.</summary>
        /// <param name="isComputing">Whether a handshake, of QUIC or over TCP, has a step to do.</param>
        /// <returns>How many packets may be sealed in this turn.</returns>
        public int Next(bool isComputing)
        {
            if (!isComputing)
            {
                _turn = 0;
                return _perTurn;
            }

            if (++_turn < Period)
            {
                return 0;
            }

            _turn = 0;
            return 1;
        }
    }
}
