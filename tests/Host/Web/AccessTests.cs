// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Web;
using Xunit;
using HttpRequest = MilliHttp.Nano.Http.HttpRequest;
using HttpResponse = MilliHttp.Nano.Http.HttpResponse;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class AccessTests
    {
        [Theory]
        [InlineData("", 401)]
        [InlineData("Bearer secret-token", 200)]
        [InlineData("bEARER   secret-token", 200)]
        [InlineData("Bearer secret-tokeN", 401)]
        [InlineData("Bearer secret-token2", 401)]
        [InlineData("Bearer secret-tokensecret-token", 401)]
        [InlineData("Bearer ", 401)]
        [InlineData("Bearer", 401)]
        [InlineData("Bearersecret-token", 401)]
        [InlineData("Basic secret-token", 401)]
        public void ABearerTokenIsAskedFor(string credentials, int status)
        {
            Http1Bench.Answer answer = new WebBench(new AccessApp()).Get("/bearer/x", Field(credentials));
            Assert.Equal(status, answer.Status);
            Assert.Equal(status == 200 ? "in" : "401 Unauthorized\n", WebBench.Text(answer));
            Assert.Equal(status == 401, answer.Fields.TryGetValue("www-authenticate", out string challenge));
            Assert.True(status == 200 || challenge == "Bearer");
        }

        [Theory]
        [InlineData("ann:pässword", 200)]
        [InlineData("ann:password", 401)]
        [InlineData("ann:pässword2", 401)]
        [InlineData("ann", 401)]
        [InlineData("", 401)]
        public void AUserAndAPasswordAreAskedFor(string user, int status)
        {
            string credentials = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user));
            Http1Bench.Answer answer = new WebBench(new AccessApp()).Get("/basic", Field(credentials));
            Assert.Equal(status, answer.Status);
            Assert.True(status == 200 || answer.Fields["www-authenticate"] == "Basic realm=\"test\", charset=\"UTF-8\"");
        }

        [Theory]
        [InlineData("Basic ====")]
        [InlineData("Basic a")]
        [InlineData("Basic YW5u!")]
        public void WhatIsNoBase64IsRefused(string credentials)
        {
            Assert.Equal(401, new WebBench(new AccessApp()).Get("/basic", Field(credentials)).Status);
        }

        [Fact]
        public void AStreamedBodyIsNotTakenBeforeTheTokenIsGood()
        {
            AccessApp app = new AccessApp();
            WebBench bench = new WebBench(app);
            Http1Bench.Answer answer = bench.Ask("POST /bearer/upload", Field("Bearer secret-token"), new byte[3000]);
            Assert.Equal(200, answer.Status);
            Assert.Equal(3000, app.Upload.Bytes);
            bench = new WebBench(app);
            answer = bench.Ask("POST /bearer/upload", Field("Bearer wrong"), new byte[3000]);
            Assert.Equal(401, answer.Status);
            Assert.Equal(3000, app.Upload.Bytes);
            Assert.Equal(1, app.Upload.Begun);
        }

        private static string Field(string credentials) => credentials.Length == 0 ? string.Empty : "Authorization: " + credentials + "\r\n";

        private sealed class AccessApp : WebApplication
        {
            public readonly CountingUpload Upload = new CountingUpload();

            protected override void Configure()
            {
                RouteGroup bearer = MapGroup("/bearer");
                bearer.RequireAuthorization(new BearerAuthorizer("secret-token"));
                bearer.MapGet("/x", (request, response) => response.Write("in"));
                bearer.Map(HttpMethod.Post, "/upload", Upload);
                MapGet("/basic", (request, response) => response.Write("in")).RequireAuthorization(new BasicAuthorizer("test", "ann", "pässword"));
            }
        }

        private sealed class CountingUpload : HttpHandler
        {
            public int Bytes;
            public int Begun;

            public override bool WantsBody => true;

            public override int BeginBody(HttpRequest request)
            {
                Begun++;
                return 0;
            }

            public override void Body(HttpRequest request, byte[] buffer, int offset, int count) => Bytes += count;

            public override void Handle(HttpRequest request, HttpResponse response)
            {
            }
        }
    }
}
