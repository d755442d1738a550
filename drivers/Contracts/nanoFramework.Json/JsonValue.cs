// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public sealed class JsonValue : JsonToken
    {
        public JsonValue(object value, bool isDateTime = false) => throw null;

        public object Value { get => throw null; }
    }
}
