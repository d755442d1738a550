// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Threading
{
    public struct CancellationTokenRegistration : IDisposable
    {
        public void Dispose() => throw null;

        public static bool operator ==(CancellationTokenRegistration left, CancellationTokenRegistration right) => throw null;

        public static bool operator !=(CancellationTokenRegistration left, CancellationTokenRegistration right) => throw null;

        public override bool Equals(object obj) => throw null;

        public bool Equals(CancellationTokenRegistration other) => throw null;

        public override int GetHashCode() => throw null;
    }
}
