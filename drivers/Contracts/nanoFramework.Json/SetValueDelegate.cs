// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json.Resolvers
{
    public delegate void SetValueDelegate(object objectInstance, object valueToSet);
}
