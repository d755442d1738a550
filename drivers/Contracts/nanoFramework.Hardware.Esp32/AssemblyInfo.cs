// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;

[assembly: AssemblyVersion("1.6.42.0")]
