// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Tests.Host.Http;
using MilliHttp.Nano.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Web
{
    public sealed class RoutingTests
    {
        [Theory]
        [InlineData("/hello/ann", "hello:ann")]
        [InlineData("/hello/%C3%A4%20b", "hello:ä b")]
        [InlineData("/hello/a%2Fb", "hello:a/b")]
        [InlineData("/hello/a%252Fb", "hello:a%2Fb")]
        [InlineData("/h%65llo/ann", "hello:ann")]
        [InlineData("/hello/50%", "hello:50%")]
        [InlineData("/hello/%zz", "hello:%zz")]
        [InlineData("/hello/%FF", "hello:\uFFFD")]
        [InlineData("/hello/%C0%AF", "hello:\uFFFD\uFFFD")]
        [InlineData("/a/1/b/2", "two:1,2")]
        [InlineData("/doc/report.final.txt", "doc:report.final")]
        [InlineData("/rest/", "rest:")]
        [InlineData("/rest/x/y/z", "rest:x/y/z")]
        [InlineData("/rest/x?y=1", "rest:x")]
        [InlineData("/number/42", "number:42")]
        [InlineData("/number/99999999999", "number:-1")]
        [InlineData("/number/-1", "number:-1")]
        [InlineData("/group/inner/x", "inner:x")]
        public void ARouteTakesItsParameters(string target, string expected)
        {
            Http1Bench.Answer answer = new WebBench(new RoutingApp()).Get(target);
            Assert.Equal(200, answer.Status);
            Assert.Equal(expected, WebBench.Text(answer));
        }

        [Theory]
        [InlineData("/hello/", 404, "404 Not Found\n")]
        [InlineData("/hello/a/b", 404, "404 Not Found\n")]
        [InlineData("/hello%2Fann", 404, "404 Not Found\n")]
        [InlineData("/", 404, "404 Not Found\n")]
        [InlineData("/doc/report.pdf", 404, "404 Not Found\n")]
        [InlineData("/save", 405, "405 Method Not Allowed\n")]
        [InlineData("/a/1/b", 404, "404 Not Found\n")]
        public void WhatHasNoRouteIsAnErrorWithOneLineOfText(string target, int status, string text)
        {
            Http1Bench.Answer answer = new WebBench(new RoutingApp()).Get(target);
            Assert.Equal(status, answer.Status);
            Assert.Equal(text, WebBench.Text(answer));
            Assert.Equal("text/plain;charset=utf-8", answer.Fields["content-type"]);
            Assert.Equal(status == 405, answer.Fields.ContainsKey("allow"));
        }

        [Fact]
        public void TheFirstRouteThatFitsAnswers()
        {
            WebBench bench = new WebBench(new RoutingApp());
            Assert.Equal("literal", WebBench.Text(bench.Get("/zone/all")));
            Assert.Equal("zone:7", WebBench.Text(bench.Get("/zone/7")));
        }

        [Fact]
        public void HeadIsAnsweredByGetWithoutABody()
        {
            Http1Bench.Answer answer = new WebBench(new RoutingApp()).Ask("HEAD /hello/ann");
            Assert.Equal("9", answer.Fields["content-length"]);
            Assert.Empty(answer.Body);
        }

        [Fact]
        public void FiltersRunFromTheOutsideInAndMayAnswer()
        {
            RoutingApp app = new RoutingApp();
            WebBench bench = new WebBench(app);
            Assert.Equal("inner:x", WebBench.Text(bench.Get("/group/inner/x")));
            Assert.Equal("outer inner own", app.Trace);
            Http1Bench.Answer refused = bench.Get("/group/inner/x?refuse=yes");
            Assert.Equal(403, refused.Status);
            Assert.Equal("403 Forbidden\n", WebBench.Text(refused));
            Assert.Equal("outer inner", app.Trace);
        }

        [Fact]
        public void AHandlerThatThrowsIsAnsweredWith500AndLogged()
        {
            RoutingApp app = new RoutingApp { Log = new RingLog(256) };
            Assert.Equal(500, new WebBench(app).Get("/throws").Status);
            Assert.StartsWith("E System.InvalidOperationException", WebBench.Text(new WebBench(app).Get("/log")));
        }

        [Fact]
        public void PatternsThatCannotBeMeantAreRefused()
        {
            foreach (string pattern in new[] { "hello", "", "/{}", "/{name", "/{*rest}/more", "/{a}/{b}/{c}/{d}/{e}" })
            {
                Assert.Throws<ArgumentException>(() => new WebBench(new OneRouteApp(pattern)));
            }
        }

        /// <summary>Patterns and paths at random against a plain definition of what matches.</summary>
        [Fact]
        public void MatchesLikeTheDefinition()
        {
            Random random = new Random(11);
            const string Letters = "ab/";
            for (int round = 0; round < 3000; round++)
            {
                string pattern = "/" + string.Concat(Enumerable.Range(0, random.Next(6)).Select(i => random.Next(4) == 0 ? "{p" + i + "}" : Letters[random.Next(3)].ToString()));
                if (pattern.Count(c => c == '{') > 4 || pattern.Contains("}{"))
                {
                    continue;
                }

                string path = "/" + string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => Letters[random.Next(3)]));
                string regex = "^" + System.Text.RegularExpressions.Regex.Replace(pattern, @"\{p\d\}", "[^/]+") + "$";
                bool expected = System.Text.RegularExpressions.Regex.IsMatch(path, regex);
                Assert.True(expected == (new WebBenchRouter(pattern).Finds(path)), pattern + " " + path);
            }
        }

        private sealed class OneRouteApp : WebApplication
        {
            private readonly string _pattern;

            public OneRouteApp(string pattern)
            {
                _pattern = pattern;
            }

            protected override void Configure() => MapGet(_pattern, (request, response) => response.Write("here"));
        }

        private sealed class RoutingApp : WebApplication
        {
            public string Trace = string.Empty;

            protected override void Configure()
            {
                MapGet("/hello/{name}", (request, response) => response.Write("hello:" + request.Route("name")));
                MapGet("/a/{first}/b/{second}", (request, response) => response.Write("two:" + request.Route("first") + "," + request.Route("second")));
                MapGet("/doc/{name}.txt", (request, response) => response.Write("doc:" + request.Route("name")));
                MapGet("/rest/{*rest}", (request, response) => response.Write("rest:" + request.Route("rest")));
                MapGet("/number/{n}", (request, response) => response.Write("number:" + request.RouteNumber("n")));
                MapGet("/zone/all", (request, response) => response.Write("literal"));
                MapGet("/zone/{zone}", (request, response) => response.Write("zone:" + request.Route("zone")));
                MapPost("/save", (request, response) => response.Write("saved"));
                MapGet("/throws", (request, response) => throw new InvalidOperationException("no"));
                MapGet("/log", (request, response) => ((RingLog)Log).WriteTo(response));
                RouteGroup outer = MapGroup("/group");
                outer.AddFilter((request, response) => Note("outer", request, response));
                RouteGroup inner = outer.MapGroup("/inner");
                inner.MapGet("/{name}", (request, response) => response.Write("inner:" + request.Route("name")))
                    .AddFilter((request, response) => Note("own", request, response));
                inner.AddFilter((request, response) => Note("inner", request, response));
            }

            private bool Note(string name, HttpRequest request, HttpResponse response)
            {
                Trace = name == "outer" ? name : Trace + " " + name;
                if (name == "inner" && request.Query("refuse") == "yes")
                {
                    response.StatusCode = 403;
                    return false;
                }

                return true;
            }
        }
    }
}
