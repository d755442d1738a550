// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>Handshake messages of a client as the engine gets them: over TCP in a record, for QUIC as they are (bit 0 of the first byte).</summary>
    internal sealed class TlsHandshakeTarget : FuzzTarget
    {
        public override string Name => "tls-handshake";

        public override IEnumerable<byte[]> Seeds()
        {
            TlsBed bed = new TlsBed();
            TlsClientConnection client = bed.Client();
            client.Open(bed.Now);
            byte[] hello = client.OutputBuffer.AsSpan(client.OutputOffset + 5, client.OutputLength - 5).ToArray();
            yield return FuzzInput.Join(new byte[] { 0 }, hello);
            yield return FuzzInput.Join(new byte[] { 1 }, hello);
            yield return FuzzInput.Join(new byte[] { 0 }, hello, hello);

            // With a ticket.
            TlsBed other = new TlsBed();
            client = other.Client();
            other.Connection.Open(other.Now);
            client.Open(other.Now);
            other.Run(client);
            client.Open(other.Now);
            hello = client.OutputBuffer.AsSpan(client.OutputOffset + 5, client.OutputLength - 5).ToArray();
            yield return FuzzInput.Join(new byte[] { 0 }, hello);
            yield return FuzzInput.Join(new byte[] { 1 }, hello);
        }

        public override void Run(byte[] input)
        {
            TlsBed bed = new TlsBed();
            if (input.Length < 1)
            {
                return;
            }

            bed.Connection.Open(bed.Now);
            byte[] message = input.AsSpan(1).ToArray();
            if ((input[0] & 1) == 0)
            {
                int length = Math.Min(message.Length, 16384);
                bed.Feed(FuzzInput.Join(new byte[] { 22, 3, 1, (byte)(length >> 8), (byte)length }, message));
            }
            else if (message.Length >= 4)
            {
                // The transport hands over whole messages only.
                message[1] = (byte)(message.Length - 4 >> 16);
                message[2] = (byte)(message.Length - 4 >> 8);
                message[3] = (byte)(message.Length - 4);
                HandshakeContext context = new HandshakeContext();
                bed.Engine.Begin(context, TlsTransport.Quic, bed.Now);
                byte[] buffer = FuzzInput.Join(new byte[7], message);
                int status = bed.Engine.FeedMessage(context, TlsLevel.Initial, buffer, 7, message.Length, bed.Now);
                if (status != TlsStatus.Failed)
                {
                    Check(context.PeerTransportParametersLength >= 0 && context.PeerTransportParametersOffset + context.PeerTransportParametersLength <= buffer.Length, "parameters outside");
                }

                for (int i = 0; status == TlsStatus.NeedStep; i++)
                {
                    Check(i < 100000, "spins");
                    status = bed.Engine.Step(context, 500, bed.Now);
                }

                byte[] flight = new byte[4000];
                for (int level = 0; level < 2 && status != TlsStatus.Failed; level++)
                {
                    int length = HandshakeFlight.Length(context, level);
                    Check(length < 4000 && HandshakeFlight.Read(context, level, 0, flight, 0, length) == length, "flight");
                }

                Check(status != TlsStatus.Failed || context.Alert != TlsAlert.None, "failed without an alert");
                bed.Engine.Release(context);
            }

            bed.End(IsDeep(input));
        }
    }
}
