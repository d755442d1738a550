// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Server-sent events: what is sent goes to all that listen. A listener that falls behind by more than the ring loses its stream, and its browser connects
    /// again.
    /// </summary>
    public sealed class EventStream
    {
        /// <summary>Who answers the listeners.</summary>
        public readonly EventRing Ring;

        /// <param name="size">Bytes of the ring: what the slowest listener may be behind.</param>
        /// <param name="listeners">Most listeners at a time; one more is answered with 503.</param>
        public EventStream(int size, int listeners)
        {
            Ring = new EventRing(size, listeners);
        }

        /// <summary>Whether somebody listens: otherwise an event need not be put together.</summary>
        public bool HasListeners
        {
            get { return Ring.Readers > 0; }
        }

        /// <summary>Sends an event.</summary>
        /// <param name="data">Its text; each line of it is a line of data.</param>
        /// <returns>False if it does not fit the ring.</returns>
        public bool Send(string data)
        {
            return Send(null, data);
        }

        /// <summary>Sends an event.</summary>
        /// <param name="name">Its name, without line breaks, or null.</param>
        /// <param name="data">Its text; each line of it is a line of data.</param>
        /// <returns>False if it does not fit the ring.</returns>
        public bool Send(string name, string data)
        {
            byte[] bytes = Utf8.GetBytes((name == null ? "data: " : "event: " + name + "\ndata: ") + data + "\n\n");
            int lines = 0;
            int start = bytes.Length - 2;
            int first = name == null ? 0 : 1;
            for (int i = 0; i < start; i++)
            {
                if (bytes[i] == 10)
                {
                    lines++;
                }
            }

            if (lines > first)
            {
                bytes = RepeatData(bytes, start, lines - first, first);
            }

            if (bytes.Length > Ring.Size)
            {
                return false;
            }

            Ring.Write(bytes, 0, bytes.Length);
            return true;
        }

        // Every line of the data begins with the name of its field.
        private static byte[] RepeatData(byte[] bytes, int end, int lines, int keep)
        {
            const string Data = "data: ";
            byte[] result = new byte[bytes.Length + (lines * Data.Length)];
            int at = 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                result[at++] = bytes[i];
                if (bytes[i] == 10 && i < end && --keep < 0)
                {
                    for (int j = 0; j < Data.Length; j++)
                    {
                        result[at++] = (byte)Data[j];
                    }
                }
            }

            return result;
        }
    }
}
