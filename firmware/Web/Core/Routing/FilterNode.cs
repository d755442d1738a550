// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>One filter of a group, and the next one.</summary>
    internal sealed class FilterNode
    {
        public RequestFilter Filter;
        public FilterNode Next;
    }
}
