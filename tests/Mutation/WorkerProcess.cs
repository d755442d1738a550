// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Threading;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>A worker as the campaign sees it.</summary>
    internal sealed class WorkerProcess : IDisposable
    {
        private readonly BlockingCollection<string> _lines = new BlockingCollection<string>();
        private readonly Process _process;

        /// <summary>Starts one and waits until it has found its tests.</summary>
        public WorkerProcess(string directory, string mutated, int count)
        {
            ProcessStartInfo start = new ProcessStartInfo(Environment.ProcessPath)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(false),
            };
            if (string.Equals(System.IO.Path.GetFileNameWithoutExtension(start.FileName), "dotnet", StringComparison.OrdinalIgnoreCase))
            {
                start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
            }

            foreach (string argument in new[] { "--worker", directory, mutated, count.ToString() })
            {
                start.ArgumentList.Add(argument);
            }

            // A mutant that allocates for ever ends here, not in the machine.
            start.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000";
            _process = Process.Start(start);
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginErrorReadLine();
            _process.OutputDataReceived += (_, line) =>
            {
                if (line.Data == null)
                {
                    _lines.CompleteAdding();
                }
                else if (line.Data.StartsWith(Worker.Mark, StringComparison.Ordinal))
                {
                    _lines.Add(line.Data[Worker.Mark.Length..]);
                }
            };
            _process.BeginOutputReadLine();
            if (Read(TimeSpan.FromMinutes(2)) != "READY")
            {
                throw new InvalidOperationException("the worker did not start; try it by hand: --worker " + directory + " " + mutated + " " + count);
            }
        }

        /// <summary>Sends a command.</summary>
        public void Send(string command)
        {
            _process.StandardInput.WriteLine(command);
            _process.StandardInput.Flush();
        }

        /// <summary>Reads an answer; null when none came in time or the process is gone.</summary>
        public string Read(TimeSpan limit)
        {
            return _lines.TryTake(out string line, limit) ? line : null;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            try
            {
                _process.Kill(true);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }

            _process.WaitForExit();
            _process.Dispose();
            _lines.Dispose();
        }
    }
}
