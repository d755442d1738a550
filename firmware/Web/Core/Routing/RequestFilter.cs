// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Runs before the handlers of a route or a group. If a handler reads its body as it arrives, the filter runs twice: with the head
    /// (<see cref="HttpRequest.HasHead"/> true) before any of the body is read, and without it when the request is complete.
    /// </summary>
    /// <returns>True to go on, false if the filter has answered: with a body and fields, or with a status alone.</returns>
    public delegate bool RequestFilter(HttpRequest request, HttpResponse response);
}
