// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Threading
{
    public struct CancellationToken
    {
        public CancellationToken(bool canceled) => throw null;

        public static CancellationToken None { get => throw null; }

        public bool IsCancellationRequested { get => throw null; }

        public bool CanBeCanceled { get => throw null; }

        public WaitHandle WaitHandle { get => throw null; }

        public CancellationTokenRegistration Register(Action callback) => throw null;

        public bool Equals(CancellationToken other) => throw null;

        public override bool Equals(object other) => throw null;

        public override int GetHashCode() => throw null;

        public void ThrowIfCancellationRequested() => throw null;
    }
}
