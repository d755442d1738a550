// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MilliHttp.Nano.Board.Virtual.Drivers;
using MilliHttp.Nano.Board.Virtual.Memory;
using MilliHttp.Nano.Board.Virtual.Trace;
using MilliHttp.Nano.Board.Virtual.Watch;
using MilliHttp.Nano.Desktop;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Boot;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Tls;
using Spectre.Console;
using Profile = MilliHttp.Nano.Firmware.Profile;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>
    /// The board that is a desktop: it serves an application with the very assemblies that are flashed. A project of one's own calls
    /// <c>VirtualBoard.Run(args, new MyApp())</c> from its Main.
    /// </summary>
    public sealed class VirtualBoard
    {
        private const int Wrong = 2;
        private const int OverBudget = 1;
        private const int Faults = 3;
        private const int LeastWidth = 120;
        private const int UdpAndListener = 2;
        private readonly CommandLine _line;
        private readonly CertificateFiles[] _files;
        private Application _application;

        private VirtualBoard(CommandLine line, CertificateFiles[] files, Application application)
        {
            _line = line;
            _files = files;
            _application = application;
        }

        /// <summary>Serves until SIGTERM or Ctrl-C.</summary>
        /// <param name="arguments">The command line; <c>--help</c> lists the options.</param>
        /// <param name="application">What is served; null for that of <c>--app</c>, or the demo.</param>
        /// <returns>The exit code: 0, 1 when memory is over its budget, 2 when something given is wrong, 3 when the server had faults.</returns>
        public static int Run(string[] arguments, Application application)
        {
            CommandLine line = CommandLine.TryParse(arguments, out int exitCode);
            if (line == null)
            {
                return exitCode;
            }

            bool isTraced = line.Qlog != null || line.KeyLog != null;
            if (isTraced && !TraceContext.IsInside)
            {
                Type type = application?.GetType();
                using TraceContext context = new TraceContext(AppContext.BaseDirectory);
                return (int)context.Call(typeof(VirtualBoard), nameof(RunTraced), arguments, type?.Assembly.GetName().Name, type?.FullName);
            }

            if (line.Storage != null)
            {
                Volumes.Mount('I', line.Storage);
            }

            if (line.App != null)
            {
                application = ApplicationFile.TryLoad(line.App, line.AppType, out string wrong);
                if (application == null)
                {
                    return Fail(wrong);
                }
            }

            CertificateFiles[] files = new CertificateFiles[line.Certificates.Count];
            for (int i = 0; i < files.Length; i++)
            {
                files[i] = CertificateFiles.TryRead(line.Certificates[i], line.Keys[i], out string wrong);
                if (files[i] == null)
                {
                    return Fail(wrong);
                }
            }

            try
            {
                if (isTraced)
                {
                    Observer.Start(line.Qlog, line.KeyLog);
                }

                return new VirtualBoard(line, files, application).Run();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && !Directory.Exists(line.State))
            {
                return Fail("the state folder '" + line.State + "' cannot be made: " + exception.Message + "; name another with --state");
            }
            catch (UnauthorizedAccessException exception)
            {
                return Fail("the state folder '" + line.State + "' cannot be used: " + exception.Message + "; name another with --state");
            }
        }

        // The same again with woven assemblies; the application is made anew, of them.
        private static int RunTraced(string[] arguments, string assembly, string type)
        {
            AssemblyLoadContext own = AssemblyLoadContext.GetLoadContext(typeof(VirtualBoard).Assembly);
            Application application = type == null ? null : (Application)Activator.CreateInstance(own.LoadFromAssemblyName(new AssemblyName(assembly)).GetType(type, true));
            try
            {
                return Run(arguments, application);
            }
            finally
            {
                Observer.Stop();
            }
        }

        private static int Fail(string wrong)
        {
            Console.Error.WriteLine("error: " + wrong);
            return Wrong;
        }

        private int Run()
        {
            CommandLine line = _line;
            if (File.Exists(line.Profile))
            {
                DeviceAssemblies.ImagePath = line.Profile;
            }

            Profile profile = MakeProfile(line.Policy);
            VirtualPorts ports = new VirtualPorts(line.State);
            if (!line.Memory)
            {
                int port = BoardSockets.TryBind(line, ports, out string wrong);
                if (port < 0)
                {
                    return Fail(wrong);
                }

                profile.Port = port;
            }

            Image image = Boot(profile, ports);
            if (image == null)
            {
                return Wrong;
            }

            // What the status page tells is at rest under the OnDemand policy; the peak is that of an image that takes everything at boot.
            MemoryMap rest = MemoryMap.Measure(image, profile, nameof(Image.Run));
            rest.Book(image.Status);
            MemoryMap peak = rest;
            if (profile.OnDemand && (line.Memory || !line.Quiet))
            {
                Profile taken = MakeProfile(Profiles.Static);
                Application served = _application;
                if (served != null)
                {
                    _application = (Application)Activator.CreateInstance(served.GetType());
                }

                peak = MemoryMap.Measure(Boot(taken, new VirtualPorts(line.State)), taken, nameof(Image.Run));
                _application = served;
            }

            if (line.Memory)
            {
                int needed = UdpAndListener + profile.Http.Connections;
                if (line.Sockets > 0 && line.Sockets < needed)
                {
                    Console.Error.WriteLine(
                        "error: profile " + line.Profile + " needs " + needed + " sockets, one for UDP, one that listens and " + profile.Http.Connections
                        + " TCP connections, and the board has " + line.Sockets + "; take a profile with fewer connections");
                    return OverBudget;
                }

                return Report(peak, rest, line.Heap > 0 ? line.Heap : profile.HeapBudget, line.Heap > 0 ? HeapReserve.Bytes + HeapReserve.GapBytes : HeapRules.MeasuredStack);
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
            Console.WriteLine("listening https://" + BoardAddress.Host(line) + ":" + profile.Port + "/");
            if (line.Watch)
            {
                new WatchScreen(AnsiConsole.Console, image.Status).Start();
            }

            image.Run();
            if (image.Loop.FaultCount == 0)
            {
                return 0;
            }

            Console.Error.WriteLine("faults: " + image.Loop.FaultCount + ", the last: " + image.LastFault);
            return Faults;
        }

        private Profile MakeProfile(string policy)
        {
            Profile profile = Profiles.ByName(_line.Profile, policy);
            if (_files.Length > profile.Certificates)
            {
                profile.Certificates = _files.Length;
            }

            return profile;
        }

        private Image Boot(Profile profile, VirtualPorts ports)
        {
            Image image = new Image(profile, ports, _application ?? new DemoApplication(profile));
            for (int i = 0; i < _files.Length; i++)
            {
                if (!image.Certificates.Set(i, _files[i].Chain, _files[i].PrivateKey))
                {
                    Fail("the certificate '" + _line.Certificates[i] + "' is not one this server can use; give a P-256 certificate");
                    return null;
                }
            }

            if (_files.Length == 0)
            {
                CertificateBoot.LoadOrMake(image, ports.Credentials, BoardAddress.Names(_line));
            }

            return image;
        }

        // What a board has must hold the reserve for stacks, of which the map has only what was seen.
        private int Report(MemoryMap map, MemoryMap rest, int budget, int stacks)
        {
            if (!_line.Quiet)
            {
                // Whoever reads it from a file or a pipe has no lines to be wrapped at.
                IAnsiConsole console = AnsiConsole.Console;
                if (Console.IsOutputRedirected && console.Profile.Width < LeastWidth)
                {
                    console.Profile.Width = LeastWidth;
                }

                MemoryReport.Print(console, _line.Profile, map, rest, budget);
            }

            int needed = map.Total - HeapRules.MeasuredStack + stacks;
            if (needed <= budget)
            {
                return 0;
            }

            MemoryBlock largest = map.Sums.MaxBy(block => block.Bytes);
            Console.Error.WriteLine(
                "error: profile " + _line.Profile + " needs " + needed.ToString("N0") + " bytes of heap"
                + (_line.Heap > 0 ? ", " + stacks.ToString("N0") + " of them kept free for the frames of calls," : string.Empty) + " and there are " + budget.ToString("N0")
                + "; the largest block is '" + largest.Owner + "' with " + largest.Bytes.ToString("N0")
                + (map.ApplicationBytes > 0 ? ", the application takes " + map.ApplicationBytes.ToString("N0") : string.Empty)
                + "; take a smaller profile or a board with more");
            return OverBudget;
        }

        private static void Stop(PosixSignalContext context, Image image)
        {
            context.Cancel = true;
            image.Stop();
        }

        /// <summary>Base64 of the SHA-256 of the leaf's SubjectPublicKeyInfo, as browsers' options take it.</summary>
        private static string Spki(byte[] chain)
        {
            int length = (chain[0] << 16) | (chain[1] << 8) | chain[2];
            using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(chain.AsSpan(3, length));
            return Convert.ToBase64String(SHA256.HashData(leaf.PublicKey.ExportSubjectPublicKeyInfo()));
        }
    }
}
