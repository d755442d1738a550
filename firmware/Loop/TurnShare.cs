// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Loop
{
    /// <summary>
    /// How handshakes and responses share the processor. A handshake advances by one step per turn, and sealing one packet costs as much as four steps. Beside a
    /// few downloads, which always have packets to send, a handshake would take ten times as long. So while a handshake computes, packets are sealed in every
    /// third turn only, which gives it about half of the processor.
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

        /// <summary>Whether packets may be sealed in this turn.</summary>
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
