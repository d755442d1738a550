// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public class JsonSerializer
    {
        internal JsonSerializer() => throw null;

        public static string SerializeObject(object o, bool topObject = true) => throw null;
    }
}
