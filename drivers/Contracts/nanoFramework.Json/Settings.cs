// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json.Configuration
{
    [Obsolete]
    public static class Settings
    {
        public static global::nanoFramework.Json.Resolvers.IMemberResolver Resolver { get => throw null; set => throw null; }

        public static bool CaseSensitive { get => throw null; set => throw null; }

        public static bool ThrowExceptionWhenPropertyNotFound { get => throw null; set => throw null; }
    }
}
