// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>A node of an exported call tree.</summary>
    public sealed class ProfileNode
    {
        public string Name { get; init; }

        public long Calls { get; init; }

        public long Self { get; init; }

        public List<ProfileNode> Children { get; } = new List<ProfileNode>();

        public long Inclusive => Self + Children.Sum(c => c.Inclusive);
    }
}
