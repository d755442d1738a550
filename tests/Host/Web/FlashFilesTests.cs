// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using MilliHttp.Nano.Http.Generator;
using MilliHttp.Nano.Samples.Greenhouse;
using MilliHttp.Nano.Tests.Host.Gates;
using MilliHttp.Nano.Tests.Host.Http;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class FlashFilesTests
    {
        private static string Site => Path.Combine(DeviceAssemblies.Root, "boards", "Samples", "Greenhouse", "site");

        [Theory]
        [InlineData("/", "index.html", "text/html; charset=utf-8")]
        [InlineData("/index.html", "index.html", "text/html; charset=utf-8")]
        [InlineData("/style.css", "style.css", "text/css")]
        [InlineData("/app.js", "app.js", "text/javascript")]
        public void ServesTheFilesAsTheyAreAndCompressed(string target, string file, string type)
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(Site, file));
            WebBench bench = new WebBench(new GreenhouseApp());
            Http1Bench.Answer plain = bench.Get(target);
            Assert.Equal(200, plain.Status);
            Assert.Equal(type, plain.Fields["content-type"]);
            Assert.Equal("accept-encoding", plain.Fields["vary"]);
            Assert.Equal(expected, plain.Body);
            Http1Bench.Answer packed = bench.Get(target, "Accept-Encoding: gzip, br\r\n");
            Assert.Equal("gzip", packed.Fields["content-encoding"]);
            Assert.NotEqual(plain.Fields["etag"], packed.Fields["etag"]);
            using GZipStream gzip = new GZipStream(new MemoryStream(packed.Body), CompressionMode.Decompress);
            using MemoryStream content = new MemoryStream();
            gzip.CopyTo(content);
            Assert.Equal(expected, content.ToArray());
        }

        [Fact]
        public void AKnownTagIsAnsweredWith304()
        {
            WebBench bench = new WebBench(new GreenhouseApp());
            string tag = bench.Get("/style.css").Fields["etag"];
            foreach (string field in new[] { tag, "W/" + tag, "\"other\", " + tag, "*" })
            {
                Http1Bench.Answer answer = bench.Get("/style.css", "If-None-Match: " + field + "\r\n");
                Assert.Equal(304, answer.Status);
                Assert.Empty(answer.Body);
                Assert.Equal(tag, answer.Fields["etag"]);
            }

            Assert.Equal(200, bench.Get("/style.css", "If-None-Match: \"other\"\r\n").Status);
        }

        [Theory]
        [InlineData("bytes=0-9", 206, 0, 10)]
        [InlineData("bytes=10-10", 206, 10, 1)]
        [InlineData("bytes=5-", 206, 5, -1)]
        [InlineData("bytes=-7", 206, -7, 7)]
        [InlineData("bytes=0-999999", 206, 0, -1)]
        [InlineData("bytes=-999999", 206, 0, -1)]
        [InlineData("bytes=999999-", 416, 0, 0)]
        [InlineData("bytes=-0", 416, 0, 0)]
        [InlineData("bytes=9-3", 200, 0, -1)]
        [InlineData("bytes=0-1,4-5", 200, 0, -1)]
        [InlineData("bytes=a-b", 200, 0, -1)]
        [InlineData("items=0-1", 200, 0, -1)]
        [InlineData("bytes=-", 200, 0, -1)]
        public void ASingleRangeIsAnsweredWithThatPart(string range, int status, int from, int length)
        {
            byte[] whole = File.ReadAllBytes(Path.Combine(Site, "app.js"));
            WebBench bench = new WebBench(new GreenhouseApp());
            Http1Bench.Answer answer = bench.Get("/app.js", "Range: " + range + "\r\n");
            Assert.Equal(status, answer.Status);
            if (status == 416)
            {
                Assert.Equal("bytes */" + whole.Length, answer.Fields["content-range"]);
                return;
            }

            from = from < 0 ? whole.Length + from : from;
            length = length < 0 ? whole.Length - from : length;
            Assert.Equal(whole[from..(from + length)], answer.Body);
            Assert.Equal(status == 206 ? "bytes " + from + "-" + (from + length - 1) + "/" + whole.Length : null, answer.Fields.GetValueOrDefault("content-range"));
        }

        [Fact]
        public void ARangeOfAnotherVersionIsTheWhole()
        {
            WebBench bench = new WebBench(new GreenhouseApp());
            Assert.Equal(200, bench.Get("/app.js", "Range: bytes=0-1\r\nIf-Range: \"other\"\r\n").Status);
            Assert.Equal(206, bench.Get("/app.js", "Range: bytes=0-1\r\nIf-Range: " + bench.Get("/app.js").Fields["etag"] + "\r\n").Status);
        }

        [Theory]
        [InlineData("/nothing")]
        [InlineData("/index.htm")]
        [InlineData("/../secret")]
        [InlineData("/sub/")]
        public void WhatIsNotThereIs404(string target)
        {
            Assert.Equal(404, new WebBench(new GreenhouseApp()).Get(target).Status);
        }

        [Fact]
        public void TheClassIsWhatTheCommandMakes()
        {
            string code = FolderWriter.TryWrite(Site, "MilliHttp.Nano.Samples.Greenhouse", "SiteFiles", out string wrong);
            Assert.Null(wrong);
            string kept = File.ReadAllText(Path.Combine(DeviceAssemblies.Root, "boards", "Samples", "Greenhouse", "SiteFiles.cs"));

            // Compressors differ in their bytes; the places of the texts up to the first compressed one do not.
            Assert.Equal(code[..1200], kept[..1200]);
        }

        [Fact]
        public void TheCommandNamesWhatItCannotTake()
        {
            string folder = Directory.CreateTempSubdirectory().FullName;
            Assert.Null(FolderWriter.TryWrite(folder, "A", "B", out string wrong));
            Assert.Contains("no files", wrong);
            File.WriteAllBytes(Path.Combine(folder, "large.bin"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(30000));
            Assert.Null(FolderWriter.TryWrite(folder, "A", "B", out wrong));
            Assert.Contains("30000", wrong);
            Directory.Delete(folder, true);
            Assert.Null(FolderWriter.TryWrite(folder, "A", "B", out wrong));
            Assert.Contains("no folder", wrong);
        }
    }
}
