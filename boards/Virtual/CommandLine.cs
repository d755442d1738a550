// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;

namespace MilliHttp.Nano.Board.Virtual
{
    /// <summary>What the command line asks for.</summary>
    internal sealed class CommandLine
    {
        private CommandLine()
        {
        }

        // Whether a heap was given at all.
        private bool HasHeap { get; set; }

        /// <summary>Addresses to listen at.</summary>
        public IReadOnlyList<IPAddress> Bind { get; private set; }

        /// <summary>TCP and UDP port; 0 lets the system pick one that is free for both.</summary>
        public int Port { get; private set; }

        /// <summary>Name of the profile of constants.</summary>
        public string Profile { get; private set; }

        /// <summary>Name of the memory policy.</summary>
        public string Policy { get; private set; }

        /// <summary>Certificate files, in pairs with <see cref="Keys"/>.</summary>
        public IReadOnlyList<string> Certificates { get; private set; }

        /// <summary>Private key files.</summary>
        public IReadOnlyList<string> Keys { get; private set; }

        /// <summary>Folder of credentials.</summary>
        public string State { get; private set; }

        /// <summary>Folder that an application sees as I:; null for one of this run.</summary>
        public string Storage { get; private set; }

        /// <summary>Print the memory map and exit.</summary>
        public bool Memory { get; private set; }

        /// <summary>Bytes of heap to hold the memory map against; 0 for the profile's own budget.</summary>
        public int Heap { get; private set; }

        /// <summary>Sockets of a board to hold the profile's connections against; 0 for as many as it takes.</summary>
        public int Sockets { get; private set; }

        /// <summary>The DLL of an application; null for the demo.</summary>
        public string App { get; private set; }

        /// <summary>Name of the application's class, where the DLL has several.</summary>
        public string AppType { get; private set; }

        /// <summary>Folder for a qlog file of each QUIC connection; null for none.</summary>
        public string Qlog { get; private set; }

        /// <summary>File for the secrets of TLS; null for none.</summary>
        public string KeyLog { get; private set; }

        /// <summary>Show the slots, rates and memory while serving.</summary>
        public bool Watch { get; private set; }

        /// <summary>Print nothing but the address.</summary>
        public bool Quiet { get; private set; }

