// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Tests.Cost.Meter;
using MilliHttp.Nano.Tests.Host.Simulation.Device;

namespace MilliHttp.Nano.Tests.Cost.Scenarios
{
    /// <summary>
    /// The whole image on a simulated device: its loop, its pumps, its timers, and what it prepares in idle time for the next client. This is what a client costs a
    /// board; the other scenarios have the parts.
    /// </summary>
    public sealed class ImageScenario : ICostScenario
    {
        private const long Second = 1000000;
        private const int IdleTurns = 100;

        // A turn that does nothing but look takes less.
        private const long Quiet = 5000;

        public string Name => "Image";

        public void Run(CostRun run)
        {
            Visit(run, false, "ConnectGetClose", 3550000, "/bytes/200");
            Visit(run, true, "ConnectGetCloseTight", 3550000, "/bytes/200");
            Visit(run, false, "Download100000", 0, "/bytes/100000");
            Visit(run, false, "FirstPageHttp3", 0, "/", "/status.json");
            Idle(run, 0, "IdleTurn", 0);
            Idle(run, 4, "IdleTurnFourConnections", 0);
        }

        /// <summary>From the first datagram until everything is as it was before: the connection closed, key pair and nonce made anew.</summary>
        private static void Visit(CostRun run, bool tight, string name, long goal, params string[] paths)
        {
            DeviceWorld world = Ready(tight);
            Visitor visitor = new Visitor(new Random(2), false, paths) { Address = 1, Port = 1001 };
            long turns = world.Image.Loop.TurnCount;
            long begin = world.Clock.Microseconds;
            Start(run, world, name, out long others, out long weight);
            Enter(world, visitor);
            RunUntilQuiet(world);
            Stop(run, world, others, weight, 1, goal);
            run.Record(name + "Turns", world.Image.Loop.TurnCount - turns);
            run.Record(name + "Microseconds", visitor.DoneAt - begin);
        }

        private static void Idle(CostRun run, int connections, string name, long goal)
        {
            DeviceWorld world = Ready(false);
            for (int i = 0; i < connections; i++)
            {
                Enter(world, new Visitor(new Random(i), true, "/bytes/200") { Address = i + 1, Port = 1001 + i });
                RunUntilQuiet(world);
            }

            long turns = world.Image.Loop.TurnCount;
            Start(run, world, name, out long others, out long weight);
            for (int i = 0; i < IdleTurns; i++)
            {
                world.Image.Turn();
            }

            Stop(run, world, others, weight, world.Image.Loop.TurnCount - turns, goal);
        }

        private static void Start(CostRun run, DeviceWorld world, string name, out long others, out long weight)
        {
            others = world.Clock.Others;
            weight = world.Clock.OthersWeight;
            run.Start(name);
        }

        private static void Stop(CostRun run, DeviceWorld world, long others, long weight, long units, long goal)
        {
            run.Exclude(world.Clock.Others - others, world.Clock.OthersWeight - weight);
            run.Stop(units, goal);
        }

        private static DeviceWorld Ready(bool tight)
        {
            DeviceWorld world = new DeviceWorld(1, tight);
            RunUntilQuiet(world);
            return world;
        }

        private static void Enter(DeviceWorld world, Visitor visitor)
        {
            world.Add(visitor);
            long limit = world.Clock.Microseconds + (20 * Second);
            while (!visitor.IsDone)
            {
                world.Image.Turn();
                if (world.Clock.Microseconds > limit)
                {
                    throw new InvalidOperationException("the visitor was not served");
                }
            }
        }

        /// <summary>Until some turns one after another had nothing to do.</summary>
        private static void RunUntilQuiet(DeviceWorld world)
        {
            for (int quiet = 0; quiet < 4;)
            {
                long before = world.Clock.Executed;
                world.Image.Turn();
                quiet = world.Clock.Executed - before < Quiet ? quiet + 1 : 0;
            }
        }
    }
}
