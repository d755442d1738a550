// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections;
using System.Runtime.CompilerServices;

// .NET has these with the same members. The dictionary is its own: in nanoFramework an entry is a class, and its enumerator has no face of its own.
[assembly: TypeForwardedTo(typeof(Queue))]
[assembly: TypeForwardedTo(typeof(Stack))]
