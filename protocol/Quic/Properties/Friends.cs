// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("MilliHttp.Nano.Tests.Host")]
[assembly: InternalsVisibleTo("MilliHttp.Nano.TestClient")]
[assembly: InternalsVisibleTo("MilliHttp.Nano.Board.Virtual")]
