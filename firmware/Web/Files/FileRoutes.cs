// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>Routes that serve files and take them.</summary>
    public static class FileRoutes
    {
        private const int OpenFiles = 4;
        private const int Uploads = 2;

        /// <summary>Serves the files of a folder, as they are in storage.</summary>
        /// <param name="routes">Where the route is added: <see cref="WebApplication.Routes"/> or a group.</param>
        /// <param name="pattern">The path of the folder, with a slash at its end.</param>
        /// <param name="folder">The folder, for example <c>I:\www</c>.</param>
        public static RouteBuilder MapFiles(this RouteGroup routes, string pattern, string folder)
        {
            return ReadFields(routes.Map(HttpMethod.Get, pattern + "{*path}", new FileHandler(folder, OpenFiles)));
        }

        /// <summary>Serves files that are compiled in.</summary>
        /// <param name="routes">Where the route is added: <see cref="WebApplication.Routes"/> or a group.</param>
        /// <param name="pattern">The path of the folder, with a slash at its end.</param>
        /// <param name="files">A class that the generator wrote.</param>
        public static RouteBuilder MapFiles(this RouteGroup routes, string pattern, FlashFiles files)
        {
            return ReadFields(routes.Map(HttpMethod.Get, pattern + "{*path}", new FlashFileHandler(files)));
        }

        /// <summary>Takes files by PUT. Protect it with RequireAuthorization.</summary>
        /// <param name="routes">Where the route is added: <see cref="WebApplication.Routes"/> or a group.</param>
        /// <param name="pattern">The path of the folder, with a slash at its end; the rest of the path is the file's name.</param>
        /// <param name="folder">The folder, for example <c>I:\files</c>. It has to exist.</param>
        /// <param name="most">Most bytes of a file.</param>
        public static RouteBuilder MapUpload(this RouteGroup routes, string pattern, string folder, long most)
        {
            return routes.Map(HttpMethod.Put, pattern + "{name}", new FileUpload(folder, most, Uploads));
        }

        private static RouteBuilder ReadFields(RouteBuilder route)
        {
            return route.ReadHeader("accept-encoding").ReadHeader("if-none-match").ReadHeader("if-range").ReadHeader("range");
        }
    }
}
