// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Boot;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Tests.Host.Gates;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class MetricsTests
    {
        [Fact]
        public void MetricsAreOpenMetricsText()
        {
            Http1Bench.Answer answer = new WebBench(new DemoApplication(Profile.Standard())).Get("/metrics");
            Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", answer.Fields["content-type"]);
            string text = WebBench.Text(answer);
            Assert.EndsWith("# EOF\n", text);
            Dictionary<string, string> types = new Dictionary<string, string>();
            foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).SkipLast(1))
            {
                Match type = Regex.Match(line, "^# TYPE ([a-z][a-z0-9_]*) (counter|gauge)$");
                if (type.Success)
                {
                    Assert.True(types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), line);
                    continue;
                }

                Match sample = Regex.Match(line, "^([a-z][a-z0-9_]*)(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? ([0-9]+)$");
                Assert.True(sample.Success, line);
                string name = sample.Groups[1].Value;
                bool counts = name.EndsWith("_total", StringComparison.Ordinal);
                Assert.Equal(counts ? "counter" : "gauge", types[counts ? name[..^6] : name]);
            }

            Assert.True(types.Count > 40);
            Assert.Equal("counter", types["millihttp_requests"]);
            Assert.Equal("gauge", types["millihttp_heap_used"]);
        }

        [Fact]
        public void TheGrafanaDashboardAsksForWhatThereIs()
        {
            string text = WebBench.Text(new WebBench(new DemoApplication(Profile.Standard())).Get("/metrics"));
            string path = Path.Combine(DeviceAssemblies.Root, "firmware", "Pages", "Grafana.json");
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            int names = 0;
            foreach (JsonElement panel in document.RootElement.GetProperty("panels").EnumerateArray())
            {
                foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray())
                {
                    foreach (Match name in Regex.Matches(target.GetProperty("expr").GetString(), "millihttp_[a-z_]+"))
                    {
                        Assert.Matches("(?m)^" + name.Value + "[ {]", text);
                        names++;
                    }
                }
            }

            Assert.True(names > 10);
        }

        [Fact]
        public void AnApplicationHasThePagesByOneLineEach()
        {
            WebBench bench = new WebBench(new OwnPages());
            using JsonDocument status = JsonDocument.Parse(WebBench.Text(bench.Get("/status.json")));
            Assert.Equal("Greenhouse", status.RootElement.GetProperty("name").GetString());
            Assert.Equal("1.2.3", status.RootElement.GetProperty("version").GetString());
            Assert.EndsWith("# EOF\n", WebBench.Text(bench.Get("/metrics")));
            Assert.Contains("<!doctype html>", WebBench.Text(bench.Get("/device")));
            Assert.Equal(404, bench.Get("/bytes/5").Status);
        }

        [Theory]
        [InlineData("2027-12-31", 20271231)]
        [InlineData("2049-01-01", 20490101)]
        [InlineData("2050-06-30", 20500630)]
        [InlineData("9999-12-31", 99991231)]
        public void TheCertificatesLastDayIsRead(string last, long expected)
        {
            using System.Security.Cryptography.ECDsa key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            System.Security.Cryptography.X509Certificates.CertificateRequest request = new("CN=device", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
            byte[] der = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.Parse(last + "T12:00:00Z")).RawData;
            byte[] chain = new byte[der.Length + 5];
            MilliHttp.Nano.Tls.ServerCertificates.AppendEntry(der, 0, der.Length, chain, 0);
            Assert.Equal(expected, CertificateDate.Expiry(chain));
            for (int length = 0; length < chain.Length; length += 7)
            {
                CertificateDate.Expiry(chain[..length]);
            }

            Assert.Equal(0, CertificateDate.Expiry(null));
            Assert.Equal(0, CertificateDate.Expiry(new byte[40]));
        }

        private sealed class OwnPages : WebApplication
        {
            protected override void Configure()
            {
                this.MapStatus("/status.json", "Greenhouse", "1.2.3");
                this.MapMetrics("/metrics");
                this.MapDashboard("/device");
            }
        }
    }
}
