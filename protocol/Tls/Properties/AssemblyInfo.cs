// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;
using System.Runtime.CompilerServices;

[assembly: AssemblyTitle("MilliHttp.Nano.Tls")]
[assembly: AssemblyProduct("MilliHttp.Nano")]
[assembly: AssemblyCopyright("Copyright (c) 2026 The MilliHttp.Nano developers")]
[assembly: InternalsVisibleTo("MilliHttp.Nano.Tests.Host")]
[assembly: InternalsVisibleTo("MilliHttp.Nano.Tests.Cost")]
