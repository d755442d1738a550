// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public sealed class JsonProperty : JsonToken
    {
        public JsonProperty(string name, JsonToken value) => throw null;

        public string Name { get => throw null; }

        public JsonToken Value { get => throw null; }
    }
}
