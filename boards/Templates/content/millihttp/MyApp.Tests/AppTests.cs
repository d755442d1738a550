using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace MyApp.Tests
{
    /// <summary>The application on the virtual board, asked by a client.</summary>
    public sealed class AppTests : IDisposable
    {
        private readonly Process _board;
        private readonly HttpClient _client;

        public AppTests()
        {
            string desktop = AppContext.BaseDirectory.Replace("MyApp.Tests", "MyApp.Desktop");
            string state = Directory.CreateTempSubdirectory().FullName;
            _board = Process.Start(new ProcessStartInfo("dotnet", Path.Combine(desktop, "MyApp.Desktop.dll") + " --port 0 --state " + state) { RedirectStandardOutput = true });
            string line = string.Empty;
            while (line != null && !line.StartsWith("listening", StringComparison.Ordinal))
            {
                line = _board.StandardOutput.ReadLine();
            }

            HttpClientHandler handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
            _client = new HttpClient(handler) { BaseAddress = new Uri(Regex.Match(line ?? string.Empty, "https://.*").Value) };
        }

        public void Dispose()
        {
            _client.Dispose();
            _board.Kill();
            _board.Dispose();
        }

        [Fact]
        public async Task SaysHello()
        {
            Assert.Equal("hello world", await _client.GetStringAsync("/hello/world"));
        }

        [Fact]
        public async Task SwitchesTheLed()
        {
            Assert.Equal("{\"on\":false}", await _client.GetStringAsync("/led"));
            using HttpResponseMessage answer = await _client.PostAsync("/led", new FormUrlEncodedContent(new Dictionary<string, string> { ["on"] = "1" }));
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal("{\"on\":true}", await _client.GetStringAsync("/led"));
        }
    }
}
