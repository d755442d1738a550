// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Http3;
using MilliHttp.Nano.Quic;
using MilliHttp.Nano.TestClient;
using MilliHttp.Nano.Tests.Host.Gates;
using MilliHttp.Nano.Tls;
using Xunit;
using Xunit.Abstractions;

namespace MilliHttp.Nano.Tests.Host.Memory
{
    /// <summary>
    /// The memory map as the virtual board prints it, against the documented figures (Trap 37: asserted, in both directions; Trap 38: everything is in it).
    /// </summary>
    public sealed class MemoryMapTests
    {
        private const int Total = 0;
        private const int Interpreter = 4;
        private const int Budget = 5;

        private static readonly string[] s_rows =
        {
            "total", "HTTP/3 connection 1", "HTTP/3 handshake 1", "HTTPS/1.1 connection 1"
        };

        private readonly ITestOutputHelper _output;

        public MemoryMapTests(ITestOutputHelper output)
        {
            _output = output;
        }

        [Theory]
        [InlineData("standard")]
        [InlineData("tight")]
        [InlineData("browser")]
        [InlineData("large")]
        public void TheMapIsWithinTwoPercentOfWhatIsDocumented_Trap37(string profile)
        {
            int[] documented = Documented(profile);
            string map = Map(profile, out int exit);
            for (int i = 0; i < s_rows.Length; i++)
            {
                int bytes = Row(map, s_rows[i]);
                _output.WriteLine(profile + ", " + s_rows[i] + ": " + bytes + ", documented " + documented[i]);
                Assert.InRange(bytes, documented[i] - documented[i] / 50, documented[i] + documented[i] / 50);
            }

            Assert.InRange(Row(map, "total"), 0, documented[Budget]);

            // The exit status says whether the budget holds.
            Assert.Equal(Row(map, "total") <= documented[Budget] ? 0 : 1, exit);
        }

        [Theory]
        [InlineData("standard")]
        [InlineData("tight")]
        [InlineData("browser")]
        public void TheMapIsWithinThreePercentOfTheInterpreter(string profile)
        {
            int[] documented = Documented(profile);
            int total = Row(Map(profile, out _), "total");
            _output.WriteLine(profile + ": map " + total + ", interpreter " + documented[Interpreter]);
            if (documented[Interpreter] == 0)
            {
                // Not measured since what is in the image has changed.
                return;
            }

            Assert.InRange(total, documented[Interpreter] - documented[Interpreter] * 3 / 100, documented[Interpreter] + documented[Interpreter] * 3 / 100);
        }

        [Fact]
        public void TheMapLeavesNothingOut_Trap38()
        {
            string map = Map("standard", out _);
            foreach (string part in new[] { "platform", "tables of MilliHttp.Nano.Tls", "crypto, shared", "TLS, shared", "server, common", "pages and handlers", "drivers and sockets", "stack, deepest measured" })
            {
                Assert.Contains(part, map);
            }

            int sum = Regex.Matches(map, "^│ (?!total).*?│ +([0-9,]+) │.*(%|█)", RegexOptions.Multiline).Sum(match => Number(match.Groups[1].Value));
            Assert.Equal(Row(map, "total"), sum);
        }

        [Theory]
        [InlineData("standard", 55200)]
        [InlineData("tight", 50000)]
        public void OnDemandHasTheSamePeakAndFarLessAtRest(string profile, int most)
        {
            string peak = Map(profile, out _);
            string map = Map(profile, out _, "ondemand");
            Assert.Equal(Row(peak, "total"), Row(map, "total"));
            int rest = AtRest(map, "total");
            _output.WriteLine(profile + ": " + Row(map, "total") + " at the peak, " + rest + " at rest");
            Assert.InRange(rest, 1, most);
            Assert.Equal(0, AtRest(map, "HTTP/3 handshake 1"));
            Assert.Equal(Row(map, "stack, deepest measured"), AtRest(map, "stack, deepest measured"));
            Assert.DoesNotContain("at rest", peak);
        }

