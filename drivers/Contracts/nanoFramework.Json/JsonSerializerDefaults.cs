// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public enum JsonSerializerDefaults
    {
        General = 0,
        Web = 1,
    }
}
