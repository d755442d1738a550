// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;

[assembly: AssemblyTitle("MilliHttp.Nano.Web.Sockets")]
[assembly: AssemblyProduct("MilliHttp.Nano")]
[assembly: AssemblyCopyright("Copyright (c) 2026 The MilliHttp.Nano developers")]
