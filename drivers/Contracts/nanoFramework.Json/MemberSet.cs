// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Json.Resolvers
{
    public readonly struct MemberSet
    {
        public MemberSet(SetValueDelegate setValue, Type objectType) => throw null;

        public MemberSet(bool skip) => throw null;

        public SetValueDelegate SetValue { get => throw null; }

        public Type ObjectType { get => throw null; }

        public bool Skip { get => throw null; }
    }
}
