// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using Xunit;

namespace MilliHttp.Nano.Tests.Peers
{
    /// <summary>Tests that share one running board, one after another.</summary>
    [CollectionDefinition(Name)]
    public sealed class BoardCollection : ICollectionFixture<VirtualBoard>
    {
        public const string Name = "one board";
    }
}
