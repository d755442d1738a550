// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Board.Authority
{
    /// <summary>Something that the person at the command line can mend; the message is one line that says what is wrong and how.</summary>
    internal sealed class UserException : Exception
    {
        /// <summary>Makes one.</summary>
        public UserException(string message)
            : base(message)
        {
        }
    }
}
