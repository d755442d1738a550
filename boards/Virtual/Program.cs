// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using MilliHttp.Nano.Board.Virtual.Drivers;
using MilliHttp.Nano.Board.Virtual.Memory;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Boot;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Tls;
using Spectre.Console;
using Profile = MilliHttp.Nano.Firmware.Profile;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>The virtual board's program.</summary>
    internal static class Program
    {
        private const int Wrong = 2;
        private const int OverBudget = 1;
        private const int LeastWidth = 120;

        private static int Main(string[] arguments)
        {
            CommandLine line = CommandLine.TryParse(arguments, out int exitCode);
            if (line == null)
            {
                return exitCode;
            }

            try
            {
                return Run(line);
            }
            catch (System.IO.IOException exception)
            {
                return Fail("the state folder '" + line.State + "' cannot be used: " + exception.Message + "; name another with --state");
            }
            catch (UnauthorizedAccessException exception)
            {
                return Fail("the state folder '" + line.State + "' cannot be used: " + exception.Message + "; name another with --state");
            }
        }

        private static int Run(CommandLine line)
        {
            Profile profile = Profiles.ByName(line.Profile, line.Policy);
            CertificateFiles[] files = new CertificateFiles[line.Certificates.Count];
            for (int i = 0; i < files.Length; i++)
            {
                files[i] = CertificateFiles.TryRead(line.Certificates[i], line.Keys[i], out string wrong);
                if (files[i] == null)
                {
                    return Fail(wrong);
                }
            }

            if (files.Length > profile.Certificates)
            {
                profile.Certificates = files.Length;
            }

            VirtualPorts ports = new VirtualPorts(line.State);
            if (!line.Memory && !TryBind(line, ports, profile))
            {
                return Wrong;
            }

            Image image = Boot(line, profile, ports, files);
            if (image == null)
            {
                return Wrong;
            }

            // What the status page tells is at rest under the OnDemand policy; the peak is that of an image that takes everything at boot.
            MemoryMap rest = MemoryMap.Measure(image, profile.Crypto, nameof(Image.Run));
            rest.Book(image.Status);
            MemoryMap peak = rest;
            if (profile.OnDemand && (line.Memory || !line.Quiet))
            {
                Profile taken = Profiles.ByName(line.Profile, Profiles.Static);
                taken.Certificates = profile.Certificates;
                peak = MemoryMap.Measure(Boot(line, taken, new VirtualPorts(line.State), files), taken.Crypto, nameof(Image.Run));
            }

            if (line.Memory)
            {
                return Report(line, peak, rest, line.Heap > 0 ? line.Heap : profile.HeapBudget, line.Heap > 0 ? HeapReserve.Bytes + HeapReserve.GapBytes : HeapRules.MeasuredStack);
            }

            if (!line.Quiet)
            {
                Console.WriteLine(
                    "memory " + peak.Total.ToString("N0") + " of " + profile.HeapBudget.ToString("N0") + " bytes, profile " + line.Profile
                    + (profile.OnDemand ? ", " + rest.Total.ToString("N0") + " at rest" : string.Empty));
            }

            // Before the line that others wait for: a signal that follows it at once must find its handler.
            using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, image));
            using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, image));
            Console.WriteLine("certificate SPKI SHA-256 " + Spki(image.Certificates.Chain(0)));
            Console.WriteLine("listening https://" + HostName(line) + ":" + profile.Port + "/");
            image.Run();
            if (image.Loop.FaultCount == 0)
            {
                return 0;
            }

            Console.Error.WriteLine("faults: " + image.Loop.FaultCount + ", the last: " + image.LastFault);
            return 3;
        }

        private static Image Boot(CommandLine line, Profile profile, VirtualPorts ports, CertificateFiles[] files)
        {
            Image image = new Image(profile, ports, new DemoApplication(profile));
            for (int i = 0; i < files.Length; i++)
            {
                if (!image.Certificates.Set(i, files[i].Chain, files[i].PrivateKey))
                {
                    Fail("the certificate '" + line.Certificates[i] + "' is not one this server can use; give a P-256 certificate");
                    return null;
                }
            }

            if (files.Length == 0)
            {
                CertificateBoot.LoadOrMake(image, ports.Credentials, Names(line));
            }

            return image;
        }

        // What a board has must hold the reserve for stacks, of which the map has only what was seen.
        private static int Report(CommandLine line, MemoryMap map, MemoryMap rest, int budget, int stacks)
        {
            if (!line.Quiet)
            {
                // Whoever reads it from a file or a pipe has no lines to be wrapped at.
                IAnsiConsole console = AnsiConsole.Console;
                if (Console.IsOutputRedirected && console.Profile.Width < LeastWidth)
                {
                    console.Profile.Width = LeastWidth;
                }

                MemoryReport.Print(console, line.Profile, map, rest, budget);
            }

            int needed = map.Total - HeapRules.MeasuredStack + stacks;
            if (needed <= budget)
            {
                return 0;
            }

            MemoryBlock largest = map.Sums.MaxBy(block => block.Bytes);
            Console.Error.WriteLine(
                "error: profile " + line.Profile + " needs " + needed.ToString("N0") + " bytes of heap"
                + (line.Heap > 0 ? ", " + stacks.ToString("N0") + " of them kept free for the frames of calls," : string.Empty) + " and there are " + budget.ToString("N0")
                + "; the largest block is '" + largest.Owner + "' with " + largest.Bytes.ToString("N0") + "; take a smaller profile or a board with more");
            return OverBudget;
        }

        private static void Stop(PosixSignalContext context, Image image)
        {
            context.Cancel = true;
            image.Stop();
        }

        private static bool TryBind(CommandLine line, VirtualPorts ports, Profile profile)
        {
            const int Attempts = 20;
            for (int attempt = 1; ; attempt++)
            {
                int port = line.Port;
                IPAddress current = null;
                try
                {
                    foreach (IPAddress address in line.Bind)
                    {
                        current = address;
                        port = ports.ListenerSockets.Bind(new IPEndPoint(address, port)).Port;
                        ports.DatagramSockets.Bind(new IPEndPoint(address, port));
                    }

                    profile.Port = port;
                    return true;
                }
                catch (SocketException exception)
                {
                    ports.Listener.Close();
                    ports.Datagrams.Close();

                    // A port that the system picked for TCP can be taken for UDP: pick another.
                    if (line.Port == 0 && attempt < Attempts && exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
                    {
                        continue;
                    }

                    string how = exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                        ? "is in use; choose another with --port, or 0 for any"
                        : "cannot be bound: " + exception.Message;
                    Fail("port " + port + " at " + current + " " + how);
                    return false;
                }
            }
        }

        private static SubjectNames Names(CommandLine line)
        {
            SubjectNames names = new SubjectNames();
            names.AddName("localhost");
            foreach (IPAddress address in line.Bind)
            {
                names.AddAddress(address.GetAddressBytes());
            }

            return names;
        }

        private static string HostName(CommandLine line)
        {
            if (line.Bind.All(IPAddress.IsLoopback))
            {
                return "localhost";
            }

            IPAddress first = line.Bind[0];
            return first.AddressFamily == AddressFamily.InterNetworkV6 ? "[" + first + "]" : first.ToString();
        }

        /// <summary>Base64 of the SHA-256 of the leaf's SubjectPublicKeyInfo, as browsers' options take it.</summary>
        private static string Spki(byte[] chain)
        {
            int length = (chain[0] << 16) | (chain[1] << 8) | chain[2];
            using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(chain.AsSpan(3, length));
            return Convert.ToBase64String(SHA256.HashData(leaf.PublicKey.ExportSubjectPublicKeyInfo()));
        }

        private static int Fail(string wrong)
        {
            Console.Error.WriteLine("error: " + wrong);
            return Wrong;
        }
    }
}
