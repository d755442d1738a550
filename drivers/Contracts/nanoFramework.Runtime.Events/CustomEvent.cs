// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Events
{
    public static class CustomEvent
    {
        public static event CustomEventPostedEventHandler CustomEventPosted { add => throw null; remove => throw null; }
    }
}
