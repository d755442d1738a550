// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Http
{
    /// <summary>Dates of HTTP (RFC 9110 section 5.6.7, IMF-fixdate): <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    public static class HttpDate
    {
        /// <summary>Bytes of a date.</summary>
        public const int Length = 29;

        /// <summary>Writes a time up to the year 9999.</summary>
        /// <param name="unixSeconds">Seconds since 1970.</param>
        /// <param name="destination">Where to write <see cref="Length"/> bytes.</param>
        /// <param name="offset">First byte to write.</param>
        public static void Write(long unixSeconds, byte[] destination, int offset)
        {
            int days = (int)(unixSeconds / 86400);
            int second = (int)(unixSeconds - (days * 86400L));

            // Days are counted from 1 March of the year 0, so that the leap day is the last of its year.
            int shifted = days + 719468;
            int era = shifted / 146097;
            int ofEra = shifted - (era * 146097);
            int yearOfEra = (ofEra - (ofEra / 1460) + (ofEra / 36524) - (ofEra / 146096)) / 365;
            int ofYear = ofEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
            int part = ((5 * ofYear) + 2) / 153;
            int day = ofYear - (((153 * part) + 2) / 5) + 1;
            int month = part < 10 ? part + 2 : part - 10;
            int year = yearOfEra + (era * 400) + (month < 2 ? 1 : 0);

            Three(WeekDay((days + 4) % 7), destination, offset);
            destination[offset + 3] = (byte)',';
            destination[offset + 4] = (byte)' ';
            Two(day, destination, offset + 5);
            destination[offset + 7] = (byte)' ';
            Three(Month(month), destination, offset + 8);
            destination[offset + 11] = (byte)' ';
            Two(year / 100, destination, offset + 12);
            Two(year % 100, destination, offset + 14);
            destination[offset + 16] = (byte)' ';
            Two(second / 3600, destination, offset + 17);
            destination[offset + 19] = (byte)':';
            Two(second / 60 % 60, destination, offset + 20);
            destination[offset + 22] = (byte)':';
            Two(second % 60, destination, offset + 23);
            destination[offset + 25] = (byte)' ';
            Three(0x544D47, destination, offset + 26);
        }

        private static void Two(int number, byte[] destination, int offset)
        {
            destination[offset] = (byte)(48 + (number / 10));
            destination[offset + 1] = (byte)(48 + (number % 10));
        }

        private static void Three(int letters, byte[] destination, int offset)
        {
            destination[offset] = (byte)letters;
            destination[offset + 1] = (byte)(letters >> 8);
            destination[offset + 2] = (byte)(letters >> 16);
        }

        private static int WeekDay(int day)
        {
            switch (day)
            {
                case 0: return 0x6E7553;
                case 1: return 0x6E6F4D;
                case 2: return 0x657554;
                case 3: return 0x646557;
                case 4: return 0x756854;
                case 5: return 0x697246;
                default: return 0x746153;
            }
        }

        private static int Month(int month)
        {
            switch (month)
            {
                case 0: return 0x6E614A;
                case 1: return 0x626546;
                case 2: return 0x72614D;
                case 3: return 0x727041;
                case 4: return 0x79614D;
                case 5: return 0x6E754A;
                case 6: return 0x6C754A;
                case 7: return 0x677541;
                case 8: return 0x706553;
                case 9: return 0x74634F;
                case 10: return 0x766F4E;
                default: return 0x636544;
            }
        }
    }
}
