// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>A method as reached by one path of calls.</summary>
    public sealed class CallNode
    {
        private readonly List<CallNode> _children = new List<CallNode>();

        public CallNode(CallNode parent, int method)
        {
            Parent = parent;
            Method = method;
        }

        public CallNode Parent { get; }

        public int Method { get; }

        public long Calls { get; set; }

        public long Self { get; set; }

        public IReadOnlyList<CallNode> Children => _children;

        public long Inclusive()
        {
            long sum = Self;
            foreach (CallNode child in _children)
            {
                sum += child.Inclusive();
            }

            return sum;
        }

        public CallNode Child(int method)
        {
            foreach (CallNode child in _children)
            {
                if (child.Method == method)
                {
                    return child;
                }
            }

            CallNode made = new CallNode(this, method);
            _children.Add(made);
            return made;
        }
    }
}
