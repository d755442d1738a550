// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json
{
    public class SerializationException : Exception
    {
        public SerializationException() => throw null;
    }
}
