// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json.Converters
{
    public interface IConverter
    {
        object ToType(object value);

        string ToJson(object value);
    }
}
