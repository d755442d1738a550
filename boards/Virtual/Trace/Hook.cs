// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>A call of <see cref="Observer"/> that is put into a method of a device assembly when it is loaded.</summary>
    /// <param name="Assembly">The assembly, without <c>.dll</c>.</param>
    /// <param name="Type">The type's full name.</param>
    /// <param name="Method">The method's name; where it is overloaded, the overload that has all the parameters.</param>
    /// <param name="AtEnd">Before each return instead of at the beginning.</param>
    /// <param name="Target">The method of <see cref="Observer"/>.</param>
    /// <param name="Arguments">What it is called with, by the names of the parameters; <c>this</c> for the object.</param>
    internal sealed record Hook(string Assembly, string Type, string Method, bool AtEnd, string Target, params string[] Arguments)
    {
        private const string Quic = "MilliHttp.Nano.Quic";
        private const string Tls = "MilliHttp.Nano.Tls";
        private const string Symmetric = "MilliHttp.Nano.Crypto.Symmetric";

        /// <summary>Where the observer looks.</summary>
        public static Hook[] All { get; } =
        {
            new Hook(Quic, "MilliHttp.Nano.Quic.PacketReceiver", "Receive", false, nameof(Observer.OnReceiving), "c", "now"),
            new Hook(Quic, "MilliHttp.Nano.Quic.PacketReceiver", "Process", false, nameof(Observer.OnPacketReceived), "c", "type", "buffer"),
            new Hook(Quic, "MilliHttp.Nano.Quic.PacketReceiver", "Receive", true, nameof(Observer.OnReceived), "c", "now"),
            new Hook(Quic, "MilliHttp.Nano.Quic.PacketSender", "Build", false, nameof(Observer.OnSending), "c", "now"),
            new Hook(Quic, "MilliHttp.Nano.Quic.PacketSender", "Build", true, nameof(Observer.OnSent)),
            new Hook(Quic, "MilliHttp.Nano.Quic.PacketProtection", "Seal", false, nameof(Observer.OnPacketSealed), "buffer", "header", "number", "payloadEnd"),
            new Hook(Quic, "MilliHttp.Nano.Quic.LossDetector", "OnPacketSent", true, nameof(Observer.OnRecovery), "c", "now"),
            new Hook(Quic, "MilliHttp.Nano.Quic.LossDetector", "OnAck", true, nameof(Observer.OnRecovery), "c", "now"),
            new Hook(Quic, "MilliHttp.Nano.Quic.LossDetector", "HandleTimeout", true, nameof(Observer.OnRecovery), "c", "now"),
            new Hook(Quic, "MilliHttp.Nano.Quic.SentPacketTracker", "LoseFrames", false, nameof(Observer.OnPacketLost), "c", "record"),
            new Hook(Quic, "MilliHttp.Nano.Quic.Connection", "Release", false, nameof(Observer.OnReleased), "this"),
            new Hook(Tls, "MilliHttp.Nano.Tls.TlsEngine", "FeedMessage", false, nameof(Observer.OnMessage), "context", "buffer", "offset", "length"),
            new Hook(Tls, "MilliHttp.Nano.Tls.TlsEngine", "Step", false, nameof(Observer.OnStep), "context"),
            new Hook(Symmetric, "MilliHttp.Nano.Crypto.Hkdf", "ExpandLabel", true, nameof(Observer.OnExpanded), "label", "okm", "offset", "length"),
        };
    }
}
