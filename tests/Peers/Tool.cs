// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>A client program, run to its end.</summary>
    internal sealed class Tool
    {
        private Tool(int exitCode, byte[] output, string error)
        {
            ExitCode = exitCode;
            Output = output;
            Error = error;
        }

        public int ExitCode { get; }

        public byte[] Output { get; }

        public string Error { get; }

        public string Text => Encoding.UTF8.GetString(Output);

        /// <summary>Both streams, for messages and searches.</summary>
        public string All => Text + Error;

        public static bool Exists(string name) => PathOf(name) != null;

        public static Tool Run(string name, string arguments, int seconds = 30, byte[] input = null)
        {
            string path = PathOf(name) ?? throw new FileNotFoundException(name + " is not installed");
            ProcessStartInfo start = new ProcessStartInfo(path, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true
            };
            using Process process = Process.Start(start);
            MemoryStream output = new MemoryStream();
            Task copyOutput = process.StandardOutput.BaseStream.CopyToAsync(output);
            Task<string> error = process.StandardError.ReadToEndAsync();
            Task write = Task.Run(() =>
            {
                try
                {
                    if (input != null)
                    {
                        process.StandardInput.BaseStream.Write(input);
                        process.StandardInput.BaseStream.Flush();
                    }

                    process.StandardInput.Close();
                }
                catch (IOException)
                {
                    // The program ended without reading all of it.
                }
            });
            if (!process.WaitForExit(seconds * 1000))
            {
                process.Kill(true);
                process.WaitForExit();
                throw new TimeoutException(name + " " + arguments + " took more than " + seconds + " s: " + error.Result);
            }

            Task.WaitAll(copyOutput, error, write);
            return new Tool(process.ExitCode, output.ToArray(), error.Result);
        }

        private static string PathOf(string name) =>
            Environment.GetEnvironmentVariable("PATH").Split(':').Concat(new[] { "/usr/sbin" }).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
