// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Drivers
{
    /// <summary>A board of which only the TCP half is asked for.</summary>
    internal sealed class StreamPorts : BoardPorts
    {
        public StreamPorts(StreamListenerPort listener, StreamPort stream)
        {
            Listener = listener;
            Stream = stream;
        }

        public override StreamListenerPort Listener { get; }

        public override StreamPort Stream { get; }

        public override ClockPort Clock => throw new NotSupportedException();

        public override EntropyPort Entropy => throw new NotSupportedException();

        public override CredentialPort Credentials => throw new NotSupportedException();

        public override LinkPort Link => throw new NotSupportedException();

        public override DatagramPort Datagrams => throw new NotSupportedException();

        public override WaitPort Waiting => throw new NotSupportedException();

        public override MemoryPort Memory => throw new NotSupportedException();
    }
}
