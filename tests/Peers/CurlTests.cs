// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>HTTPS/1.1 as curl speaks it.</summary>
    [Collection(BoardCollection.Name)]
    public sealed class CurlTests
    {
        private readonly VirtualBoard _board;

        public CurlTests(VirtualBoard board)
        {
            _board = board;
        }

        [PeerFact("curl")]
        public void GetsTheDashboard()
        {
            Tool curl = Curl("--compressed -i " + _board.Url("/"));
            Assert.Contains("HTTP/1.1 200", curl.Text);
            Assert.Contains("</html>", curl.Text);
            Assert.Contains("Alt-Svc: h3=\":" + _board.Port + "\"", curl.Text, StringComparison.OrdinalIgnoreCase);
        }

        [PeerTheory("curl")]
        [InlineData(0)]
        [InlineData(1)]
        [InlineData(1000)]
        [InlineData(10_000_000)]
        public void DownloadsExactly(int count)
        {
            Bytes.AssertExact(count, Curl(_board.Url("/bytes/" + count), 120).Output);
        }

        [PeerFact("curl")]
        public void UploadsTenMegabytesInRecordsLargerThanTheWindow()
        {
            AssertUpload("--data-binary @", 10_000_000);
        }

        [PeerFact("curl")]
        public void UploadsChunked()
        {
            AssertUpload("-H \"Transfer-Encoding: chunked\" --data-binary @", 300_000);
        }

        [PeerFact("curl")]
        public void UploadsAfterContinue()
        {
            Tool curl = AssertUpload("-v -H \"Expect: 100-continue\" --data-binary @", 5_000_000);
            Assert.Contains("HTTP/1.1 100", curl.Error);
        }

        [PeerFact("curl")]
        public void HeadHasTheLengthAndNoBody()
        {
            Tool curl = Curl("-I " + _board.Url("/bytes/12345"));
            Assert.Contains("Content-Length: 12345", curl.Text, StringComparison.OrdinalIgnoreCase);
            Assert.EndsWith("\r\n\r\n", curl.Text);
        }

        [PeerFact("curl")]
        public void EchoesAPost()
        {
            Assert.Equal("hello, device", Curl("-d \"hello, device\" " + _board.Url("/echo")).Text);
        }

        [PeerFact("curl")]
        public void KeepsTheConnection()
        {
            Tool curl = Curl("-v " + _board.Url("/bytes/10") + " " + _board.Url("/bytes/10") + " " + _board.Url("/bytes/10"));
            Assert.Equal(30, curl.Output.Length);
            Assert.Equal(3, curl.Error.Split("Re-using existing connection").Length);
        }

        [PeerFact("curl")]
        public void AnswersUnknownPathsAndMethods()
        {
            Assert.Equal("404", Curl("-o /dev/null -w %{http_code} " + _board.Url("/nothing")).Text);
            Assert.Equal("405", Curl("-o /dev/null -w %{http_code} -X DELETE " + _board.Url("/upload")).Text);
        }

        private Tool AssertUpload(string how, int count)
        {
            string file = Path.Combine(_board.Folder, "upload-" + count);
            byte[] content = Bytes.Expected(count);
            File.WriteAllBytes(file, content);
            Tool curl = Curl(how + file + " " + _board.Url("/upload"), 120);
            Assert.Contains(count.ToString(), curl.Text);
            Assert.Contains(Convert.ToHexString(SHA256.HashData(content)), curl.Text, StringComparison.OrdinalIgnoreCase);
            return curl;
        }

        private Tool Curl(string arguments, int seconds = 30)
        {
            Tool curl = Tool.Run("curl", "-k -sS --http1.1 --max-time " + seconds + " " + arguments, seconds + 5);
            Assert.True(curl.ExitCode == 0, "curl " + arguments + " ended with " + curl.ExitCode + ": " + curl.Error);
            return curl;
        }
    }
}
