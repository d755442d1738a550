// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Runtime.CompilerServices;

[assembly: TypeForwardedTo(typeof(Environment))]
