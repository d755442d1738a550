// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Tests.Host.Simulation.Device
{
    /// <summary>A rest: virtual time goes on to the next event.</summary>
    internal sealed class DeviceWait : WaitPort
    {
        private readonly DeviceWorld _world;

        public DeviceWait(DeviceWorld world)
        {
            _world = world;
        }

        public override void Wait(long microseconds)
        {
            _world.Rest(microseconds);
        }
    }
}
