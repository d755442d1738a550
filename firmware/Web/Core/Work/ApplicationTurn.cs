// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Firmware;

namespace MilliHttp.Nano.Web
{
    /// <summary>Calls an application's OnTurn at an interval.</summary>
    internal sealed class ApplicationTurn : HostedService
    {
        private readonly WebApplication _application;
        private readonly int _interval;
        private long _next;

        public ApplicationTurn(WebApplication application, int interval)
        {
            _application = application;
            _interval = interval;
        }

        /// <inheritdoc/>
        public override long NextTurn
        {
            get { return _next; }
        }

        /// <inheritdoc/>
        public override void OnTurn(long now, int microseconds)
        {
            _next = now + _interval;
            _application.OnTurn(now, microseconds);
        }
    }
}
