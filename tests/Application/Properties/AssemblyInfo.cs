// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;

[assembly: AssemblyTitle("MilliHttp.Nano.TestApplication")]
[assembly: AssemblyProduct("MilliHttp.Nano")]
[assembly: AssemblyCopyright("Copyright (c) 2026 The MilliHttp.Nano developers")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
