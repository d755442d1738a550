// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware.Boot;
using MilliHttp.Nano.Firmware.Loop;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Firmware
{
    /// <summary>
    /// The whole server, composed once at boot out of a profile and a board's ports. Everything that it will ever need hangs on this object;
    /// after <see cref="Start"/> nothing is allocated.
    /// </summary>
    public sealed class Image
    {
        private const int LinkPause = 100000;
        private const int StreamChunk = 512;
        private const int FarewellTime = 1000000;
        private readonly BoardPorts _ports;
        private bool _stopping;

        /// <summary>The constants of the board.</summary>
        public readonly Profile Profile;

        /// <summary>Symmetric crypto.</summary>
        public readonly CryptoProvider Provider;

        /// <summary>Asymmetric crypto, one job at a time.</summary>
        public readonly AsymmetricJobs Jobs;

        /// <summary>The random generator.</summary>
        public readonly HmacDrbg Drbg;

        /// <summary>The certificates served. A board may put its own here before <see cref="Start"/>; else one is made.</summary>
        public readonly ServerCertificates Certificates;

        /// <summary>The TLS engine of both transports.</summary>
        public readonly TlsEngine Tls;

        /// <summary>The routes: handlers are added before <see cref="Start"/>.</summary>
        public readonly Router Router;

        /// <summary>What both HTTP engines share.</summary>
        public readonly HttpService Service;

        /// <summary>HTTPS/1.1.</summary>
        public readonly Https1Server Https1;

        /// <summary>The loop.</summary>
        public readonly ServerLoop Loop;

        /// <summary>
        /// Allocates everything.
        /// </summary>
        /// <param name="profile">The constants of the board.</param>
        /// <param name="ports">The board.</param>
        public Image(Profile profile, BoardPorts ports)
        {
            Profile = profile;
            _ports = ports;
            Provider = new CryptoProvider(profile.Crypto);
            Jobs = new AsymmetricJobs(Provider);
            Drbg = new HmacDrbg(Provider);
            Certificates = new ServerCertificates(profile.Certificates);
            Tls = new TlsEngine(
                profile.Tls,
                Provider,
                Jobs,
                Drbg,
                Certificates,
                new TicketKeys(Provider, Drbg, profile.Tls.TicketLifetime),
                new X25519KeyPool(profile.PreparedKeyPairs),
                new EcdsaNoncePool(profile.PreparedNonces));
            Router = new Router();
            Service = new HttpService(profile.Http, Router);
            Https1 = new Https1Server(Service, new TlsConnection(Tls, Provider, profile.Tls), 0);
            Loop = new ServerLoop(ports, Service, Tls, new StreamPump(ports, Https1, StreamChunk), null, profile.StepBudget);
        }

        /// <summary>Whether nobody is connected.</summary>
        public bool IsIdle
        {
            get { return Https1.WantsClient; }
        }

        /// <summary>
        /// Brings the link up, seeds the generator, and loads or makes keys and certificate. Blocks until the link is up.
        /// </summary>
        public void Start()
        {
            LinkPort link = _ports.Link;
            link.Connect();
            while (!link.IsUp || !EntropySeed.TryInstantiate(Drbg, _ports))
            {
                _ports.Waiting.Wait(LinkPause);
            }

        }

        /// <summary>Serves until <see cref="Stop"/>, then closes the connections in order.</summary>
        public void Run()
        {
            while (!_stopping)
            {
                Loop.Turn();
            }

            ClockPort clock = _ports.Clock;
            long end = clock.Microseconds + FarewellTime;
            Https1.Shutdown(clock.Microseconds);
            while (!IsIdle && clock.Microseconds < end)
            {
                Loop.Turn();
            }

            Loop.Close();
        }

        /// <summary>Asks <see cref="Run"/> to end.</summary>
        public void Stop()
        {
            _stopping = true;
        }
    }
}
