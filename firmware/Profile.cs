// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Firmware
{
    /// <summary>
    /// The constants of a board, from which every array of the image gets its size. The board makes it and hands it over at boot; it must not change afterwards.
    /// </summary>
    public sealed class Profile
    {
        /// <summary>Bytes of the managed heap that the whole image may use at its peak, the platform included.</summary>
        public int HeapBudget = 100000;

        /// <summary>Bytes of the heap that the image takes at boot, including its certificate and the board's drivers. The tables of its assemblies are not included: they are loaded before.</summary>
        public int HeapTaken = 63600;

        /// <summary>The same under the OnDemand policy.</summary>
        public int HeapTakenOnDemand = 27200;

        /// <summary>
        /// The memory policy of the whole image. False, Static: all memory is allocated at boot. True, OnDemand: the memory of a connection or handshake is
        /// allocated when a client arrives and released when it leaves. The peak is the same, but while no client is connected much less is in use. A client
        /// for which the heap has no room is refused and counted.
        /// </summary>
        public bool OnDemand;

        /// <summary>Certificates that can be served at a time, chosen by server name.</summary>
        public int Certificates = 1;

        /// <summary>X25519 key pairs prepared in idle time.</summary>
        public int PreparedKeyPairs = 2;

        /// <summary>ECDSA nonces prepared in idle time.</summary>
        public int PreparedNonces = 2;

        /// <summary>Uploads hashed at the same time; a further one gets 503.</summary>
        public int Uploads = 2;

        /// <summary>Responses with the status that can be in progress at the same time.</summary>
        public int StatusReaders = 1;

        /// <summary>Clients of the event stream at the same time.</summary>
        public int EventReaders = 3;

        /// <summary>Bytes read from TCP at a time.</summary>
        public int StreamChunk = 256;

        /// <summary>
        /// Longest stretch of handshake computation between two looks at the sockets, in units of about 1,000 IL operations.
        /// </summary>
        public int StepBudget = 40;

        /// <summary>Datagrams received in one turn before output is composed, and the most sent in one turn while no handshake computes.</summary>
        public int DatagramsPerTurn = 4;

        /// <summary>Port of both servers, TCP and UDP.</summary>
        public int Port = 443;

        /// <summary>
        /// How the symmetric primitives work. The default uses tables of AES and GHASH that are indexed by secrets. A board whose heap is cached (external RAM)
        /// must use CryptoProfile.ConstantTime().
        /// </summary>
        public CryptoProfile Crypto = new CryptoProfile();

        /// <summary>
        /// The key encapsulation of X25519MLKEM768 (an MlKem768 of the assembly MilliHttp.Nano.Crypto.MlKem), or null: TLS does not offer that group, and
        /// the image does not need the assembly. TlsProfile.Hybrid chooses its place among the groups.
        /// </summary>
        public KeyEncapsulation Encapsulation;

        /// <summary>Sizes and times of TLS.</summary>
        public TlsProfile Tls = TlsProfile.Standard();

        /// <summary>Sizes and times of QUIC.</summary>
        public QuicProfile Quic = QuicProfile.Standard();

        /// <summary>Sizes and times of HTTP.</summary>
        public HttpProfile Http = new HttpProfile();

        /// <summary>Sizes and times of HTTP/3.</summary>
        public H3Profile Http3 = H3Profile.Standard();

        /// <summary>Bytes of the heap that a key encapsulation takes at boot.</summary>
        private const int EncapsulationBytes = 1860;

        /// <summary>Bytes of the heap that must be free before the image is made, including those that must stay free for stack frames.</summary>
        public int HeapNeeded
        {
            get { return (OnDemand ? HeapTakenOnDemand : HeapTaken) + (Encapsulation != null ? EncapsulationBytes : 0) + HeapReserve.SocketBytes + HeapReserve.GapBytes + HeapReserve.Bytes; }
        }

        /// <summary>One HTTPS/1.1 connection, four HTTP/3 connections, two handshakes, in under 100,000 bytes.</summary>
        public static Profile Standard()
        {
            return new Profile();
        }

        /// <summary>The same connections for a board whose whole heap is under 90 KB.</summary>
        public static Profile Tight()
        {
            Profile profile = new Profile();
            profile.HeapBudget = 80000;
            profile.HeapTaken = 48500;
            profile.HeapTakenOnDemand = 23200;
            profile.PreparedKeyPairs = 1;
            profile.PreparedNonces = 1;
            profile.Uploads = 1;
            profile.EventReaders = 2;
            profile.Crypto = CryptoProfile.Tight();
            profile.Tls = TlsProfile.Tight();
            profile.Quic = QuicProfile.Tight();
            profile.Http = HttpProfile.Tight();
            profile.Http3 = H3Profile.Tight();
            return profile;
        }

        /// <summary>
        /// For a board with 100,000 bytes that serves browsers on a LAN: they use HTTP/3 with publicly trusted certificates only, and open several TCP
        /// connections. Three HTTPS/1.1 connections and two HTTP/3 connections, in less memory than Standard.
        /// </summary>
        public static Profile Browser()
        {
            Profile profile = new Profile();
            profile.HeapBudget = 90200;
            profile.HeapTaken = 58800;
            profile.HeapTakenOnDemand = 28000;
            profile.Http = HttpProfile.Browser();
            profile.Quic = QuicProfile.Browser();
            return profile;
        }

        /// <summary>For boards with megabytes: four HTTPS/1.1 connections, sixteen HTTP/3 connections, four handshakes at a time, larger windows.</summary>
        public static Profile Large()
        {
            Profile profile = new Profile();
            profile.HeapBudget = 600000;
            profile.HeapTaken = 490500;
            profile.HeapTakenOnDemand = 103500;
            profile.PreparedKeyPairs = 4;
            profile.PreparedNonces = 4;
            profile.Uploads = 4;
            profile.StatusReaders = 4;
            profile.EventReaders = 12;
            profile.StreamChunk = 1024;
            profile.DatagramsPerTurn = 8;
            profile.Tls = TlsProfile.Large();
            profile.Quic = QuicProfile.Large();
            profile.Http = HttpProfile.Large();
            profile.Http3 = H3Profile.Large();
            return profile;
        }

        /// <summary>The buffer sizes of the original design, for comparison.</summary>
        public static Profile Compact()
        {
            Profile profile = new Profile();
            profile.HeapBudget = 106400;
            profile.Tls = TlsProfile.Compact();
            profile.Quic = QuicProfile.Compact();
            profile.Http3 = H3Profile.Compact();
            return profile;
        }
    }
}
