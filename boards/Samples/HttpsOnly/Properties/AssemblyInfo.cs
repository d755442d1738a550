// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Reflection;

[assembly: AssemblyTitle("MilliHttp.Nano.Samples.HttpsOnly")]
[assembly: AssemblyProduct("MilliHttp.Nano")]
