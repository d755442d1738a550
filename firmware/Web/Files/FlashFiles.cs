// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Files that are compiled in: a class written by the generator's command <c>flash</c>. Five texts for each file: path, content type, ETag, content, and the content
    /// compressed by gzip, which is empty where that saves nothing.
    /// </summary>
    public abstract class FlashFiles : FlashData
    {
        internal const int TextsPerFile = 5;
        internal const int TypeText = 1;
        internal const int TagText = 2;
        internal const int PlainText = 3;
        internal const int GzipText = 4;

        /// <summary>Number of files.</summary>
        public abstract int FileCount { get; }
    }
}