        [Theory]
        [InlineData("standard")]
        [InlineData("tight")]
        public void OnDemandAsksForWhatItTakes(string name)
        {
            string map = Map(name, out _, "ondemand");
            Profile profile = name == "tight" ? Profile.Tight() : Profile.Standard();
            profile.Quic.OnDemand = true;
            profile.Tls.OnDemand = true;
            profile.Http3.OnDemand = true;
            Asks(map, "HTTP/3 connection 1", new TestMemory(new StreamLayout(profile.Quic, true, 0)).HeapBytes);
            Asks(map, "HTTP/3 handshake 1", HandshakeState.HeapBytes);
            CryptoProvider provider = new CryptoProvider(profile.Crypto);
            AsymmetricJobs jobs = new AsymmetricJobs(provider, name == "standard" ? new MlKem768() : null);
            TlsEngine engine = new TlsEngine(profile.Tls, provider, jobs, new HmacDrbg(provider), new ServerCertificates(1), null, null, null);
            Asks(map, "HTTPS/1.1 connection 1", new TlsConnection(engine, provider, profile.Tls).HeapBytes);
            Asks(map, "server, common", new H3Shared(profile.Http3, new HttpService(profile.Http, new Router()), profile.Quic.Slots, 1, 0).HeapBytes);
        }

        private void Asks(string map, string owner, int asked)
        {
            int taken = Row(map, owner) - AtRest(map, owner);
            _output.WriteLine(owner + ": takes " + taken + ", asks for " + asked);
            Assert.InRange(asked, taken, taken + 400);
        }

        [Theory]
        [InlineData("standard")]
        [InlineData("tight")]
        [InlineData("large")]
        public void TheReserveHoldsTheDeepestCallsAndAHoleBetweenBlocks(string profile)
        {
            int deepest = Number(Regex.Match(Map(profile, out _), "by the call graph, *([0-9,]+) bytes").Groups[1].Value);
            int largest = FrameGateTests.LargestFrame();
            _output.WriteLine("deepest chain " + deepest + ", largest frame " + largest);
            Assert.True(largest <= HeapReserve.PieceBytes);
            Assert.InRange(HeapReserve.Bytes, deepest + largest, 1.1 * (deepest + largest));
        }

        [Fact]
        public void ABoardsHeapHasToHoldTheReserveAsWell()
        {
            Assert.Equal(0, Fits("tight", 80800, out _));
            Assert.Equal(1, Fits("tight", 78500, out string error));
            Assert.Contains("the largest block is", error);
            Assert.Contains("9,216 of them kept free", error);
        }

        private static int AtRest(string map, string name)
        {
            Match match = Regex.Match(map, "│ " + Regex.Escape(name) + " +│ +[0-9,]+ │[^│]*│ +([0-9,]+) │");
            Assert.True(match.Success, "no row '" + name + "' in the map:\n" + map);
            return Number(match.Groups[1].Value);
        }

        private static int[] Documented(string profile)
        {
            string path = Path.Combine(DeviceAssemblies.Root, "tests", "Host", "Memory", "figures.txt");
            string line = File.ReadLines(path).Single(text => text.StartsWith(profile + " ", StringComparison.Ordinal));
            return line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Number).ToArray();
        }

        private static int Row(string map, string name)
        {
            Match match = Regex.Match(map, "│ " + Regex.Escape(name) + " +│ +([0-9,]+) │");
            Assert.True(match.Success, "no row '" + name + "' in the map:\n" + map);
            return Number(match.Groups[1].Value);
        }

        private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

        private static string Map(string profile, out int exit, string policy = "static")
        {
            return Run(out exit, out _, "--profile", profile, "--policy", policy);
        }

        private static int Fits(string profile, int heap, out string error)
        {
            Run(out int exit, out error, "--quiet", "--profile", profile, "--heap", heap.ToString(CultureInfo.InvariantCulture));
            return exit;
        }

        private static string Run(out int exit, out string error, params string[] arguments)
        {
            string state = Directory.CreateTempSubdirectory("memory").FullName;
            try
            {
                string board = Path.Combine(DeviceAssemblies.Root, "boards", "Virtual", "bin", "Release", "net10.0", "MilliHttp.Nano.Board.Virtual.dll");
                ProcessStartInfo start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
                start.ArgumentList.Add(board);
                foreach (string argument in arguments.Concat(new[] { "--memory", "--state", state }))
                {
                    start.ArgumentList.Add(argument);
                }

                start.Environment["COLUMNS"] = "140";
                using Process process = Process.Start(start);
                StringBuilder errors = new StringBuilder();
                process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
                process.BeginErrorReadLine();
                string text = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                error = errors.ToString();
                exit = process.ExitCode;
                return text;
            }
            finally
            {
                Directory.Delete(state, true);
            }
        }
    }
}
