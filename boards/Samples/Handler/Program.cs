// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Boot;

namespace MilliHttp.Nano.Samples.Handler
{
    /// <summary>The firmware with one more handler, on a wired board.</summary>
    public static class Program
    {
        private const int Peers = 5;
        private const int Backlog = 2;

        /// <summary>Where the platform starts the application; never returns.</summary>
        public static void Main()
        {
            Boot().Run();
        }

        // A method of its own: what it made for itself is garbage when the server runs.
        private static Image Boot()
        {
            Profile profile = Profile.Standard();
            BoardPorts ports = new DevicePorts(
                profile.Port, Peers, Backlog, new TickClock(), new RandomEntropy(), new MemoryCredentials(), new EthernetLink());
            Image image = new Image(profile, ports, new HelloApplication());
            SubjectNames names = new SubjectNames();
            names.AddAddress(ports.Link.Address);
            CertificateBoot.LoadOrMake(image, ports.Credentials, names);
            return image;
        }
    }
}
