// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System
{
    public static class Environment
    {
        public static long TickCount64 { get => throw null; }
    }
}
