// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.IO;
using System.Runtime.CompilerServices;

// The same names and values in .NET.
[assembly: TypeForwardedTo(typeof(FileAccess))]
[assembly: TypeForwardedTo(typeof(FileAttributes))]
[assembly: TypeForwardedTo(typeof(FileMode))]
[assembly: TypeForwardedTo(typeof(FileShare))]
