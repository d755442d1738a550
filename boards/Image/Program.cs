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
                // The platform keeps the frames of calls that have returned for others of their size. One of those that boot needed, where its stack was
                // deep, would carry the loop for ever, and divide what is free in two. A collection lets them go, and the loop's frame comes to lie at the end.
                NativeGC.Run(true);
                image.Run();
            }
        }

        // A method of its own: what it made for itself is garbage when the server runs.
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

            // What boot has left behind is collected, and what stays moved together, once.
            uint rest = NativeGC.Run(true);
            Console.WriteLine(
                "memory: " + start.ToString() + " bytes free at boot, " + (start - rest).ToString() + " taken by the server, " + rest.ToString() + " left");
            Console.WriteLine("listening on port " + profile.Port.ToString());
            return image;
        }
    }
}
