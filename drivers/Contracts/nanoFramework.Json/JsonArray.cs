// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public sealed class JsonArray : JsonToken
    {
        public JsonArray(JsonToken[] values) => throw null;

        public int Length { get => throw null; }

        public JsonToken[] Items { get => throw null; }
    }
}
