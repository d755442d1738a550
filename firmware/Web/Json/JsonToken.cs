// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>What a <see cref="JsonReader"/> stands at.</summary>
    public static class JsonToken
    {
        /// <summary>Nothing was read yet, or the text is over.</summary>
        public const int None = 0;

        /// <summary>An object begins.</summary>
        public const int StartObject = 1;

        /// <summary>An object ends.</summary>
        public const int EndObject = 2;

        /// <summary>An array begins.</summary>
        public const int StartArray = 3;

        /// <summary>An array ends.</summary>
        public const int EndArray = 4;

        /// <summary>The name of a member.</summary>
        public const int PropertyName = 5;

        /// <summary>A string.</summary>
        public const int String = 6;

        /// <summary>A number.</summary>
        public const int Number = 7;

        /// <summary>true.</summary>
        public const int True = 8;

        /// <summary>false.</summary>
        public const int False = 9;

        /// <summary>null.</summary>
        public const int Null = 10;

        /// <summary>The text is not JSON.</summary>
        public const int Error = 11;
    }
}
