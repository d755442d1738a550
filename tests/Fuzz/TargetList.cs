// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tests.Fuzz.Targets;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>All targets.</summary>
    public static class TargetList
    {
        /// <summary>New ones.</summary>
        public static FuzzTarget[] All()
        {
            return new FuzzTarget[]
            {
                new TlsRecordsTarget(), new TlsHandshakeTarget(), new Http1Target(), new QuicDatagramsTarget(), new QuicFramesTarget(),
                new H3StreamsTarget(), new QpackTarget(), new TransportParametersTarget(), new CertificateTarget(),
            };
        }

        /// <summary>One by its name; null if there is none.</summary>
        public static FuzzTarget Find(string name)
        {
            foreach (FuzzTarget target in All())
            {
                if (target.Name == name)
                {
                    return target;
                }
            }

            return null;
        }
    }
}
