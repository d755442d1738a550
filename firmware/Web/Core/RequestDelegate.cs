// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Handles a request. It runs in the loop, so it must return quickly; use OnTurn or a thread for long work.</summary>
    public delegate void RequestDelegate(HttpRequest request, HttpResponse response);
}
