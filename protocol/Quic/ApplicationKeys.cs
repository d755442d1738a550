// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The 1-RTT keys of a connection through any number of key updates (RFC 9001 section 6), in 292 bytes: receive keys, send keys, and one block that
    /// holds the previous receive keys for a while after an update and the next ones after that (section 6.5).
    /// </summary>
    public sealed class ApplicationKeys
    {
        /// <summary>Where in <see cref="Block"/> the secret of the peer goes before <see cref="Start"/>.</summary>
        public const int ReceiveSecret = 3 * KeyBlock.Length;

        /// <summary>Where in <see cref="Block"/> the own secret goes before <see cref="Start"/>.</summary>
        public const int SendSecret = ReceiveSecret + 32;

        private const int Receive = 0;
        private const int Send = KeyBlock.Length;
        private const int Other = 2 * KeyBlock.Length;

        private const int OtherNone = 0;
        private const int OtherOld = 1;
        private const int OtherNext = 2;

        /// <summary>All keys and secrets.</summary>
        public readonly byte[] Block = new byte[SendSecret + 32];

        /// <summary>Packets that may be sealed with one key (RFC 9001 section 6.6); an update is due well before.</summary>
        public long ConfidentialityLimit;

        /// <summary>Packets that may fail to open in the life of the connection.</summary>
        public long IntegrityLimit;

        private int _suite;
        private int _receivePhase;
        private int _sendPhase;
        private int _other;
        private long _otherUntil;
        private long _phaseStart;
        private long _sealed;
        private long _failed;
        private long _firstSent;

        /// <summary>Derives the keys from the two secrets in <see cref="Block"/>.</summary>
        public void Start(PacketProtection protection, int suite)
        {
            DeriveReceive(protection, suite);
            DeriveSend(protection, suite);
        }

        /// <summary>The first half of <see cref="Start"/>, for a server that prepares its keys in pieces: nothing is ready after it.</summary>
        public void DeriveReceive(PacketProtection protection, int suite)
        {
            protection.DeriveKeys(suite, Block, ReceiveSecret, Block, Receive, true);
        }

        /// <summary>The second half of <see cref="Start"/>.</summary>
        public void DeriveSend(PacketProtection protection, int suite)
        {
            _suite = suite;
            _receivePhase = 0;
            _sendPhase = 0;
            _other = OtherNone;
            _phaseStart = long.MaxValue;
            _sealed = 0;
            _failed = 0;
            _firstSent = 0;
            bool aes = suite == CipherSuite.Aes128GcmSha256;
            ConfidentialityLimit = aes ? 1L << 23 : 1L << 62;
            IntegrityLimit = aes ? 1L << 52 : 1L << 36;
            protection.DeriveKeys(suite, Block, SendSecret, Block, Send, true);
        }

        /// <summary>Wipes everything.</summary>
        public void Wipe()
        {
            Array.Clear(Block, 0, Block.Length);
            _suite = 0;
        }

        /// <summary>Whether <see cref="Start"/> was called.</summary>
        public bool IsReady { get { return _suite != 0; } }

        /// <summary>Cipher suite.</summary>
        public int Suite { get { return _suite; } }

        /// <summary>Key phase bit of packets to be sent.</summary>
        public int SendPhase { get { return _sendPhase; } }

        /// <summary>Opens a packet with a short header in place, with the keys its phase and number ask for; follows the peer's update.</summary>
        /// <param name="protection">Takes number and payload position.</param>
        /// <param name="buffer">Datagram.</param>
        /// <param name="start">First byte of the packet.</param>
        /// <param name="numberOffset">Where its packet number is.</param>
        /// <param name="end">Where the packet ends.</param>
        /// <param name="largest">Largest number received, -1 for none.</param>
        /// <param name="now">Time, microseconds.</param>
        /// <param name="retain">How long previous keys are kept, microseconds: three probe timeouts.</param>
        /// <returns>As <see cref="PacketProtection.OpenPayload"/>, and AEAD_LIMIT_REACHED.</returns>
        public int Open(PacketProtection protection, byte[] buffer, int start, int numberOffset, int end, long largest, long now, long retain)
        {
            if (!protection.RemoveHeaderProtection(_suite, Block, Receive, buffer, start, numberOffset, end, largest))
            {
                return PacketProtection.Undecryptable;
            }

            long number = protection.PacketNumber;
            int keys = Receive;
            if ((buffer[start] >> 2 & 1) != _receivePhase)
            {
                keys = Other;
                if (_other == OtherOld && number < _phaseStart)
                {
                    // A late packet from before the update.
                    if (now > _otherUntil)
                    {
                        return PacketProtection.Undecryptable;
                    }
                }
                else
                {
                    Prepare(protection);
                }
            }

            int status = protection.OpenPayload(_suite, Block, keys, buffer, start);
            if (status == PacketProtection.Undecryptable)
            {
                _failed++;
                return _failed >= IntegrityLimit ? TransportError.AeadLimitReached : status;
            }

            if (keys == Receive)
            {
                if (number < _phaseStart)
                {
                    _phaseStart = number;
                }
            }
            else if (_other == OtherNext)
            {
                // The peer has updated: what was next is current, and we follow unless it was us who began.
                Exchange();
                _receivePhase ^= 1;
                _phaseStart = number;
                _other = OtherOld;
                _otherUntil = now + retain;
                if (_sendPhase != _receivePhase)
                {
                    UpdateSend(protection, long.MaxValue);
                }
            }

            return status;
        }

        /// <summary>Seals a packet with a short header in place; see <see cref="PacketProtection.Seal"/>.</summary>
        public int Seal(PacketProtection protection, byte[] buffer, int start, int numberOffset, int numberLength, long number, int payloadEnd)
        {
            _sealed++;
            if (number < _firstSent)
            {
                _firstSent = number;
            }

            return protection.Seal(_suite, Block, Send, buffer, start, numberOffset, numberLength, number, payloadEnd);
        }

        /// <summary>Whether so many packets were sealed that an update is due (<see cref="CanUpdate"/> decides whether it may be).</summary>
        public bool NeedsUpdate { get { return _sealed >= ConfidentialityLimit - (ConfidentialityLimit >> 2); } }

        /// <summary>Whether no packet may be sealed any more but the one that closes with AEAD_LIMIT_REACHED.</summary>
        public bool IsExhausted { get { return _sealed >= ConfidentialityLimit; } }

        /// <summary>Whether an update may be initiated: the last one is through, and a packet of this phase was acknowledged (section 6.1).</summary>
        /// <param name="largestAcknowledged">Largest application packet number the peer acknowledged.</param>
        public bool CanUpdate(long largestAcknowledged)
        {
            return _sendPhase == _receivePhase && _sealed != 0 && largestAcknowledged >= _firstSent;
        }

        /// <summary>Initiates a key update: packets sealed from now on have the other phase.</summary>
        public void Update(PacketProtection protection)
        {
            UpdateSend(protection, long.MaxValue);
        }

        /// <summary>Whether <see cref="PrepareNext"/> has work: the next receive keys are to be there before they are needed (section 6.3).</summary>
        public bool NeedsPreparation(long now)
        {
            return _suite != 0 && (_other == OtherNone || _other == OtherOld && now > _otherUntil);
        }

        /// <summary>Drops receive keys of the phase before, if any, and computes the next ones.</summary>
        public void PrepareNext(PacketProtection protection)
        {
            Prepare(protection);
        }

        private void Prepare(PacketProtection protection)
        {
            if (_other != OtherNext)
            {
                protection.UpdateSecret(Block, ReceiveSecret);
                protection.DeriveKeys(_suite, Block, ReceiveSecret, Block, Other, false);
                _other = OtherNext;
            }
        }

        private void UpdateSend(PacketProtection protection, long firstSent)
        {
            protection.UpdateSecret(Block, SendSecret);
            protection.DeriveKeys(_suite, Block, SendSecret, Block, Send, false);
            _sendPhase ^= 1;
            _sealed = 0;
            _firstSent = firstSent;
        }

        private void Exchange()
        {
            // Key, then IV; the header protection key is the same for all phases and lies in the first block only.
            byte[] block = Block;
            for (int i = 0; i < KeyBlock.Length; i++)
            {
                if (i == KeyBlock.HeaderProtection)
                {
                    i = KeyBlock.Iv;
                }

                byte value = block[Receive + i];
                block[Receive + i] = block[Other + i];
                block[Other + i] = value;
            }
        }
    }
}
