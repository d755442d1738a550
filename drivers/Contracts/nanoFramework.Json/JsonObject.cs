// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public sealed class JsonObject : JsonToken
    {
        public JsonObject() => throw null;

        public global::System.Collections.ICollection Members { get => throw null; }

        public void Add(string name, JsonToken value) => throw null;

        public JsonProperty Get(string name) => throw null;
    }
}
