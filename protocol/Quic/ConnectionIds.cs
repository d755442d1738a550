// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The connection ids of one connection, both ways (RFC 9000 section 5.1). Ours are 8 random bytes kept as numbers in the endpoint's
    /// routing table; the peer's are kept with their reset tokens. What is to be told the peer is a bit per frame (<see cref="ControlFrame"/>), so that a packet's
    /// record says what it carried: a loss sets the bit again, an acknowledgement frees a retirement's place.
    /// </summary>
    internal sealed class ConnectionIds
    {
        /// <summary>Bytes of an entry of <see cref="Remote"/>: length (1), id (20), stateless reset token (16).</summary>
        internal const int RemoteEntry = 37;

        private const int RetireCapacity = 4;

        private readonly StatelessReset _reset;
        private readonly RandomPool _random;
        private readonly long[] _routes;
        private readonly int _first;
        private readonly int _localCount;

        // Sequence numbers, -1 unused: retired ones of the peer whose RETIRE_CONNECTION_ID is not acknowledged, then ours, then the peer's.
        private readonly long[] _sequences;

        private int _nextSequence;
        private int _peerLimit;
        private long _retirePriorTo;

        /// <summary>Entries of the peer's ids.</summary>
        internal readonly byte[] Remote;

        /// <summary>Offset in <see cref="Remote"/> of the id in use.</summary>
        internal int CurrentOffset;

        /// <summary>Bits of the NEW_CONNECTION_ID and RETIRE_CONNECTION_ID frames to be sent (<see cref="ControlFrame"/>).</summary>
        internal int Pending;

        internal ConnectionIds(StatelessReset reset, RandomPool random, long[] routes, int first, int localCount, int remoteCount)
        {
            _reset = reset;
            _random = random;
            _routes = routes;
            _first = first;
            _localCount = localCount;
            _sequences = new long[RetireCapacity + localCount + remoteCount];
            Remote = new byte[remoteCount * RemoteEntry];
            Clear();
        }

        /// <summary>Our id that the handshake uses (sequence number 0).</summary>
        internal long HandshakeId { get { return _routes[_first]; } }

        /// <summary>Forgets every id, ours included: nothing is routed here any more.</summary>
        internal void Clear()
        {
            for (int i = 0; i < _localCount; i++)
            {
                _routes[_first + i] = 0;
                _sequences[RetireCapacity + i] = -1;
            }

            _routes[_first + _localCount] = 0;
            for (int i = 0; i < Remote.Length / RemoteEntry; i++)
            {
                _sequences[RetireCapacity + _localCount + i] = -1;
            }

            for (int i = 0; i < RetireCapacity; i++)
            {
                _sequences[i] = -1;
            }

            Array.Clear(Remote, 0, Remote.Length);
            CurrentOffset = 0;
            Pending = 0;
            _retirePriorTo = 0;
            _peerLimit = 0;
        }

        /// <summary>Begins a connection.</summary>
        /// <param name="id">Our first id: new, or the one a Retry gave.</param>
        /// <param name="original">First 8 bytes of the id the client's first packets go to.</param>
        /// <param name="peer">Holds the client's source connection id.</param>
        /// <param name="peerOffset">Its first byte.</param>
        /// <param name="peerLength">Its length, 0 to 20.</param>
        internal void Start(long id, long original, byte[] peer, int peerOffset, int peerLength)
        {
            Clear();
            _routes[_first] = id;
            _routes[_first + _localCount] = original;
            _sequences[RetireCapacity + 0] = 0;
            _nextSequence = 1;
            _sequences[RetireCapacity + _localCount + 0] = 0;
            Remote[0] = (byte)peerLength;
            Array.Copy(peer, peerOffset, Remote, 1, peerLength);
        }

        /// <summary>Routes the client's first packets here, and nothing else yet.</summary>
        internal void RouteOriginal(long original)
        {
            _routes[_first + _localCount] = original;
        }

        /// <summary>After the handshake: issues as many ids as the peer keeps and we can hold.</summary>
        /// <param name="peerLimit">The peer's active_connection_id_limit.</param>
        internal void Issue(long peerLimit)
        {
            _peerLimit = peerLimit > _localCount ? _localCount : (int)peerLimit;
            Replenish();
        }

        /// <summary>
        /// Index (0 ..) of the id of ours a packet came to; -1 for the client's original one or none.
        /// </summary>
        internal int IndexOf(long id)
        {
            for (int i = 0; i < _localCount; i++)
            {
                if (_sequences[RetireCapacity + i] >= 0 && _routes[_first + i] == id)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Takes RETIRE_CONNECTION_ID.</summary>
        /// <param name="sequence">Sequence number retired.</param>
        /// <param name="packetId">The id the packet with the frame came to.</param>
        /// <returns>A transport error code, 0 for none.</returns>
        internal int OnRetire(long sequence, long packetId)
        {
            if (sequence >= _nextSequence)
            {
                return TransportError.ProtocolViolation;
            }

            for (int i = 0; i < _localCount; i++)
            {
                if (_sequences[RetireCapacity + i] == sequence)
                {
                    if (_routes[_first + i] == packetId)
                    {
                        return TransportError.ProtocolViolation;
                    }

                    _sequences[RetireCapacity + i] = -1;
                    _routes[_first + i] = 0;
                    Pending &= ~(ControlFrame.NewConnectionId << i);
                    Replenish();
                    break;
                }
            }

            return 0;
        }

        /// <summary>Takes NEW_CONNECTION_ID.</summary>
        /// <returns>A transport error code, 0 for none.</returns>
        internal int OnNew(long sequence, long retirePriorTo, byte[] buffer, int idOffset, int idLength, int tokenOffset)
        {
            byte[] remote = Remote;
            if (remote[CurrentOffset] == 0)
            {
                // A peer that asked for no id cannot be given another (section 19.15).
                return TransportError.ProtocolViolation;
            }

            if (idLength < 1 || idLength > 20 || retirePriorTo > sequence)
            {
                return TransportError.FrameEncoding;
            }

            int free = -1;
            for (int i = 0; i < Remote.Length / RemoteEntry; i++)
            {
                int entry = i * RemoteEntry;
                if (_sequences[RetireCapacity + _localCount + i] == sequence)
                {
                    bool same = remote[entry] == idLength && ConstantTime.Equals(remote, entry + 1, buffer, idOffset, idLength);
                    if (same && sequence > 0)
                    {
                        same = ConstantTime.Equals(remote, entry + 21, buffer, tokenOffset, StatelessReset.TokenLength);
                    }

                    return same ? 0 : TransportError.ProtocolViolation;
                }
            }

            int error = 0;
            if (retirePriorTo > _retirePriorTo)
            {
                _retirePriorTo = retirePriorTo;
                for (int i = 0; i < Remote.Length / RemoteEntry; i++)
                {
                    if (_sequences[RetireCapacity + _localCount + i] >= 0 && _sequences[RetireCapacity + _localCount + i] < retirePriorTo)
                    {
                        error |= Retire(_sequences[RetireCapacity + _localCount + i]);
                        _sequences[RetireCapacity + _localCount + i] = -1;
                    }
                }
            }

            if (sequence < _retirePriorTo)
            {
                error |= Retire(sequence);
                return error;
            }

            for (int i = Remote.Length / RemoteEntry - 1; i >= 0; i--)
            {
                if (_sequences[RetireCapacity + _localCount + i] < 0)
                {
                    free = i;
                }
            }

            if (free < 0 || error != 0)
            {
                return TransportError.ConnectionIdLimit;
            }

            int at = free * RemoteEntry;
            _sequences[RetireCapacity + _localCount + free] = sequence;
            remote[at] = (byte)idLength;
            Array.Copy(buffer, idOffset, remote, at + 1, idLength);
            Array.Copy(buffer, tokenOffset, remote, at + 21, StatelessReset.TokenLength);
            if (_sequences[RetireCapacity + _localCount + CurrentOffset / RemoteEntry] < 0)
            {
                CurrentOffset = at;
            }

            return 0;
        }

        /// <summary>
        /// Offset in <see cref="Remote"/> of the id for a path that is only probed: one not used yet, or the current one if there is no other.
        /// </summary>
        internal int ProbeOffset()
        {
            int best = Unused();
            return best < 0 ? CurrentOffset : best * RemoteEntry;
        }

        /// <summary>
        /// Moves to an id not used yet, retiring the one in use; for a new path (section 9.5).
        /// </summary>
        /// <returns>False if the peer has given none: the old one stays in use.</returns>
        internal bool UseNext()
        {
            int current = CurrentOffset / RemoteEntry;
            int best = Unused();
            if (best < 0 || Retire(_sequences[RetireCapacity + _localCount + current]) != 0)
            {
                return false;
            }

            _sequences[RetireCapacity + _localCount + current] = -1;
            CurrentOffset = best * RemoteEntry;
            return true;
        }

        private int Unused()
        {
            int current = CurrentOffset / RemoteEntry;
            int best = -1;
            for (int i = 0; i < Remote.Length / RemoteEntry; i++)
            {
                if (i != current && _sequences[RetireCapacity + _localCount + i] >= 0 && (best < 0 || _sequences[RetireCapacity + _localCount + i] < _sequences[RetireCapacity + _localCount + best]))
                {
                    best = i;
                }
            }

            return best;
        }

        /// <summary>
        /// Whether a datagram ends in a stateless reset token the peer gave for the id in use; every byte is compared, always.
        /// </summary>
        internal bool IsReset(byte[] buffer, int offset, int length)
        {
            int current = CurrentOffset / RemoteEntry;
            return _sequences[RetireCapacity + _localCount + current] > 0 && length >= 21
                && ConstantTime.Equals(Remote, CurrentOffset + 21, buffer, offset + length - StatelessReset.TokenLength, StatelessReset.TokenLength);
        }

        /// <summary>Writes the frames that are due, as many as fit, and notes them in the packet's record.</summary>
        /// <returns>Offset behind the last byte written.</returns>
        internal int WriteFrames(byte[] buffer, int offset, int end, SentPacketTracker tracker)
        {
            int pending = Pending;
            for (int i = 0; i < RetireCapacity; i++)
            {
                int bit = ControlFrame.RetireConnectionId << i;
                if ((pending & bit) != 0 && offset + 9 <= end)
                {
                    offset = FrameWriter.Write(buffer, offset, FrameType.RetireConnectionId, _sequences[i]);
                    tracker.AddControl(bit);
                    pending &= ~bit;
                }
            }

            for (int i = 0; i < _localCount; i++)
            {
                int bit = ControlFrame.NewConnectionId << i;
                if ((pending & bit) != 0 && offset + 7 + 8 + StatelessReset.TokenLength <= end)
                {
                    buffer[offset] = FrameType.NewConnectionId;
                    offset = Varint.Write(buffer, offset + 1, _sequences[RetireCapacity + i]);
                    buffer[offset] = 0;
                    buffer[offset + 1] = 8;
                    StatelessReset.WriteId(_routes[_first + i], buffer, offset + 2);
                    _reset.WriteToken(_routes[_first + i], buffer, offset + 10);
                    offset += 10 + StatelessReset.TokenLength;
                    tracker.AddControl(bit);
                    pending &= ~bit;
                }
            }

            Pending = pending;
            return offset;
        }

        /// <summary>Frames were acknowledged.</summary>
        internal void OnAcknowledged(int bits)
        {
            for (int i = 0; i < RetireCapacity; i++)
            {
                if ((bits & ControlFrame.RetireConnectionId << i) != 0)
                {
                    _sequences[i] = -1;
                }
            }
        }

        /// <summary>Frames were lost: those that still mean something are due again.</summary>
        internal void OnLost(int bits)
        {
            for (int i = 0; i < RetireCapacity; i++)
            {
                if (_sequences[i] >= 0)
                {
                    Pending |= bits & ControlFrame.RetireConnectionId << i;
                }
            }

            for (int i = 0; i < _localCount; i++)
            {
                if (_sequences[RetireCapacity + i] >= 0)
                {
                    Pending |= bits & ControlFrame.NewConnectionId << i;
                }
            }
        }

        private void Replenish()
        {
            int active = 0;
            for (int i = 0; i < _localCount; i++)
            {
                if (_sequences[RetireCapacity + i] >= 0)
                {
                    active++;
                }
            }

            for (int i = 0; i < _localCount && active < _peerLimit; i++)
            {
                if (_sequences[RetireCapacity + i] < 0)
                {
                    _sequences[RetireCapacity + i] = _nextSequence++;
                    _routes[_first + i] = NewId(_random);
                    Pending |= ControlFrame.NewConnectionId << i;
                    active++;
                }
            }
        }

        /// <summary>A random id; 0 marks an unused route and is never given.</summary>
        internal static long NewId(RandomPool random)
        {
            long id;
            do
            {
                id = random.NextLong();
            }
            while (id == 0);

            return id;
        }

        private int Retire(long sequence)
        {
            for (int i = 0; i < RetireCapacity; i++)
            {
                if (_sequences[i] == sequence)
                {
                    return 0;
                }
            }

            for (int i = 0; i < RetireCapacity; i++)
            {
                if (_sequences[i] < 0)
                {
                    _sequences[i] = sequence;
                    Pending |= ControlFrame.RetireConnectionId << i;
                    return 0;
                }
            }

            return TransportError.ConnectionIdLimit;
        }
    }
}
