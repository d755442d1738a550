// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Text;
using MilliHttp.Nano.Http;
using MilliHttp.Nano.Web;

namespace MilliHttp.Nano.Tests.Host.Web
{
    /// <summary>One pattern in a route table, without an image.</summary>
    internal sealed class WebBenchRouter
    {
        private readonly RouteTable _table = new RouteTable(null);

        public WebBenchRouter(string pattern)
        {
            _table.Add(HttpMethod.Get, 0, pattern, new object());
        }

        public bool Finds(string path)
        {
            MilliHttp.Nano.Http.HttpRequest request = new MilliHttp.Nano.Http.HttpRequest(4, new BodyPool(1, 16), null);
            byte[] bytes = Encoding.UTF8.GetBytes(path);
            request.Reset(bytes, 0, HttpProtocol.Http11);
            request.Method = HttpMethod.Get;
            request.SetTarget(0, bytes.Length);
            return _table.Find(request, out _) == 0;
        }
    }
}
