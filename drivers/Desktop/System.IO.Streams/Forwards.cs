// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.IO;
using System.Runtime.CompilerServices;

// .NET has these with the same members, apart from those that take a SpanByte.
[assembly: TypeForwardedTo(typeof(MemoryStream))]
[assembly: TypeForwardedTo(typeof(SeekOrigin))]
[assembly: TypeForwardedTo(typeof(Stream))]
[assembly: TypeForwardedTo(typeof(TextReader))]
[assembly: TypeForwardedTo(typeof(TextWriter))]
