// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware.Boot;
using MilliHttp.Nano.Firmware.Loop;
using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Firmware
{
    /// <summary>
    /// The whole server, composed at boot from a profile and a board's ports. This object refers to everything that runs; the constructor allocates all of
    /// it. Only the certificate, and under the OnDemand policy the memory of clients, follow later. What is needed at boot only (the profile, the entropy and
    /// credential ports) is not referred to, so that it can be collected.
    /// </summary>
    public sealed class Image
    {
        private const int LinkPause = 100000;
        private const int CloseTime = 1000000;
        private const int FaultPause = 50000;
        private bool _stopping;

        /// <summary>Symmetric crypto.</summary>
        public readonly CryptoProvider Provider;

        /// <summary>Asymmetric crypto, one job at a time.</summary>
        public readonly AsymmetricJobs Jobs;

        /// <summary>The random generator.</summary>
        public readonly HmacDrbg Drbg;

        /// <summary>The certificates served. A board puts its own here before <see cref="Run"/>, or calls CertificateBoot to have one made.</summary>
        public readonly ServerCertificates Certificates;

        /// <summary>The TLS engine of both transports.</summary>
        public readonly TlsEngine Tls;

        /// <summary>What both HTTP engines share.</summary>
        public readonly HttpService Service;

        /// <summary>HTTPS/1.1.</summary>
        public readonly Https1Server Https1;

        /// <summary>HTTP/3; null on a board without a UDP socket.</summary>
        public readonly H3Server Http3;

        /// <summary>The figures of the status pages.</summary>
        public readonly ImageStatus Status;

        /// <summary>The loop.</summary>
        public readonly ServerLoop Loop;

        /// <summary>The application that is served.</summary>
        public readonly Application Application;

        /// <summary>A buffer of at least 1,200 bytes. Datagrams are received into it; between two calls its content belongs to no one.</summary>
        public readonly byte[] Scratch;

        /// <summary>The last unexpected exception of a turn (<see cref="ServerLoop.FaultCount"/>), for a debugger; null if there was none.</summary>
        public Exception LastFault;

        /// <summary>Turns of the loop that an OutOfMemoryException ended.</summary>
        public int OutOfMemoryCount;

        /// <summary>
        /// Brings the link up, seeds the generator, and allocates everything. Blocks until the link is up and the hardware has entropy: some
        /// chips have it only while the radio is on. The heap needs the bytes of <see cref="Profile.HeapNeeded"/>: BoardHost.HasHeap tells, before ports are made.
        /// </summary>
        /// <param name="profile">The constants of the board.</param>
        /// <param name="ports">The board.</param>
        /// <param name="application">The application that is served.</param>
        public Image(Profile profile, BoardPorts ports, Application application)
        {
            profile.Tls.OnDemand = profile.OnDemand;
            profile.Quic.OnDemand = profile.OnDemand;
            profile.Http3.OnDemand = profile.OnDemand;
            profile.Crypto.Records = profile.Http.Connections;
            MemoryPort memory = ports.Memory;
            Status = new ImageStatus(ports.Clock, profile.HeapBudget);
            int free = memory.Free;
            Provider = new CryptoProvider(profile.Crypto);
            Jobs = new AsymmetricJobs(Provider, profile.Encapsulation);
            Drbg = new HmacDrbg(Provider);
            X25519KeyPool keyPairs = new X25519KeyPool(profile.PreparedKeyPairs);
            EcdsaNoncePool nonces = new EcdsaNoncePool(profile.PreparedNonces);
            free = Book(MemoryOwner.Crypto, memory, free);
            LinkPort link = ports.Link;
            link.Connect();
            int seed = EntropySeed.NotYet;
            while (!link.IsUp || (seed = EntropySeed.Instantiate(Drbg, ports)) == EntropySeed.NotYet)
            {
                ports.Waiting.Wait(LinkPause);
            }

            Certificates = new ServerCertificates(profile.Certificates);
            TicketKeys tickets = new TicketKeys(Provider, Drbg, profile.Tls.TicketLifetime);
            Tls = new TlsEngine(profile.Tls, Provider, Jobs, Drbg, Certificates, tickets, keyPairs, seed == EntropySeed.CounterStands ? null : nonces);
            free = Book(MemoryOwner.Tls, memory, free);
            Service = new HttpService(profile.Http, application.CreateRouter());
            free = Book(MemoryOwner.Common, memory, free);
            TlsConnection[] connections = new TlsConnection[profile.Http.Connections];
            for (int i = 0; i < connections.Length; i++)
            {
                connections[i] = new TlsConnection(Tls, Provider, profile.Tls);
            }

            Https1 = new Https1Server(Service, connections);
            StreamPump streams = new StreamPump(ports.Listener, Https1, profile.StreamChunk);
            free = Book(MemoryOwner.Https1, memory, free);
            DatagramPump datagrams = null;
            Scratch = new byte[profile.Quic.ReceiveDatagram];
            if (ports.Datagrams != null)
            {
                QuicEndpoint endpoint = new QuicEndpoint(profile.Quic, Tls, Provider, Drbg, ResetKey.LoadOrMake(Drbg, ports.Credentials));
                Http3 = new H3Server(endpoint, profile.Http3, Service, connections.Length);
                Https1.SetAltSvc(profile.Port);
                datagrams = new DatagramPump(ports.Datagrams, Http3, Scratch, profile.DatagramsPerTurn);
                free = Book(MemoryOwner.Http3Connections, memory, free);
            }

            Application = application;
            Loop = new ServerLoop(ports, application, Service, Tls, streams, datagrams, new TurnShare(profile.DatagramsPerTurn), profile.StepBudget);
            Status.Attach(this);
            application.Start(this);
            Book(MemoryOwner.Pages, memory, free);
        }

        /// <summary>The routes: handlers are added before <see cref="Run"/>.</summary>
        public Router Router
        {
            get { return Service.Router; }
        }

        /// <summary>Whether nobody is connected.</summary>
        public bool IsIdle
        {
            get { return Https1.IsIdle && (Http3 == null || Http3.IsIdle); }
        }

        /// <summary>Serves until <see cref="Stop"/>, then closes the connections in order.</summary>
        public void Run()
        {
            while (!_stopping)
            {
                Turn();
            }

            ClockPort clock = Loop.Clock;
            long end = clock.Microseconds + CloseTime;
            Https1.Shutdown(clock.Microseconds);
            if (Http3 != null)
            {
                Http3.Shutdown(clock.Microseconds);
            }

            while (!IsIdle && clock.Microseconds < end)
            {
                Turn();
            }

            Loop.Close();
        }

        /// <summary>
        /// One turn of the loop. Nothing that a peer sends should throw; if something throws nevertheless, all connections are dropped and the server goes
        /// on. The status page counts such turns as faults.
        /// </summary>
        public void Turn()
        {
            try
            {
                Loop.Turn();
            }
            catch (OutOfMemoryException)
            {
                // The heap is fragmented, or the application holds too much of it. The turn is lost, and possibly a handshake with it.
                OutOfMemoryCount++;
                Loop.Memory.Tidy();
            }
            catch (Exception e)
            {
                LastFault = e;
                Recover();
            }
        }

        /// <summary>Asks <see cref="Run"/> to end.</summary>
        public void Stop()
        {
            _stopping = true;
        }

        private void Recover()
        {
            Loop.FaultCount++;
            try
            {
                Loop.Abort();
                Service.Pool.ReleaseAll();
            }
            catch (Exception)
            {
                // Whatever could not be released now is released when its timer expires.
                Loop.FaultCount++;
            }

            // Limits the rate if the fault repeats in every turn.
            Loop.Waiting.Wait(FaultPause);
        }

        /// <summary>Books what was allocated since the last call, if the board can report its free heap.</summary>
        private int Book(int owner, MemoryPort memory, int before)
        {
            int free = memory.Free;
            Status.SetMemory(owner, before - free);
            return free;
        }
    }
}
