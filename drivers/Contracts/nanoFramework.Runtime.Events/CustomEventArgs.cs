// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Events
{
    public class CustomEventArgs : EventArgs
    {
        internal CustomEventArgs() => throw null;

        public ushort Data1 { get => throw null; }

        public uint Data2 { get => throw null; }
    }
}
