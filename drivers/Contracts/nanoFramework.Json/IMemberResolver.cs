// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json.Resolvers
{
    public interface IMemberResolver
    {
        MemberSet Get(string memberName, Type objectType, global::nanoFramework.Json.JsonSerializerOptions options);
    }
}
