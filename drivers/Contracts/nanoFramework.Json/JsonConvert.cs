// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public static class JsonConvert
    {
        public static string SerializeObject(object oSource) => throw null;

        public static object DeserializeObject(string value, Type type) => throw null;

        public static object DeserializeObject(string value, Type type, JsonSerializerOptions options) => throw null;

        public static object DeserializeObject(global::System.IO.Stream stream, Type type) => throw null;

        public static object DeserializeObject(global::System.IO.Stream stream, Type type, JsonSerializerOptions options) => throw null;

        public static object DeserializeObject(global::System.IO.StreamReader streamReader, Type type) => throw null;

        public static object DeserializeObject(global::System.IO.StreamReader streamReader, Type type, JsonSerializerOptions options) => throw null;
    }
}
