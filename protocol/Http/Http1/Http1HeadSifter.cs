// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>
    /// Reads a head that is longer than the memory for it, line by line as it arrives. The channel retains the request line and the fields that the engine
    /// or a handler reads, which together are a shorter head for <see cref="Http1Head"/>; all other fields are checked and skipped.
    /// </summary>
    internal static class Http1HeadSifter
    {
        // Lines that are read in one call; a client may make them as short as two bytes.
        private const int LinesAtOnce = 48;

        // In Http1Connection.Sifted.
        private const int OneField = 1 << 20;

        /// <summary>The head is not complete.</summary>
        internal const int Incomplete = 0;

        /// <summary>The head is complete: the channel retains <see cref="Http1Connection.HeadLength"/> bytes of it.</summary>
        internal const int Complete = 1;

        /// <summary>Begins, with the beginning of the head unread in the channel.</summary>
        internal static void Begin(Http1Connection c)
        {
            c.Flags |= Http1Flags.Sifting;
            c.HeadLength = 0;
            c.Sifted = 0;
        }

        /// <summary>Reads what has arrived.</summary>
        /// <param name="c">The connection.</param>
        /// <param name="stalled">The channel takes no more input until something is consumed.</param>
        /// <returns><see cref="Incomplete"/>, <see cref="Complete"/>, or minus the status of the response that refuses the request.</returns>
        internal static int Read(Http1Connection c, bool stalled)
        {
            Http1Channel channel = c.Channel;
            HttpProfile profile = c.Service.Profile;
            int lines = LinesAtOnce;
            while (true)
            {
                byte[] buffer = channel.ReadBuffer;
                int offset = channel.ReadOffset;
                int length = channel.ReadLength;
                int end = offset + length;
                int used;
                if ((c.Flags & Http1Flags.SkippingLine) != 0)
                {
                    int stop = Http1Head.SkipValue(buffer, offset, end);
                    used = stop - offset;
                    if (stop < end)
                    {
                        if (buffer[stop] != 13 || (stop + 1 < end && buffer[stop + 1] != 10))
                        {
                            return -400;
                        }

                        if (stop + 1 < end)
                        {
                            used += 2;
                            c.Flags &= ~Http1Flags.SkippingLine;
                        }
                    }

                    if (!Count(c, used))
                    {
                        return -431;
                    }

                    channel.Consume(used);
                    if ((c.Flags & Http1Flags.SkippingLine) != 0)
                    {
                        return Incomplete;
                    }

                    continue;
                }

                // At the beginning of a line.
                if (lines-- == 0)
                {
                    c.Flags |= Http1Flags.Unfinished;
                    return Incomplete;
                }

                if (c.HeadLength > 0 && length > 0 && buffer[offset] == 13)
                {
                    if (length < 2)
                    {
                        return Incomplete;
                    }

                    if (buffer[offset + 1] != 10)
                    {
                        return -400;
                    }

                    if (c.HeadLength + 2 > profile.HeadSize)
                    {
                        return -431;
                    }

                    Keep(c, 2);
                    c.Flags &= ~Http1Flags.Sifting;
                    return Complete;
                }

                if (c.HeadLength > 0)
                {
                    int colon = offset;
                    while (colon < end && colon - offset < 256 && buffer[colon] != 58)
                    {
                        if (!FieldSyntax.IsToken(buffer[colon]))
                        {
                            return -400;
                        }

                        colon++;
                    }

                    if (colon - offset > 255 || (colon == offset && length > 0))
                    {
                        return -400;
                    }

                    if (colon >= end)
                    {
                        return stalled ? -431 : Incomplete;
                    }

                    bool needed;
                    int id = Http1Head.NameId(buffer, offset, colon - offset, out needed);
                    if (!needed && !c.Service.Request.Keeps(id, buffer, offset, colon - offset))
                    {
                        used = colon + 1 - offset;
                        c.Sifted += OneField;
                        if (!Count(c, used))
                        {
                            return -431;
                        }

                        channel.Consume(used);
                        c.Flags |= Http1Flags.SkippingLine;
                        continue;
                    }
                }

                // A line that is kept.
                used = Http1RequestReader.LineEnd(buffer, offset, end) - offset;
                if (used < 0)
                {
                    used = length;
                    if (!stalled && c.HeadLength + used < profile.HeadSize)
                    {
                        return Incomplete;
                    }
                }
                else if (c.HeadLength > 0)
                {
                    c.Sifted += OneField;
                }

                if (c.HeadLength + used >= profile.HeadSize || !Count(c, used))
                {
                    return c.HeadLength == 0 ? -414 : -431;
                }

                Keep(c, used);
            }
        }

        private static bool Count(Http1Connection c, int bytes)
        {
            c.Sifted += bytes;
            return (c.Sifted & (OneField - 1)) <= c.Service.Profile.HeadLimit && c.Sifted / OneField <= c.Service.Profile.HeadFields;
        }

        private static void Keep(Http1Connection c, int count)
        {
            c.Channel.Retain(count);
            c.Flags |= Http1Flags.Retained;
            c.HeadLength += count;
        }
    }
}
