// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// The constants of TLS. <see cref="Standard"/>, <see cref="Tight"/> and <see cref="Compact"/> give the three named profiles;
    /// a board may change fields before it hands the profile over.
    /// </summary>
    public sealed class TlsProfile
    {
        /// <summary>
        /// Bytes of a TCP connection's arena while it receives the ClientHello: 748 bytes of the handshake, then the ClientHello (Chromium's takes
        /// 2,004-2,179 bytes). From then on the last <see cref="SendLength"/> bytes of the arena are the buffer for sending, and records are decrypted in what
        /// lies before. The arena is longer than this where that would leave too little (<see cref="ArenaLength"/>). At least 512.
        /// </summary>
        public int ReceiveLength = 2944;

        /// <summary>
        /// Bytes of a TCP connection's buffer for sending, which holds one record or several, headers and tags included. At least 256. More than one TCP
        /// segment (1,460 bytes) makes the peer acknowledge at once: a peer that got a single segment may wait 40 to 200 ms, and a small TCP stack takes
        /// nothing more until then.
        /// </summary>
        public int SendLength = 1504;

        /// <summary>True: TLS_CHACHA20_POLY1305_SHA256 is preferred over TLS_AES_128_GCM_SHA256 where the client offers both.</summary>
        public bool PreferChaCha20 = true;

        /// <summary>
        /// Where X25519MLKEM768 stands among the groups, if the image has an encapsulation (see <see cref="Crypto.AsymmetricJobs"/>): a value of <see cref="HybridPolicy"/>.
        /// </summary>
        public int Hybrid = HybridPolicy.Preferred;

        /// <summary>
        /// Whether a resumed session uses X25519MLKEM768, too. If not, it uses X25519 alone where the client sent a share of that: the secret in the ticket carries
        /// on the protection of the handshake that made it.
        /// </summary>
        public bool ResumesWithHybrid;

        /// <summary>Microseconds a TCP client has for its whole handshake.</summary>
        public long HandshakeTimeout = 10000000;

        /// <summary>Seconds a session ticket lives, at most 604,800; 0: no tickets are issued or taken.</summary>
        public int TicketLifetime = 7200;

        /// <summary>
        /// Bytes of refused early data skipped over TCP before the connection fails (RFC 8446 section 4.2.10).
        /// </summary>
        public int MaxSkippedEarlyData = 16384;

        /// <summary>The memory of a TCP connection is taken from the heap when a client comes, and given back when it is gone.</summary>
        public bool OnDemand;

        /// <summary>Bytes of a TCP connection's arena, which receives and sends.</summary>
        /// <param name="hybrid">Whether X25519MLKEM768 is offered: its ciphertext lies in the arena until the handshake is over.</param>
        internal int ArenaLength(bool hybrid)
        {
            int least = SendLength + LeastRecords + (ReceiveLength < 2 * HandshakeContext.TcpMemoryLength ? 0 : HandshakeContext.TcpMemoryLength)
                + (hybrid ? HandshakeContext.HybridShareLength : 0);
            return ReceiveLength < least ? least : ReceiveLength;
        }

        // Bytes for the client's records while the handshake's memory lies in front of them: Finished takes 58.
        private const int LeastRecords = 64;

        /// <summary>The profile of boards with 100,000 bytes for the image.</summary>
        /// <returns>A new profile.</returns>
        public static TlsProfile Standard()
        {
            return new TlsProfile();
        }

        /// <summary>The profile of boards with less than 80,000 bytes for the image.</summary>
        /// <returns>A new profile.</returns>
        public static TlsProfile Tight()
        {
            return new TlsProfile();
        }

        /// <summary>The profile of boards with megabytes.</summary>
        /// <returns>A new profile.</returns>
        public static TlsProfile Large()
        {
            TlsProfile profile = new TlsProfile();
            profile.ReceiveLength = 8192;
            profile.SendLength = 2880;
            return profile;
        }

        /// <summary>For comparison with other designs: a 4,096-byte arena and small output.</summary>
        /// <returns>A new profile.</returns>
        public static TlsProfile Compact()
        {
            TlsProfile profile = new TlsProfile();
            profile.ReceiveLength = 4096;
            profile.SendLength = 512;
            return profile;
        }
    }
}
