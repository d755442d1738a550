// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public class DeserializationException : Exception
    {
        public DeserializationException() => throw null;
    }
}
