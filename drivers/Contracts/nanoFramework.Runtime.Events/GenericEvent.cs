// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Events
{
    public class GenericEvent : BaseEvent
    {
        public byte Category;

        public uint Data;

        public DateTime Time;

        public GenericEvent() => throw null;
    }
}
