// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Tests.Device.Firmware
{
    /// <summary>A handler with a defect that no other guard catches: the body of its answer throws when it is read.</summary>
    internal sealed class FaultyBody : HttpHandler
    {
        private readonly Source _source = new Source();

        /// <summary>Answers that were begun and are not over.</summary>
        public int Open
        {
            get { return _source.Open; }
        }

        /// <inheritdoc/>
        public override void Handle(HttpRequest request, HttpResponse response)
        {
            _source.Open++;
            response.SetBody(_source, 0, 1000);
        }

        private sealed class Source : BodySource
        {
            public int Open;

            public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
            {
                throw new InvalidOperationException();
            }

            public override void Release(int handle)
            {
                Open--;
            }
        }
    }
}
