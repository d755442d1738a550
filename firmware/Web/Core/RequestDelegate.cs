// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Answers a request. It runs in the loop, so it is short; see OnTurn and threads for what takes long.</summary>
    public delegate void RequestDelegate(HttpRequest request, HttpResponse response);
}
