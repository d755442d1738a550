// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Tests.Fuzz.Targets
{
    /// <summary>Transport parameters (RFC 9000 section 18).</summary>
    internal sealed class TransportParametersTarget : FuzzTarget
    {
        private readonly TransportParameters _parameters = new TransportParameters();

        public override string Name => "transport-parameters";

        public override IEnumerable<byte[]> Seeds()
        {
            TransportParameters p = new TransportParameters();
            p.SetDefaults();
            p.InitialMaxData = 1 << 20;
            p.InitialMaxStreamsBidi = 100;
            p.InitialMaxStreamDataBidiLocal = 70000;
            byte[] b = new byte[300];
            int n = p.WriteNumbers(b, 0);
            n = TransportParameters.WriteBytes(b, n, TransportParameters.IdInitialSourceId, new byte[8], 0, 8);
            yield return b.AsSpan(0, n).ToArray();
            n = TransportParameters.WriteBytes(b, n, TransportParameters.IdResetToken, new byte[16], 0, 16);
            n = TransportParameters.WriteBytes(b, n, TransportParameters.IdOriginalDestinationId, new byte[8], 0, 8);
            yield return b.AsSpan(0, n).ToArray();
        }

        public override void Run(byte[] input)
        {
            byte[] b = FuzzInput.Join(new byte[3], input);
            for (int i = 0; i < 2; i++)
            {
                TransportParameters p = _parameters;
                if (p.Parse(b, 3, input.Length, i == 0) == 0)
                {
                    Check(p.InitialMaxData >= 0 && p.AckDelayExponent <= 20 && p.MaxAckDelay >= 0 && p.ActiveConnectionIdLimit >= 2 && p.MaxUdpPayloadSize >= 1200, "out of range");
                    int at = TransportParameters.Find(b, 3, input.Length, TransportParameters.IdInitialSourceId);
                    Check(at < 0 || (b[at - 1] <= 20 && at + b[at - 1] <= b.Length), "outside");
                }
            }
        }
    }
}
