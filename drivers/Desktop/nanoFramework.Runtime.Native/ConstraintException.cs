// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace nanoFramework.Runtime.Native
{
    /// <summary>What the platform throws when an execution constraint is broken; a desktop enforces none.</summary>
    public class ConstraintException : Exception
    {
    }
}
