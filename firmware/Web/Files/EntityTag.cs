// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>Fields that hold entity tags (RFC 9110 section 13.1).</summary>
    internal static class EntityTag
    {
        /// <summary>Whether a field contains a tag, alone or in a list, strong or weak, or is <c>*</c>.</summary>
        /// <param name="request">The request.</param>
        /// <param name="nameId">Id of the field.</param>
        /// <param name="tag">The tag with its quotes.</param>
        public static bool Matches(Http.HttpRequest request, int nameId, byte[] tag)
        {
            int field = request.IndexOf(nameId);
            if (field < 0)
            {
                return false;
            }

            byte[] buffer = request.Buffer;
            int at = request.ValueOffset(field);
            int end = at + request.ValueLength(field);
            if (end - at == 1 && buffer[at] == '*')
            {
                return true;
            }

            int length = tag.Length;
            for (; at + length <= end; at++)
            {
                int i = 0;
                while (i < length && buffer[at + i] == tag[i])
                {
                    i++;
                }

                if (i == length)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
