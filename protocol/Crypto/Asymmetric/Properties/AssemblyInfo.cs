// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;

[assembly: AssemblyTitle("MilliHttp.Nano.Crypto.Asymmetric")]
[assembly: AssemblyProduct("MilliHttp.Nano")]
[assembly: AssemblyCopyright("Copyright (c) 2026 The MilliHttp.Nano developers")]
[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("MilliHttp.Nano.Tests.Host")]
[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("MilliHttp.Nano.Tests.Cost")]
