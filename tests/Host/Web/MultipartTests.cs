// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class MultipartTests
    {
        [Fact]
        public void TakesWhatAClientSends()
        {
            byte[] file = new byte[5000];
            new Random(4).NextBytes(file);
            using MultipartFormDataContent form = new MultipartFormDataContent("----the--boundary");
            form.Add(new StringContent("ännchen"), "\"name\"");
            form.Add(new ByteArrayContent(file), "\"file\"", "\"a b.bin\"");
            form.Add(new StringContent(string.Empty), "\"empty\"");
            using MemoryStream written = new MemoryStream();
            form.CopyTo(written, null, System.Threading.CancellationToken.None);
            byte[] body = written.ToArray();
            FormApp app = new FormApp();
            Http1Bench.Answer answer = new WebBench(app).Ask("POST /form", "Content-Type: multipart/form-data; boundary=\"----the--boundary\"\r\n", body);
            Assert.Equal(200, answer.Status);
            Assert.Equal(new[] { "name", "file", "empty" }, app.Form.Parts.Select(part => part.Name));
            Assert.Equal(new[] { null, "a b.bin", null }, app.Form.Parts.Select(part => part.File));
            Assert.Equal("ännchen", Encoding.UTF8.GetString(app.Form.Parts[0].Bytes.ToArray()));
            Assert.Equal(file, app.Form.Parts[1].Bytes);
            Assert.Empty(app.Form.Parts[2].Bytes);
        }

        /// <summary>Bodies full of what looks like a boundary, cut at every place.</summary>
        [Fact]
        public void TakesABodyCutAnywhere()
        {
            const string Type = "multipart/form-data; boundary=ab";
            string[] contents = { "", "\r\n--a", "\r\r\n--a\r\n--", "x\r\n--ac\r\n", "--ab", "\r\n-", "\r\n\r\n" };
            string text = "preamble\r\n";
            text += string.Concat(contents.Select((content, i) => "--ab\r\nContent-Disposition: form-data; name=\"n" + i + "\"\r\nX: y\r\n\r\n" + content + "\r\n")) + "--ab--\r\nepilogue";
            byte[] body = Encoding.ASCII.GetBytes(text);
            byte[] type = Encoding.ASCII.GetBytes(Type);
            for (int piece = 1; piece <= body.Length; piece++)
            {
                FormHandler form = new FormHandler();
                MultipartReader reader = new MultipartReader();
                Assert.True(reader.Begin(type, 0, type.Length));
                for (int at = 0; at < body.Length; at += piece)
                {
                    // In an array of its own, so that nothing but what was given can be read.
                    byte[] part = body[at..Math.Min(body.Length, at + piece)];
                    Assert.True(reader.Feed(form, 0, part, 0, part.Length));
                }

                Assert.True(reader.IsComplete);
                Assert.Equal(contents, form.Parts.Select(part => Encoding.ASCII.GetString(part.Bytes.ToArray())));
            }
        }

        [Theory]
        [InlineData("text/plain", "", 415)]
        [InlineData("multipart/form-data", "", 415)]
        [InlineData("multipart/form-data; boundary=", "", 415)]
        [InlineData("multipart/form-data; boundary=ab", "", 400)]
        [InlineData("multipart/form-data; boundary=ab", "--ab\r\n\r\nno name\r\n--ab--", 400)]
        [InlineData("multipart/form-data; boundary=ab", "--ab\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ncut off", 400)]
        [InlineData("multipart/form-data; boundary=ab", "--abx\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n--ab--", 400)]
        [InlineData("multipart/form-data; boundary=ab", "--ab\r\nContent-Disposition: form-data; name=\"refused\"\r\n\r\nx\r\n--ab--", 400)]
        public void RefusesWhatIsNone(string type, string body, int status)
        {
            FormApp app = new FormApp();
            WebBench bench = new WebBench(app);
            Assert.Equal(status, bench.Ask("POST /form", "Content-Type: " + type + "\r\n", Encoding.ASCII.GetBytes(body)).Status);
            Assert.Equal(status == 400 ? 1 : 0, app.Form.Aborted);
            Assert.Equal(0, app.Form.Completed);
        }

        [Fact]
        public void AnyBodyAtRandomEndsInAnAnswer()
        {
            const string Letters = "\r\n-abC:;=\" ";
            Random random = new Random(9);
            byte[] type = Encoding.ASCII.GetBytes("multipart/form-data; boundary=a");
            for (int round = 0; round < 20000; round++)
            {
                FormHandler form = new FormHandler();
                MultipartReader reader = new MultipartReader();
                Assert.True(reader.Begin(type, 0, type.Length));
                byte[] body = Encoding.ASCII.GetBytes("--a\r\n" + string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Letters[random.Next(Letters.Length)])));
                for (int at = 0; at < body.Length; at += 3)
                {
                    byte[] part = body[at..Math.Min(body.Length, at + 3)];
                    if (!reader.Feed(form, 0, part, 0, part.Length))
                    {
                        Assert.False(reader.IsComplete);
                        break;
                    }
                }
            }
        }

        private sealed class FormApp : WebApplication
        {
            public readonly FormHandler Form = new FormHandler();

            protected override void Configure() => Routes.MapForm("/form", Form);
        }

        private sealed class FormHandler : MultipartHandler
        {
            public readonly List<(string Name, string File, List<byte> Bytes)> Parts = new List<(string, string, List<byte>)>();
            public int Aborted;
            public int Completed;

            public FormHandler()
                : base(1)
            {
            }

            protected internal override bool BeginPart(int upload, string name, string fileName)
            {
                Parts.Add((name, fileName, new List<byte>()));
                return name != "refused";
            }

            protected internal override bool PartData(int upload, byte[] buffer, int offset, int count)
            {
                Parts[^1].Bytes.AddRange(buffer.AsSpan(offset, count).ToArray());
                return true;
            }

            protected override void Abort(int upload) => Aborted++;

            protected override void Complete(int upload, MilliHttp.Nano.Http.HttpRequest request, MilliHttp.Nano.Http.HttpResponse response) => Completed++;
        }
    }
}
