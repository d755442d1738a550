// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware
{
    /// <summary>
    /// What an image serves: routes, and work between requests. Derive from WebApplication (assembly MilliHttp.Nano.Web) to write handlers with
    /// strings. Derive from this class to work on slices of the engine's buffers and to save that assembly.
    /// </summary>
    public abstract class Application
    {
        /// <summary>Microseconds that a hosted service may take in one turn of the loop.</summary>
        public const int TurnTime = 10000;

        private Image _image;
        private HostedService _services;

        /// <summary>The image that serves this application; null before <see cref="Start"/>.</summary>
        public Image Image
        {
            get { return _image; }
        }

        /// <summary>When a hosted service has something to do, in microseconds of the board's clock; long.MaxValue if none has.</summary>
        public long NextTurn
        {
            get
            {
                long next = long.MaxValue;
                for (HostedService service = _services; service != null; service = service.NextService)
                {
                    long time = service.NextTurn;
                    if (time < next)
                    {
                        next = time;
                    }
                }

                return next;
            }
        }

        /// <summary>Makes the object that finds a handler for a request. Called once, before <see cref="Start"/>.</summary>
        public virtual Router CreateRouter()
        {
            return new Router();
        }

        /// <summary>Starts the application: called once, when the image is made and before it serves.</summary>
        public virtual void Start(Image image)
        {
            _image = image;
            Configure();
        }

        /// <summary>Adds work that the loop calls between requests.</summary>
        public void AddHostedService(HostedService service)
        {
            service.NextService = _services;
            _services = service;
        }

        /// <summary>Calls the hosted services whose time has come.</summary>
        /// <param name="now">The time, in microseconds of the board's clock.</param>
        public void Turn(long now)
        {
            for (HostedService service = _services; service != null; service = service.NextService)
            {
                if (now >= service.NextTurn)
                {
                    service.OnTurn(now, TurnTime);
                }
            }
        }

        /// <summary>Adds the routes and the hosted services.</summary>
        protected abstract void Configure();
    }
}
