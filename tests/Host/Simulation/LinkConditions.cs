// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Host.Simulation
{
    /// <summary>How one direction of a client's path treats datagrams.</summary>
    internal sealed class LinkConditions
    {
        public double Loss;
        public double Duplicate;
        public double Corrupt;
        public double Truncate;
        public double Reorder;
        public int Delay = 5000;
        public int Jitter;
        public int BytesPerSecond;
        public int Queue = 64;
        public long BlackoutFrom = long.MaxValue;
        public long BlackoutTo;
        public long BusyUntil;

        public static LinkConditions Of(Random random, double worst)
        {
            LinkConditions link = new LinkConditions();
            link.Loss = random.Next(3) == 0 ? 0 : random.NextDouble() * worst;
            link.Duplicate = random.Next(2) == 0 ? 0 : random.NextDouble() * 0.1;
            link.Corrupt = random.Next(3) != 0 ? 0 : random.NextDouble() * 0.05;
            link.Truncate = random.Next(4) != 0 ? 0 : random.NextDouble() * 0.03;
            link.Reorder = random.Next(2) == 0 ? 0 : random.NextDouble() * 0.3;
            link.Delay = random.Next(3) == 0 ? random.Next(200) : random.Next(1000, 80000);
            link.Jitter = random.Next(2) == 0 ? 0 : random.Next(1, 20000);
            link.BytesPerSecond = random.Next(3) != 0 ? 0 : random.Next(30000, 2000000);
            link.Queue = random.Next(6, 64);
            return link;
        }

        public override string ToString()
        {
            return $"loss {Loss:0.00} dup {Duplicate:0.00} corrupt {Corrupt:0.00} cut {Truncate:0.00} reorder {Reorder:0.00} delay {Delay}+{Jitter} rate {BytesPerSecond} queue {Queue} dark {BlackoutFrom}-{BlackoutTo}";
        }
    }
}
