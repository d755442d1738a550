// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Boot;
using MilliHttp.Nano.Firmware.Pages;
using NativeGC = nanoFramework.Runtime.Native.GC;

namespace MilliHttp.Nano.Board
{
    /// <summary>The image: the board's constants and ports, and the firmware on top of them.</summary>
    public static class Program
    {
        /// <summary>Where the platform starts the image; returns only if the heap is too small for it.</summary>
        public static void Main()
        {
            Image image = Boot();
            if (image != null)
            {
                // The platform caches the stack frames of calls that have returned. The loop would run for ever in a frame that boot left in the middle of the
                // heap, and split the free memory in two. A collection releases the cached frames, so that the loop's frame lies at the end.
                NativeGC.Run(true);
                image.Run();
            }
        }

        // A separate method, so that its temporary objects are garbage when the server runs.
        private static Image Boot()
        {
            uint start = NativeGC.Run(false);
            Profile profile = BoardProfile.Create();
            profile.Encapsulation = Hybrid.Make();
            if (!BoardHost.HasHeap(profile, (int)start))
            {
                return null;
            }

            Accelerator.Choose(profile.Crypto);
            BoardPorts ports = Ports.Create(profile);
            Image image = new Image(profile, ports, new DemoApplication(profile));
            SubjectNames names = new SubjectNames();
            names.AddName("localhost");
            names.AddAddress(ports.Link.Address);
            CertificateBoot.LoadOrMake(image, ports.Credentials, names);

            // Collects the garbage of boot and compacts the heap, once.
            uint rest = NativeGC.Run(true);
            Console.WriteLine(
                "memory: " + start.ToString() + " bytes free at boot, " + (start - rest).ToString() + " taken by the server, " + rest.ToString() + " left");
            Console.WriteLine("listening on port " + profile.Port.ToString());
            return image;
        }
    }
}
