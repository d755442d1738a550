// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;

[assembly: AssemblyVersion("1.0.43.0")]