        /// <summary>
        /// Parses the arguments.
        /// </summary>
        /// <param name="exitCode">The exit code when there is nothing to run: help was printed, or one line that says what is wrong.</param>
        public static CommandLine TryParse(string[] arguments, out int exitCode)
        {
            Option<string[]> bind = new Option<string[]>("--bind") { Description = "address to listen at; repeatable (default 127.0.0.1 and ::1)" };
            Option<int> port = new Option<int>("--port") { Description = "TCP and UDP port; 0 picks a free one", DefaultValueFactory = _ => 8443 };
            Option<string> profile = new Option<string>("--profile") { Description = "standard, tight, browser, large or compact; or the file of a built image, for its board's own constants", DefaultValueFactory = _ => "standard" };
            Option<string> policy = new Option<string>("--policy") { Description = "static (all memory at boot) or ondemand (taken when a client comes)", DefaultValueFactory = _ => Profiles.Static };
            Option<string[]> certificate = new Option<string[]>("--cert") { Description = "certificate chain, PEM or DER; repeatable, each with its --key" };
            Option<string[]> key = new Option<string[]>("--key") { Description = "P-256 private key, PEM or DER, SEC1 or PKCS#8; repeatable" };
            Option<string> state = new Option<string>("--state") { Description = "folder where keys and the made certificate are kept" };
            Option<bool> memory = new Option<bool>("--memory") { Description = "print the memory map; exit 1 when it is over the budget" };
            Option<int> heap = new Option<int>("--heap") { Description = "with --memory: bytes of heap of a board, in place of the profile's budget" };
            Option<int> sockets = new Option<int>("--sockets") { Description = "with --memory: sockets of a board in all; exit 1 when the profile has more connections" };
            Option<string> app = new Option<string>("--app") { Description = "DLL of an application to serve in place of the demo" };
            Option<string> appType = new Option<string>("--app-type") { Description = "class of the application, where the DLL has several" };
            Option<string> qlog = new Option<string>("--qlog") { Description = "folder for a qlog file of each QUIC connection; qvis draws them" };
            Option<string> keyLog = new Option<string>("--keylog") { Description = "file for the secrets of TLS (SSLKEYLOGFILE), with which Wireshark reads recorded traffic" };
            Option<bool> watch = new Option<bool>("--watch") { Description = "show slots, rates, handshakes and memory while serving" };
            Option<string> storage = new Option<string>("--storage") { Description = "folder that the application sees as I:; without it one that is deleted at the end" };
            Option<bool> quiet = new Option<bool>("--quiet") { Description = "print the address only" };
            RootCommand root = new RootCommand("The virtual board of MilliHttp.Nano: the firmware on a desktop.")
            {
                bind, port, profile, policy, certificate, key, state, memory, heap, sockets, app, appType, storage, qlog, keyLog, watch, quiet
            };
            bool run = false;
            root.SetAction(_ =>
            {
                run = true;
                return 0;
            });
            ParseResult result = root.Parse(arguments);
            if (result.Errors.Count > 0)
            {
                Console.Error.WriteLine("error: " + result.Errors[0].Message + " (--help lists the options)");
                exitCode = 2;
                return null;
            }

            exitCode = result.Invoke();
            if (!run)
            {
                return null;
            }

            CommandLine line = new CommandLine
            {
                Port = result.GetValue(port),
                Profile = result.GetValue(profile),
                Policy = result.GetValue(policy),
                Certificates = result.GetValue(certificate) ?? Array.Empty<string>(),
                Keys = result.GetValue(key) ?? Array.Empty<string>(),
                State = result.GetValue(state) ?? DefaultState(),
                Memory = result.GetValue(memory),
                Heap = result.GetValue(heap),
                Sockets = result.GetValue(sockets),
                HasHeap = result.GetResult(heap) is { Implicit: false },
                App = result.GetValue(app),
                AppType = result.GetValue(appType),
                Storage = result.GetValue(storage),
                Qlog = result.GetValue(qlog),
                KeyLog = result.GetValue(keyLog),
                Watch = result.GetValue(watch),
                Quiet = result.GetValue(quiet)
            };
            string wrong = line.Check(result.GetValue(bind) ?? Array.Empty<string>());
            if (wrong != null)
            {
                Console.Error.WriteLine("error: " + wrong);
                exitCode = 2;
                return null;
            }

            return line;
        }

        // The folder is made when it is used: here it is only named.
        private static string DefaultState()
        {
            string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return folder.Length == 0 ? null : Path.Combine(folder, "MilliHttp.Nano", "virtual");
        }

        private string Check(string[] bind)
        {
            if (Port < 0 || Port > 65535)
            {
                return "--port " + Port + " is not a port; take a number from 0 to 65535";
            }

            if (State == null)
            {
                return "there is no home folder to keep the board's key in; name a folder with --state";
            }

            if (HasHeap && Heap <= 0)
            {
                return "--heap " + Heap + " is not a size; give the bytes of heap of a board, like 100000";
            }

            if (Storage != null && !Directory.Exists(Storage))
            {
                return "there is no folder '" + Storage + "' to be the storage; make it, or name another with --storage";
            }

            if (AppType != null && App == null)
            {
                return "--app-type needs --app with the DLL of the application";
            }

            if (Profiles.ByName(Profile, Profiles.Static) == null)
            {
                return "--profile '" + Profile + "' is not known; take standard, tight, browser, large or compact";
            }

            if (Profiles.ByName(Profile, Policy) == null)
            {
                return "--policy '" + Policy + "' is not known; take static or ondemand";
            }

            if (Certificates.Count != Keys.Count)
            {
                return Certificates.Count + " --cert but " + Keys.Count + " --key; give one --key for each --cert, in the same order";
            }

            List<IPAddress> addresses = new List<IPAddress>();
            foreach (string text in bind.Length == 0 ? new[] { "127.0.0.1", "::1" } : bind)
            {
                if (!IPAddress.TryParse(text, out IPAddress address))
                {
                    return "--bind '" + text + "' is not an IP address; take one like 127.0.0.1 or ::1";
                }

                addresses.Add(address);
            }

            Bind = addresses.Distinct().ToList();
            return null;
        }
    }
}
