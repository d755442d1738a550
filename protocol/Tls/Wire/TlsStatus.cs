// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>What a call of <see cref="TlsEngine"/> returns.</summary>
    public static class TlsStatus
    {
        /// <summary>Done; the handshake waits for the peer, or is complete.</summary>
        public const int Ok = 0;

        /// <summary>Work is pending: call <see cref="TlsEngine.Step"/> until it returns something else.</summary>
        public const int NeedStep = 1;

        /// <summary>Fatal: <see cref="HandshakeContext.Alert"/> says which alert the peer gets.</summary>
        public const int Failed = 2;
    }
}
