// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Firmware.Boot
{
    /// <summary>Starts an application on a board. The Main of a device's program needs nothing else.</summary>
    public static class BoardHost
    {
        /// <summary>Makes the image, with a certificate for the board's address unless its storage has one, and serves until the power goes off.</summary>
        /// <param name="profile">The constants of the board.</param>
        /// <param name="ports">The board.</param>
        /// <param name="application">What is served.</param>
        public static void Run(Profile profile, BoardPorts ports, Application application)
        {
            Image image = Boot(profile, ports, application);
            if (image != null)
            {
                image.Run();
            }
        }

        /// <summary>
        /// Tells whether the heap has the bytes of <see cref="Profile.HeapNeeded"/>, and says on the console if not. A program asks before it makes anything:
        /// when the heap is full, the platform skips calls without an exception.
        /// </summary>
        /// <param name="profile">The constants of the board.</param>
        /// <param name="free">Bytes that are free at boot; 0 if the board cannot tell.</param>
        /// <returns>False: the image must not be made.</returns>
        public static bool HasHeap(Profile profile, int free)
        {
            if (free == 0 || free >= profile.HeapNeeded)
            {
                return true;
            }

            Console.WriteLine(
                "memory: " + free.ToString() + " bytes free at boot, " + profile.HeapNeeded.ToString() + " needed; take a smaller profile, or a board with more memory");
            return false;
        }

        // A separate method, so that its temporary objects are garbage when the server runs.
        private static Image Boot(Profile profile, BoardPorts ports, Application application)
        {
            if (!HasHeap(profile, ports.Memory.Free))
            {
                return null;
            }

            Image image = new Image(profile, ports, application);
            SubjectNames names = new SubjectNames();
            names.AddName("localhost");
            names.AddAddress(ports.Link.Address);
            CertificateBoot.LoadOrMake(image, ports.Credentials, names);
            ports.Memory.Tidy();
            Console.WriteLine("listening on port " + profile.Port.ToString());
            return image;
        }
    }
}
