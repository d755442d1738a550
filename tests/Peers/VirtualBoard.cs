// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>The virtual board as a process on a free port, with a state folder of its own.</summary>
    public sealed class VirtualBoard : IDisposable
    {
        private readonly Process _process;
        private readonly StringBuilder _console = new StringBuilder();
        private readonly ManualResetEventSlim _listening = new ManualResetEventSlim();

        public VirtualBoard()
            : this(string.Empty)
        {
        }

        internal VirtualBoard(string arguments)
        {
            Folder = Directory.CreateTempSubdirectory("millihttp-peers-").FullName;
            string state = arguments.Contains("--state") ? string.Empty : " --state " + Path.Combine(Folder, "state");
            _process = Start("--port 0" + state + " " + arguments);
            _process.OutputDataReceived += (_, line) => Note(line.Data);
            _process.ErrorDataReceived += (_, line) => Note(line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
            if (!_listening.Wait(TimeSpan.FromSeconds(60)))
            {
                throw new InvalidOperationException("the virtual board did not come up: " + Console);
            }
        }

        /// <summary>A folder for what a test writes; gone afterwards.</summary>
        public string Folder { get; }

        public int Port { get; private set; }

        /// <summary>Base64 of the SHA-256 of the certificate's SubjectPublicKeyInfo.</summary>
        public string Spki { get; private set; }

        public string Console
        {
            get
            {
                lock (_console)
                {
                    return _console.ToString();
                }
            }
        }

        public string Url(string path) => "https://localhost:" + Port + path;

        /// <summary>Resident memory of the process in bytes.</summary>
        public long WorkingSet
        {
            get
            {
                _process.Refresh();
                return _process.WorkingSet64;
            }
        }

        /// <summary>Starts the board's program with any arguments.</summary>
        internal static Process Start(string arguments) => Process.Start(new ProcessStartInfo("dotnet", Program + " " + arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        });

        /// <summary>The built program, of the same configuration as this test.</summary>
        internal static string Program
        {
            get
            {
                DirectoryInfo folder = new DirectoryInfo(AppContext.BaseDirectory);
                string configuration = folder.Parent.Name;
                while (folder.Name != "tests")
                {
                    folder = folder.Parent;
                }

                return Path.Combine(folder.Parent.FullName, "boards", "Virtual", "bin", configuration, "net10.0", "MilliHttp.Nano.Board.Virtual.dll");
            }
        }

        /// <summary>Asks the board to stop, as a service manager does.</summary>
        /// <returns>Its exit code.</returns>
        public int Terminate()
        {
            if (!_process.HasExited)
            {
                kill(_process.Id, 15);
                if (!_process.WaitForExit(15_000))
                {
                    _process.Kill(true);
                    return -1;
                }
            }

            return _process.ExitCode;
        }

        public void Dispose()
        {
            // The board goes on after an unexpected exception, and says so at its end.
            int code = Terminate();
            _process.WaitForExit(5_000);
            _process.Dispose();
            Directory.Delete(Folder, true);
            if (code == 3 || Console.Contains("faults: "))
            {
                throw new InvalidOperationException("the virtual board had faults: " + Console);
            }
        }

        [DllImport("libc")]
        private static extern int kill(int process, int signal);

        private void Note(string line)
        {
            if (line == null)
            {
                return;
            }

            lock (_console)
            {
                _console.AppendLine(line);
            }

            Match match = Regex.Match(line, "^listening https://[^/]*:([0-9]+)/");
            if (match.Success)
            {
                Port = int.Parse(match.Groups[1].Value);
            }

            match = Regex.Match(line, "SPKI SHA-256[^A-Za-z0-9+/]+([A-Za-z0-9+/]+=*)");
            if (match.Success)
            {
                Spki = match.Groups[1].Value;
            }

            if (Port != 0 && Spki != null)
            {
                _listening.Set();
            }
        }
    }
}
