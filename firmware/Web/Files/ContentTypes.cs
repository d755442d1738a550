// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Types of files by their extensions.</summary>
    internal static class ContentTypes
    {
        /// <summary>The type of a file; application/octet-stream for an extension that is not known.</summary>
        public static string Of(string name)
        {
            int dot = name.LastIndexOf('.');
            switch (dot < 0 ? string.Empty : name.Substring(dot + 1).ToLower())
            {
                case "html": return "text/html; charset=utf-8";
                case "css": return "text/css";
                case "js": return "text/javascript";
                case "json": return "application/json";
                case "svg": return "image/svg+xml";
                case "png": return "image/png";
                case "jpg": return "image/jpeg";
                case "gif": return "image/gif";
                case "ico": return "image/x-icon";
                case "txt": return "text/plain;charset=utf-8";
                case "csv": return "text/csv";
                case "pdf": return "application/pdf";
                case "wasm": return "application/wasm";
                case "woff2": return "font/woff2";
                default: return "application/octet-stream";
            }
        }
    }
}
