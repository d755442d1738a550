// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System
{
    public class Exception
    {
        public extern Exception();
        public extern Exception(string message);
        public extern Exception(string message, Exception innerException);
        public virtual extern string Message { get; }
        public extern Exception InnerException { get; }
        public virtual extern string StackTrace { get; }
        public override extern string ToString();
    }

    public class SystemException : Exception
    {
        public extern SystemException();
        public extern SystemException(string message);
    }

    public class ArgumentException : SystemException
    {
        public extern ArgumentException();
        public extern ArgumentException(string message);
    }

    public class ArgumentNullException : ArgumentException
    {
        public extern ArgumentNullException();
    }

    public class ArgumentOutOfRangeException : ArgumentException
    {
        public extern ArgumentOutOfRangeException();
    }

    public class InvalidOperationException : SystemException
    {
        public extern InvalidOperationException();
    }

    public class NotSupportedException : SystemException
    {
        public extern NotSupportedException();
    }

    public class OutOfMemoryException : SystemException
    {
        public extern OutOfMemoryException();
    }

    public class IndexOutOfRangeException : SystemException
    {
        public extern IndexOutOfRangeException();
    }
}
