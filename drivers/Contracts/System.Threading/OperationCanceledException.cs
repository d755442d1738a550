// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Threading
{
    public class OperationCanceledException : SystemException
    {
        public OperationCanceledException() => throw null;

        public OperationCanceledException(string message) => throw null;

        public OperationCanceledException(string message, Exception innerException) => throw null;
    }
}
