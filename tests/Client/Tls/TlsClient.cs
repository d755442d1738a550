// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.TestClient
{
    /// <summary>
    /// The client's side of a TLS 1.3 handshake (RFC 8446), over TCP records and QUIC CRYPTO streams alike, for tests: it talks to the server of
    /// this project, checks what it says, and keeps a session. One object is one client; <see cref="Start"/> begins anew.
    /// </summary>
    /// <remarks>
    /// Use: set the options, <see cref="Start"/>, send the flight of <see cref="TlsLevel.Initial"/> (<see cref="FlightLength"/>,
    /// <see cref="ReadFlight"/>), give every whole message of the server to <see cref="FeedMessage"/>, look at the key flags and the flights
    /// after each. All work is done at once: a client in a test has time.
    /// </remarks>
    public sealed class TlsClient
    {
        // Offsets in _secrets.
        private const int ClientHandshake = 0;
        private const int ServerHandshake = 32;
        private const int Master = 64;
        private const int ClientApplication = 96;
        private const int ServerApplication = 128;
        private const int Hash = 160;
        private const int Scratch = 192;
        private const int PrivateX25519 = 256;
        private const int PrivateP256 = 288;
        private const int Psk = 320;
        private const int SecretsLength = 352;

        private const int PhaseIdle = 0;
        private const int PhaseServerHello = 1;
        private const int PhaseEncryptedExtensions = 2;
        private const int PhaseCertificate = 3;
        private const int PhaseCertificateVerify = 4;
        private const int PhaseFinished = 5;
        private const int PhaseComplete = 6;
        private const int PhaseFailed = 7;

        // X25519MLKEM768.
        private const int Hybrid = 0x11ec;

        private readonly CryptoProvider _provider;
        private readonly AsymmetricJobs _jobs;
        private readonly HmacDrbg _drbg;
        private readonly Sha256 _transcript = new Sha256();
        private readonly CertificateReader _reader = new CertificateReader();
        private readonly byte[] _secrets = new byte[SecretsLength];
        private readonly byte[] _hello;
        private readonly byte[] _work = new byte[136];
        private readonly byte[] _point = new byte[65];
        private readonly byte[] _finished = new byte[36];
        private readonly byte[] _share = new byte[97];
        private readonly byte[] _ticket = new byte[256];
        private P256Verifier _verifier;
        private int _ticketLength;
        private int _ageAdd;
        private long _ticketTime;
        private int _helloLength;
        private int _firstLength;
        private int _phase;
        private int _retryGroup;
        private long _sessionSeed;
        private bool _offeredPsk;

        /// <summary>Makes a client.</summary>
        /// <param name="provider">Symmetric crypto.</param>
        /// <param name="jobs">Idle whenever this client is called.</param>
        /// <param name="drbg">Seeded.</param>
        /// <param name="helloRoom">Bytes for the ClientHello, and the second one after a HelloRetryRequest.</param>
        public TlsClient(CryptoProvider provider, AsymmetricJobs jobs, HmacDrbg drbg, int helloRoom)
        {
            _provider = provider;
            _jobs = jobs;
            _drbg = drbg;
            _hello = new byte[helloRoom];
        }

        /// <summary><see cref="TlsTransport"/>.</summary>
        public int Transport;

        /// <summary>The only suite to offer, or 0: both, AES first.</summary>
        public int OfferedSuite;

        /// <summary>Groups whose shares are sent: 1 X25519, 2 P-256, 4 X25519MLKEM768 (first in the list; it needs <see cref="Encapsulation"/>); any can be set, or none.</summary>
        public int Shares = 1;

        /// <summary>Groups offered in supported_groups, as in <see cref="Shares"/>.</summary>
        public int Groups = 3;

        /// <summary>ML-KEM, for X25519MLKEM768.</summary>
        public ClientEncapsulation Encapsulation;

        /// <summary>The group chosen, its code point.</summary>
        public int Group;

        /// <summary>The server_name, or null.</summary>
        public byte[] ServerName;

        /// <summary>The ProtocolNameList of ALPN with the length of each name, but not of the list; null: no ALPN.</summary>
        public byte[] Protocols;

        /// <summary>Length of legacy_session_id.</summary>
        public int SessionIdLength;

        /// <summary>record_size_limit to send, or 0.</summary>
        public int RecordSizeLimit;

        /// <summary>Code of max_fragment_length to send, or 0.</summary>
        public int MaxFragmentLength;

        /// <summary>True: offer early data with the ticket.</summary>
        public bool OfferEarlyData;

        /// <summary>The hello is padded to this length with its header, or not if it is longer.</summary>
        public int PaddedLength;

        /// <summary>False: CertificateVerify is believed (long campaigns).</summary>
        public bool VerifiesSignature = true;

        /// <summary>False: a ticket is not offered though there is one.</summary>
        public bool Resumes = true;

        /// <summary>The client's transport parameters, over QUIC.</summary>
        public byte[] LocalTransportParameters;

        /// <summary>Their length in bytes.</summary>
        public int LocalTransportParametersLength;

        /// <summary>Where the server's transport parameters begin in the buffer that FeedMessage was given; valid after EncryptedExtensions was fed.</summary>
        public int PeerTransportParametersOffset;

        /// <summary>Their length; 0: not seen.</summary>
        public int PeerTransportParametersLength;

        /// <summary>After a failure, the alert to send; else <see cref="TlsAlert.None"/>.</summary>
        public int Alert;

        /// <summary>The suite the server chose.</summary>
        public int Suite;

        /// <summary>The record_size_limit the server answered, 0 if none.</summary>
        public int PeerRecordSizeLimit;

        /// <summary>The max_fragment_length code the server answered, 0 if none.</summary>
        public int PeerMaxFragmentLength;

        /// <summary>True when the server agreed to a protocol.</summary>
        public bool HasApplicationProtocol;

        /// <summary>True when the server has acknowledged server_name.</summary>
        public bool HasServerName;

        /// <summary>True when the ticket was taken.</summary>
        public bool IsResumed;

        /// <summary>True when a HelloRetryRequest came.</summary>
        public bool IsRetried => _retryGroup != 0;

        /// <summary>True when the handshake keys can be exported.</summary>
        public bool HandshakeKeysReady => _phase >= PhaseEncryptedExtensions && _phase <= PhaseComplete;

        /// <summary>True when the application keys can be exported.</summary>
        public bool ApplicationKeysReady => _phase == PhaseComplete;

        /// <summary>True when the server's Finished was right and the client's can be read.</summary>
        public bool IsComplete => _phase == PhaseComplete;

        /// <summary>True when a session can be resumed.</summary>
        public bool HasTicket => _ticketLength > 0;

        /// <summary>Where the ticket lies: its bytes may be spoilt by a test.</summary>
        public byte[] Ticket => _ticket;

        /// <summary>Length of the ticket in bytes.</summary>
        public int TicketLength => _ticketLength;

        /// <summary>Begins a handshake: writes the ClientHello.</summary>
        /// <param name="now">Microseconds.</param>
        public void Start(long now)
        {
            _transcript.Reset();
            _helloLength = 0;
            _firstLength = 0;
            _retryGroup = 0;
            _phase = PhaseServerHello;
            Alert = TlsAlert.None;
            Suite = 0;
            IsResumed = false;
            HasApplicationProtocol = false;
            HasServerName = false;
            PeerTransportParametersLength = 0;
            PeerRecordSizeLimit = 0;
            PeerMaxFragmentLength = 0;
            _drbg.Generate(_secrets, PrivateX25519, 64);
            WriteHello(now, Shares, 0);
            _firstLength = _helloLength;
            _transcript.Update(_hello, 0, _helloLength);
        }

        /// <summary>Bytes to send at a level: both ClientHellos, or Finished.</summary>
        public int FlightLength(int level)
        {
            return level == TlsLevel.Initial ? _helloLength : level == TlsLevel.Handshake && _phase == PhaseComplete ? 36 : 0;
        }

        /// <summary>Copies flight bytes, from any offset.</summary>
        /// <returns>Bytes copied.</returns>
        public int ReadFlight(int level, int offset, byte[] destination, int destinationOffset, int count)
        {
            int rest = FlightLength(level) - offset;
            if (count > rest)
            {
                count = rest;
            }

            if (offset < 0 || count <= 0)
            {
                return 0;
            }

            Array.Copy(level == TlsLevel.Initial ? _hello : _finished, offset, destination, destinationOffset, count);
            return count;
        }

        /// <summary>Takes one whole handshake message of the server, NewSessionTicket included.</summary>
        /// <returns><see cref="TlsStatus"/>: Ok or Failed.</returns>
        public int FeedMessage(int level, byte[] b, int offset, int length, long now)
        {
            if (_phase == PhaseFailed)
            {
                return TlsStatus.Failed;
            }

            if (length < 4 || ((b[offset + 1] << 16) | (b[offset + 2] << 8) | b[offset + 3]) != length - 4)
            {
                return Fail(TlsAlert.DecodeError);
            }

            int type = b[offset];
            int wanted = _phase == PhaseServerHello ? TlsLevel.Initial : _phase == PhaseComplete ? TlsLevel.Application : TlsLevel.Handshake;
            if (level != wanted)
            {
                return Fail(TlsAlert.UnexpectedMessage);
            }

            switch (_phase)
            {
                case PhaseServerHello:
                    return type == 2 ? TakeServerHello(b, offset, length, now) : Fail(TlsAlert.UnexpectedMessage);
                case PhaseEncryptedExtensions:
                    return type == 8 ? TakeExtensions(b, offset, length) : Fail(TlsAlert.UnexpectedMessage);
                case PhaseCertificate:
                    return type == 11 ? TakeCertificate(b, offset, length) : Fail(TlsAlert.UnexpectedMessage);
                case PhaseCertificateVerify:
                    return type == 15 ? TakeCertificateVerify(b, offset, length) : Fail(TlsAlert.UnexpectedMessage);
                case PhaseFinished:
                    return type == 20 ? TakeFinished(b, offset, length) : Fail(TlsAlert.UnexpectedMessage);
                case PhaseComplete:
                    return type == 4 ? TakeTicket(b, offset, length, now) : Fail(TlsAlert.UnexpectedMessage);
                default:
                    return Fail(TlsAlert.InternalError);
            }
        }

        /// <summary>Writes the keys of one direction as a <see cref="KeyBlock"/>.</summary>
        public void ExportKeys(int level, bool client, byte[] keyBlock, int offset)
        {
            int secret = level == TlsLevel.Handshake ? client ? ClientHandshake : ServerHandshake : client ? ClientApplication : ServerApplication;
            TlsEngine.DeriveKeys(_provider, Transport, Suite, _secrets, secret, keyBlock, offset);
        }

        /// <summary>Writes the 32-byte application traffic secret of one direction.</summary>
        public void ExportTrafficSecret(bool client, byte[] destination, int offset)
        {
            Array.Copy(_secrets, client ? ClientApplication : ServerApplication, destination, offset, 32);
        }

        /// <summary>Forgets the session.</summary>
        public void ForgetTicket()
        {
            _ticketLength = 0;
        }

        private static int Put16(byte[] b, int p, int value)
        {
            b[p] = (byte)(value >> 8);
            b[p + 1] = (byte)value;
            return p + 2;
        }

        private int Fail(int alert)
        {
            Alert = alert;
            _phase = PhaseFailed;
            return TlsStatus.Failed;
        }

        /// <summary>Appends a ClientHello to the flight.</summary>
        private void WriteHello(long now, int shares, int retryGroup)
        {
            byte[] b = _hello;
            int start = _helloLength;
            int p = start + 4;
            p = Put16(b, p, 0x0303);
            if (start == 0)
            {
                _drbg.Generate(b, p, 32);
                _drbg.Generate(_work, 0, 32);
                _sessionSeed = _work[0] | (_work[1] << 8);
            }
            else
            {
                Array.Copy(b, 6, b, p, 32);
            }

            p += 32;
            b[p++] = (byte)SessionIdLength;
            for (int i = 0; i < SessionIdLength; i++)
            {
                b[p++] = (byte)(_sessionSeed + (i * 7));
            }

            p = Put16(b, p, OfferedSuite == 0 ? 4 : 2);
            p = Put16(b, p, OfferedSuite == 0 ? 0x1301 : OfferedSuite);
            if (OfferedSuite == 0)
            {
                p = Put16(b, p, 0x1303);
            }

            b[p++] = 1;
            b[p++] = 0;
            int extensions = p;
            p += 2;
            if (ServerName != null)
            {
                p = Put16(b, p, 0);
                p = Put16(b, p, ServerName.Length + 5);
                p = Put16(b, p, ServerName.Length + 3);
                b[p++] = 0;
                p = Put16(b, p, ServerName.Length);
                Array.Copy(ServerName, 0, b, p, ServerName.Length);
                p += ServerName.Length;
            }

            if (MaxFragmentLength != 0)
            {
                p = Put16(b, p, 1);
                p = Put16(b, p, 1);
                b[p++] = (byte)MaxFragmentLength;
            }

            int groups = (Groups & 1) + ((Groups >> 1) & 1) + ((Groups >> 2) & 1);
            p = Put16(b, p, 10);
            p = Put16(b, p, 2 + (2 * groups));
            p = Put16(b, p, 2 * groups);
            if ((Groups & 4) != 0)
            {
                p = Put16(b, p, Hybrid);
            }

            if ((Groups & 1) != 0)
            {
                p = Put16(b, p, 0x1d);
            }

            if ((Groups & 2) != 0)
            {
                p = Put16(b, p, 0x17);
            }

            p = Put16(b, p, 13);
            p = Put16(b, p, 4);
            p = Put16(b, p, 2);
            p = Put16(b, p, 0x0403);
            if (Protocols != null)
            {
                p = Put16(b, p, 16);
                p = Put16(b, p, Protocols.Length + 2);
                p = Put16(b, p, Protocols.Length);
                Array.Copy(Protocols, 0, b, p, Protocols.Length);
                p += Protocols.Length;
            }

            if (RecordSizeLimit != 0)
            {
                p = Put16(b, p, 28);
                p = Put16(b, p, 2);
                p = Put16(b, p, RecordSizeLimit);
            }

            p = Put16(b, p, 43);
            p = Put16(b, p, 3);
            b[p++] = 2;
            p = Put16(b, p, 0x0304);
            p = Put16(b, p, 45);
            p = Put16(b, p, 2);
            b[p++] = 1;
            b[p++] = 1;

            p = Put16(b, p, 51);
            int keyShare = p;
            p += 4;
            if (retryGroup == 0 && (shares & 4) != 0)
            {
                p = Put16(b, p, Hybrid);
                p = Put16(b, p, KeyEncapsulation.KeyLength + 32);
                Encapsulation.WriteKey(b, p);
                p += KeyEncapsulation.KeyLength;
                _jobs.StartX25519PublicKey(_secrets, PrivateX25519);
                RunJob(b, p);
                p += 32;
            }

            if (retryGroup == 0x1d || (retryGroup == 0 && (shares & 1) != 0))
            {
                p = Put16(b, p, 0x1d);
                p = Put16(b, p, 32);
                _jobs.StartX25519PublicKey(_secrets, PrivateX25519);
                RunJob(b, p);
                p += 32;
            }

            if (retryGroup == 0x17 || (retryGroup == 0 && (shares & 2) != 0))
            {
                p = Put16(b, p, 0x17);
                p = Put16(b, p, 65);
                _jobs.StartP256PublicKey(_secrets, PrivateP256);
                RunJob(b, p);
                p += 65;
            }

            Put16(b, keyShare, p - keyShare - 2);
            Put16(b, keyShare + 2, p - keyShare - 4);
            if (Transport == TlsTransport.Quic)
            {
                p = Put16(b, p, 57);
                p = Put16(b, p, LocalTransportParametersLength);
                if (LocalTransportParametersLength > 0)
                {
                    Array.Copy(LocalTransportParameters, 0, b, p, LocalTransportParametersLength);
                    p += LocalTransportParametersLength;
                }
            }

            _offeredPsk = Resumes && _ticketLength > 0;
            if (_offeredPsk && OfferEarlyData && retryGroup == 0)
            {
                p = Put16(b, p, 42);
                p = Put16(b, p, 0);
            }

            int rest = PaddedLength - (p - start) - (_offeredPsk ? _ticketLength + 47 : 0) - 4;
            if (rest >= 0 && PaddedLength > 0)
            {
                p = Put16(b, p, 21);
                p = Put16(b, p, rest);
                Array.Clear(b, p, rest);
                p += rest;
            }

            if (_offeredPsk)
            {
                p = Put16(b, p, 41);
                p = Put16(b, p, 2 + 2 + _ticketLength + 4 + 2 + 33);
                p = Put16(b, p, 2 + _ticketLength + 4);
                p = Put16(b, p, _ticketLength);
                Array.Copy(_ticket, 0, b, p, _ticketLength);
                p += _ticketLength;
                int age = (int)((now - _ticketTime) / 1000) + _ageAdd;
                p = Put16(b, p, age >> 16);
                p = Put16(b, p, age);
                p = Put16(b, p, 33);
                b[p++] = 32;
                p += 32;
            }

            int length = p - start;
            b[start] = 1;
            b[start + 1] = (byte)((length - 4) >> 16);
            b[start + 2] = (byte)((length - 4) >> 8);
            b[start + 3] = (byte)(length - 4);
            Put16(b, extensions, p - extensions - 2);
            _helloLength = p;
            if (_offeredPsk)
            {
                // The binder covers the transcript so far and this hello up to the binders.
                _provider.Hkdf.Extract(_secrets, 0, 0, _secrets, Psk, 32, _secrets, Master);
                EmptyHash(_work);
                _provider.Hkdf.SetPrk(_secrets, Master);
                _provider.Hkdf.ExpandLabel(HkdfLabel.ResumptionBinder, _work, 0, 32, _secrets, Scratch, 32);
                Sha256 hash = _provider.Hash;
                hash.CopyFrom(_transcript);
                hash.Update(b, start, p - 35 - start);
                hash.Finish(_secrets, Hash);
                FinishedMac(Scratch, b, p - 32);
            }
        }

        private void EmptyHash(byte[] destination)
        {
            Sha256 hash = _provider.Hash;
            hash.Reset();
            hash.Finish(destination, 0);
        }

        private void Snapshot()
        {
            Sha256 hash = _provider.Hash;
            hash.CopyFrom(_transcript);
            hash.Finish(_secrets, Hash);
        }

        /// <summary>HMAC of the hash at Hash with the finished key of a secret.</summary>
        private void FinishedMac(int secret, byte[] destination, int offset)
        {
            _provider.Hkdf.SetPrk(_secrets, secret);
            _provider.Hkdf.ExpandLabel(HkdfLabel.Finished, _secrets, 0, 0, _work, 0, 32);
            HmacSha256 hmac = _provider.Hmac;
            hmac.SetKey(_work, 0, 32);
            hmac.Update(_secrets, Hash, 32);
            hmac.Finish(destination, offset);
        }

        private bool RunJob(byte[] destination, int offset)
        {
            int status = JobStatus.Running;
            while (status == JobStatus.Running)
            {
                status = _jobs.Step(1000);
            }

            if (status != JobStatus.Done)
            {
                _jobs.Cancel();
                return false;
            }

            _jobs.TakeResult(destination, offset);
            return true;
        }

        private int TakeServerHello(byte[] b, int offset, int length, long now)
        {
            int end = offset + length;
            int p = offset + 4;
            if (length < 44 || b[p] != 3 || b[p + 1] != 3)
            {
                return Fail(TlsAlert.DecodeError);
            }

            bool retry = b[p + 2] == 0xcf && b[p + 3] == 0x21 && b[p + 4] == 0xad && b[p + 5] == 0x74 && b[p + 33] == 0x9c;
            p += 34;
            int n = b[p++];
            if (n != SessionIdLength || end - p < n + 5)
            {
                return Fail(TlsAlert.IllegalParameter);
            }

            for (int i = 0; i < n; i++)
            {
                if (b[p + i] != (byte)(_sessionSeed + (i * 7)))
                {
                    return Fail(TlsAlert.IllegalParameter);
                }
            }

            p += n;
            int suite = (b[p] << 8) | b[p + 1];
            if ((suite != 0x1301 && suite != 0x1303) || (OfferedSuite != 0 && suite != OfferedSuite) || (Suite != 0 && suite != Suite) || b[p + 2] != 0)
            {
                return Fail(TlsAlert.IllegalParameter);
            }

            Suite = suite;
            p += 3;
            if (((b[p] << 8) | b[p + 1]) != end - p - 2)
            {
                return Fail(TlsAlert.DecodeError);
            }

            p += 2;
            int group = 0;
            int share = 0;
            bool version = false;
            while (p < end)
            {
                int type = (b[p] << 8) | b[p + 1];
                int size = (b[p + 2] << 8) | b[p + 3];
                p += 4;
                if (end - p < size)
                {
                    return Fail(TlsAlert.DecodeError);
                }

                if (type == 43 && size == 2)
                {
                    version = b[p] == 3 && b[p + 1] == 4;
                }
                else if (type == 51)
                {
                    group = (b[p] << 8) | b[p + 1];
                    share = p + 4;
                    if (size != (retry ? 2 : group == 0x1d ? 36 : group == Hybrid ? 4 + KeyEncapsulation.CiphertextLength + 32 : 69))
                    {
                        return Fail(TlsAlert.DecodeError);
                    }
                }
                else if (type == 41 && !retry && _offeredPsk)
                {
                    IsResumed = size == 2 && b[p] == 0 && b[p + 1] == 0;
                }
                else
                {
                    return Fail(TlsAlert.UnsupportedExtension);
                }

                p += size;
            }

            if (!version || (group != 0x1d && group != 0x17 && (group != Hybrid || retry || (Shares & 4) == 0)))
            {
                return Fail(TlsAlert.IllegalParameter);
            }

            if (retry)
            {
                if (_retryGroup != 0)
                {
                    return Fail(TlsAlert.UnexpectedMessage);
                }

                if ((Groups & (group == 0x1d ? 1 : 2)) == 0 || (Shares & (group == 0x1d ? 1 : 2)) != 0)
                {
                    return Fail(TlsAlert.IllegalParameter);
                }

                _retryGroup = group;
                _transcript.Finish(_work, 4);
                _work[0] = 254;
                _work[1] = 0;
                _work[2] = 0;
                _work[3] = 32;
                _transcript.Reset();
                _transcript.Update(_work, 0, 36);
                _transcript.Update(b, offset, length);
                WriteHello(now, 0, group);
                _transcript.Update(_hello, _firstLength, _helloLength - _firstLength);
                return TlsStatus.Ok;
            }

            if (_retryGroup != 0 && group != _retryGroup)
            {
                return Fail(TlsAlert.IllegalParameter);
            }

            _transcript.Update(b, offset, length);
            Group = group;
            int secret = 0;
            if (group == Hybrid)
            {
                // The secret of ML-KEM, then that of X25519.
                secret = 32;
                Encapsulation.Decapsulate(b, share, _share, 0);
                share += KeyEncapsulation.CiphertextLength;
            }

            if (group != 0x17)
            {
                _jobs.StartX25519(_secrets, PrivateX25519, b, share);
            }
            else
            {
                _jobs.StartP256Ecdh(_secrets, PrivateP256, b, share);
            }

            if (!RunJob(_share, secret))
            {
                return Fail(TlsAlert.IllegalParameter);
            }

            Hkdf hkdf = _provider.Hkdf;
            if (!IsResumed)
            {
                Array.Clear(_work, 0, 32);
                hkdf.Extract(_work, 0, 0, _work, 0, 32, _secrets, Master);
            }

            Derive(_share, secret + 32);
            Snapshot();
            hkdf.SetPrk(_secrets, Master);
            hkdf.ExpandLabel(HkdfLabel.ClientHandshakeTraffic, _secrets, Hash, 32, _secrets, ClientHandshake, 32);
            hkdf.ExpandLabel(HkdfLabel.ServerHandshakeTraffic, _secrets, Hash, 32, _secrets, ServerHandshake, 32);
            Array.Clear(_share, 0, 97);
            Derive(_share, 32);
            _phase = PhaseEncryptedExtensions;
            return TlsStatus.Ok;
        }

        /// <summary>The next secret of the schedule from so many bytes of input.</summary>
        private void Derive(byte[] input, int length)
        {
            Hkdf hkdf = _provider.Hkdf;
            EmptyHash(_work);
            hkdf.SetPrk(_secrets, Master);
            hkdf.ExpandLabel(HkdfLabel.Derived, _work, 0, 32, _secrets, Scratch, 32);
            hkdf.Extract(_secrets, Scratch, 32, input, 0, length, _secrets, Master);
        }

        private int TakeExtensions(byte[] b, int offset, int length)
        {
            int end = offset + length;
            int p = offset + 4;
            if (length < 6 || ((b[p] << 8) | b[p + 1]) != length - 6)
            {
                return Fail(TlsAlert.DecodeError);
            }

            p += 2;
            while (p < end)
            {
                if (end - p < 4)
                {
                    return Fail(TlsAlert.DecodeError);
                }

                int type = (b[p] << 8) | b[p + 1];
                int size = (b[p + 2] << 8) | b[p + 3];
                p += 4;
                if (end - p < size)
                {
                    return Fail(TlsAlert.DecodeError);
                }

                if (type == 0 && size == 0 && ServerName != null)
                {
                    HasServerName = true;
                }
                else if (type == 16 && Protocols != null)
                {
                    HasApplicationProtocol = true;
                }
                else if (type == 28 && size == 2 && RecordSizeLimit != 0)
                {
                    PeerRecordSizeLimit = (b[p] << 8) | b[p + 1];
                }
                else if (type == 1 && size == 1 && MaxFragmentLength != 0)
                {
                    PeerMaxFragmentLength = b[p];
                }
                else if (type == 57 && Transport == TlsTransport.Quic)
                {
                    PeerTransportParametersOffset = p;
                    PeerTransportParametersLength = size;
                }
                else
                {
                    return Fail(TlsAlert.UnsupportedExtension);
                }

                p += size;
            }

            if (Transport == TlsTransport.Quic && PeerTransportParametersLength == 0)
            {
                return Fail(TlsAlert.MissingExtension);
            }

            _transcript.Update(b, offset, length);
            _phase = IsResumed ? PhaseFinished : PhaseCertificate;
            return TlsStatus.Ok;
        }

        private int TakeCertificate(byte[] b, int offset, int length)
        {
            int p = offset + 4;
            if (length < 13 || b[p] != 0)
            {
                return Fail(TlsAlert.DecodeError);
            }

            int list = (b[p + 1] << 16) | (b[p + 2] << 8) | b[p + 3];
            int leaf = (b[p + 4] << 16) | (b[p + 5] << 8) | b[p + 6];
            if (list != length - 8 || leaf > list - 5 || !_reader.Read(b, p + 7, leaf) || _reader.PointOffset == 0)
            {
                return Fail(TlsAlert.BadCertificate);
            }

            Array.Copy(b, _reader.PointOffset, _point, 0, 65);
            _transcript.Update(b, offset, length);
            _phase = PhaseCertificateVerify;
            return TlsStatus.Ok;
        }

        private int TakeCertificateVerify(byte[] b, int offset, int length)
        {
            int p = offset + 4;
            if (length < 8 || ((b[p + 2] << 8) | b[p + 3]) != length - 8)
            {
                return Fail(TlsAlert.DecodeError);
            }

            if (b[p] != 4 || b[p + 1] != 3)
            {
                return Fail(TlsAlert.IllegalParameter);
            }

            if (VerifiesSignature)
            {
                Snapshot();
                for (int i = 0; i < 64; i++)
                {
                    _work[i] = 0x20;
                }

                Array.Copy(Context(), 0, _work, 64, 34);
                Array.Copy(_secrets, Hash, _work, 98, 32);
                Sha256 hash = _provider.Hash;
                hash.Reset();
                hash.Update(_work, 0, 130);
                hash.Finish(_secrets, Hash);
                if (_verifier == null)
                {
                    _verifier = new P256Verifier();
                }

                if (!_verifier.VerifyDer(_point, 0, _secrets, Hash, b, p + 4, length - 8))
                {
                    return Fail(TlsAlert.DecryptError);
                }
            }

            _transcript.Update(b, offset, length);
            _phase = PhaseFinished;
            return TlsStatus.Ok;
        }

        /// <summary>"TLS 1.3, server CertificateVerify" and a zero byte.</summary>
        private static byte[] Context()
        {
            return new byte[]
            {
                0x54, 0x4c, 0x53, 0x20, 0x31, 0x2e, 0x33, 0x2c, 0x20, 0x73, 0x65, 0x72, 0x76, 0x65, 0x72, 0x20, 0x43,
                0x65, 0x72, 0x74, 0x69, 0x66, 0x69, 0x63, 0x61, 0x74, 0x65, 0x56, 0x65, 0x72, 0x69, 0x66, 0x79, 0,
            };
        }

        private int TakeFinished(byte[] b, int offset, int length)
        {
            if (length != 36)
            {
                return Fail(TlsAlert.DecodeError);
            }

            Snapshot();
            FinishedMac(ServerHandshake, _finished, 4);
            if (!ConstantTime.Equals(b, offset + 4, _finished, 4, 32))
            {
                return Fail(TlsAlert.DecryptError);
            }

            _transcript.Update(b, offset, length);
            Snapshot();
            Hkdf hkdf = _provider.Hkdf;
            hkdf.SetPrk(_secrets, Master);
            hkdf.ExpandLabel(HkdfLabel.ClientApplicationTraffic, _secrets, Hash, 32, _secrets, ClientApplication, 32);
            hkdf.ExpandLabel(HkdfLabel.ServerApplicationTraffic, _secrets, Hash, 32, _secrets, ServerApplication, 32);
            FinishedMac(ClientHandshake, _finished, 4);
            _finished[0] = 20;
            _finished[1] = 0;
            _finished[2] = 0;
            _finished[3] = 32;
            _transcript.Update(_finished, 0, 36);
            Snapshot();
            hkdf.SetPrk(_secrets, Master);
            hkdf.ExpandLabel(HkdfLabel.ResumptionMaster, _secrets, Hash, 32, _secrets, Master, 32);
            _phase = PhaseComplete;
            return TlsStatus.Ok;
        }

        private int TakeTicket(byte[] b, int offset, int length, long now)
        {
            int p = offset + 4;
            int end = offset + length;
            if (length < 17)
            {
                return Fail(TlsAlert.DecodeError);
            }

            int nonce = b[p + 8];
            int ticket = p + 9 + nonce;
            if (end - ticket < 2)
            {
                return Fail(TlsAlert.DecodeError);
            }

            int size = (b[ticket] << 8) | b[ticket + 1];
            if (size == 0 || size > _ticket.Length || end - ticket - 4 != size + ((b[end - 2] << 8) | b[end - 1]))
            {
                return Fail(TlsAlert.DecodeError);
            }

            _ageAdd = (b[p + 4] << 24) | (b[p + 5] << 16) | (b[p + 6] << 8) | b[p + 7];
            _provider.Hkdf.SetPrk(_secrets, Master);
            _provider.Hkdf.ExpandLabel(HkdfLabel.Resumption, b, p + 9, nonce, _secrets, Psk, 32);
            Array.Copy(b, ticket + 2, _ticket, 0, size);
            _ticketLength = size;
            _ticketTime = now;
            return TlsStatus.Ok;
        }
    }
}
