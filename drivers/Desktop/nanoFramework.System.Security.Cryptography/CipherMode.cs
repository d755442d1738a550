// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.Security.Cryptography
{
    /// <summary>As the platform's package has it; its values differ from those of .NET's own type of this name.</summary>
    public enum CipherMode
    {
        None = 0,
        CBC = 1,
        ECB = 2
    }
}
