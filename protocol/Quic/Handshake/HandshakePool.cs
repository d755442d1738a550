// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Quic
{
    /// <summary>
    /// The handshake contexts of the image, fewer than connection slots. One is taken only for a decrypted, well-formed Initial, and comes
    /// back at completion, failure, timeout or eviction. With the OnDemand policy a place is empty until it is taken.
    /// </summary>
    internal sealed class HandshakePool
    {
        private readonly HandshakeState[] _states;
        private readonly TlsEngine _tls;
        private readonly QuicProfile _profile;
        private int _next;

        internal HandshakePool(TlsEngine tls, QuicProfile profile)
        {
            _tls = tls;
            _profile = profile;
            _states = new HandshakeState[profile.Handshakes];
            if (!profile.OnDemand)
            {
                for (int i = 0; i < _states.Length; i++)
                {
                    _states[i] = new HandshakeState(tls, profile);
                }
            }
        }

        /// <summary>Number of places.</summary>
        internal int Count { get { return _states.Length; } }

        /// <summary>What is in a place; null while nothing was taken there (OnDemand).</summary>
        internal HandshakeState State(int index)
        {
            return _states[index];
        }

        /// <summary>Whether a context can be taken.</summary>
        internal bool HasFree()
        {
            for (int i = 0; i < _states.Length; i++)
            {
                if (_states[i] == null || _states[i].Owner == null)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>How many contexts can be taken.</summary>
        internal int FreeCount()
        {
            int free = 0;
            for (int i = 0; i < _states.Length; i++)
            {
                if (_states[i] == null || _states[i].Owner == null)
                {
                    free++;
                }
            }

            return free;
        }

        /// <summary>A free context, made if the policy says so; null if there is none or the heap gives none.</summary>
        internal HandshakeState Take()
        {
            for (int i = 0; i < _states.Length; i++)
            {
                HandshakeState state = _states[i];
                if (state == null)
                {
                    return Make(i);
                }

                if (state.Owner == null)
                {
                    return state;
                }
            }

            return null;
        }

        /// <summary>Erases a context and takes it back.</summary>
        internal void Return(HandshakeState state)
        {
            state.Release();
            if (_profile.OnDemand)
            {
                for (int i = 0; i < _states.Length; i++)
                {
                    if (_states[i] == state)
                    {
                        _states[i] = null;
                    }
                }
            }
        }

        /// <summary>Whether any context has computations to do.</summary>
        internal bool HasWork()
        {
            for (int i = 0; i < _states.Length; i++)
            {
                if (_states[i] != null && (_states[i].Flags & HandshakeState.Work) != 0)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The next busy context by turns, for its computations; null if none has work.</summary>
        internal HandshakeState NextWithWork()
        {
            int count = _states.Length;
            int next = _next;
            for (int i = 0; i < count; i++)
            {
                next = next + 1 >= count ? 0 : next + 1;
                HandshakeState state = _states[next];
                if (state != null && (state.Flags & HandshakeState.Work) != 0)
                {
                    _next = next;
                    return state;
                }
            }

            return null;
        }

        private HandshakeState Make(int index)
        {
            if (!HeapReserve.HasRoom(HandshakeState.HeapBytes))
            {
                return null;
            }

            try
            {
                HandshakeState state = new HandshakeState(_tls, _profile);
                if (HeapReserve.HasRoom(0))
                {
                    _states[index] = state;
                    return state;
                }
            }
            catch (OutOfMemoryException)
            {
                // Refused, as where nothing was taken yet.
            }

            return null;
        }
    }
}
