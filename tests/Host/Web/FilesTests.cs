// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Desktop;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    /// <summary>Files of a storage volume, over the platform's file system.</summary>
    public sealed class FilesTests : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("millihttp-files-").FullName;

        public FilesTests()
        {
            Volumes.Mount('J', _folder);
            Directory.CreateDirectory(Path.Combine(_folder, "www", "sub"));
            Directory.CreateDirectory(Path.Combine(_folder, "up"));
            Write("www/index.html", "<p>start</p>");
            Write("www/a b.txt", "with a space");
            Write("www/sub/index.html", "<p>sub</p>");
            Write("www/.hidden", "hidden");
            Write("secret.txt", "secret");
            Write("www/packed.js", "plain");
            Write("www/packed.js.gz", "packed");
            File.WriteAllBytes(Path.Combine(_folder, "www", "large.bin"), Large);
        }

        private static byte[] Large => Enumerable.Range(0, 60000).Select(i => (byte)(i % 251)).ToArray();

        public void Dispose() => Directory.Delete(_folder, true);

        [Theory]
        [InlineData("/", "<p>start</p>", "text/html; charset=utf-8")]
        [InlineData("/a%20b.txt", "with a space", "text/plain;charset=utf-8")]
        [InlineData("/sub/", "<p>sub</p>", "text/html; charset=utf-8")]
        [InlineData("/packed.js", "plain", "text/javascript")]
        public void ServesAFile(string target, string content, string type)
        {
            Http1Bench.Answer answer = new WebBench(new FilesApp()).Get(target);
            Assert.Equal(200, answer.Status);
            Assert.Equal(content, WebBench.Text(answer));
            Assert.Equal(type, answer.Fields["content-type"]);
        }

        [Theory]
        [InlineData("/nothing.txt")]
        [InlineData("/../secret.txt")]
        [InlineData("/%2e%2e/secret.txt")]
        [InlineData("/..%2fsecret.txt")]
        [InlineData("/..%5csecret.txt")]
        [InlineData("/sub/../../secret.txt")]
        [InlineData("/sub//index.html")]
        [InlineData("/.hidden")]
        [InlineData("/J:%5csecret.txt")]
        [InlineData("/index.html%00.txt")]
        [InlineData("/sub")]
        public void ThereIsNoWayOut(string target)
        {
            Assert.Equal(404, new WebBench(new FilesApp()).Get(target).Status);
        }

        [Fact]
        public void SendsALargeFileInPiecesAndARangeOfIt()
        {
            WebBench bench = new WebBench(new FilesApp());
            Assert.Equal(Large, bench.Get("/large.bin").Body);
            Http1Bench.Answer part = bench.Get("/large.bin", "Range: bytes=50000-50099\r\n");
            Assert.Equal(206, part.Status);
            Assert.Equal(Large[50000..50100], part.Body);
            Assert.Equal("bytes 50000-50099/60000", part.Fields["content-range"]);
        }

        [Fact]
        public void AKnownFileIs304UntilItChanges()
        {
            WebBench bench = new WebBench(new FilesApp());
            string tag = bench.Get("/sub/").Fields["etag"];
            Assert.Equal(304, bench.Get("/sub/", "If-None-Match: " + tag + "\r\n").Status);
            Write("www/sub/index.html", "<p>changed</p>");
            Assert.Equal(200, bench.Get("/sub/", "If-None-Match: " + tag + "\r\n").Status);
        }

        [Fact]
        public void TheCompressedFileGoesToThoseWhoTakeIt()
        {
            WebBench bench = new WebBench(new FilesApp());
            Http1Bench.Answer answer = bench.Get("/packed.js", "Accept-Encoding: gzip\r\n");
            Assert.Equal("packed", WebBench.Text(answer));
            Assert.Equal("gzip", answer.Fields["content-encoding"]);
            Assert.Equal("text/javascript", answer.Fields["content-type"]);
        }

        [Fact]
        public void NoFileStaysOpen()
        {
            WebBench bench = new WebBench(new FilesApp());
            for (int i = 0; i < 20; i++)
            {
                Assert.Equal(200, bench.Get("/large.bin").Status);
                Assert.Equal(304, bench.Get("/large.bin", "If-None-Match: *\r\n").Status);
                Assert.Equal(416, bench.Get("/large.bin", "Range: bytes=60000-\r\n").Status);
                Assert.Equal(200, bench.Ask("HEAD /large.bin").Status);
            }
        }

        [Fact]
        public void TakesAnUploadUnderATemporaryNameAndRenamesIt()
        {
            WebBench bench = new WebBench(new FilesApp());
            Assert.Equal(201, bench.Ask("PUT /up/new%20file.bin", "", Large).Status);
            Assert.Equal(Large, File.ReadAllBytes(Path.Combine(_folder, "up", "new file.bin")));
            Assert.Equal(204, bench.Ask("PUT /up/new%20file.bin", "", new byte[] { 1, 2 }).Status);
            Assert.Equal(new byte[] { 1, 2 }, File.ReadAllBytes(Path.Combine(_folder, "up", "new file.bin")));
            Assert.Single(Directory.GetFileSystemEntries(Path.Combine(_folder, "up")));
        }

        [Theory]
        [InlineData("/up/a%2Fb", 400)]
        [InlineData("/up/..", 400)]
        [InlineData("/up/.hidden", 400)]
        [InlineData("/up/a:b", 400)]
        public void AnUploadToNoNameIsRefused(string target, int status)
        {
            Assert.Equal(status, new WebBench(new FilesApp()).Ask("PUT " + target, "", new byte[] { 1 }).Status);
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "up")));
        }

        [Fact]
        public void AnUploadThatIsTooLongOrCutOffLeavesNothing()
        {
            WebBench bench = new WebBench(new FilesApp());
            Assert.Equal(413, bench.Ask("PUT /up/a", "", new byte[70001]).Status);
            string chunk = "1000\r\n" + new string('x', 0x1000) + "\r\n";
            bench = new WebBench(new FilesApp());
            byte[] head = Encoding.ASCII.GetBytes("PUT /up/b HTTP/1.1\r\nHost: device\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, 20)) + "0\r\n\r\n");
            Assert.Equal(413, Assert.Single(Http1Bench.Answers(bench.Send(head))).Status);
            bench = new WebBench(new FilesApp());
            bench.Send(Encoding.ASCII.GetBytes("PUT /up/c HTTP/1.1\r\nHost: device\r\nContent-Length: 500\r\n\r\nhalf"));
            bench.Disconnect();
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder, "up")));
        }

        private void Write(string path, string text) => File.WriteAllText(Path.Combine(_folder, path), text);

        private sealed class FilesApp : WebApplication
        {
            protected override void Configure()
            {
                Routes.MapUpload("/up/", "J:\\up", 70000);
                Routes.MapFiles("/", "J:\\www");
            }
        }
    }
}
