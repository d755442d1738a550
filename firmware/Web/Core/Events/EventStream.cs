// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Server-sent events: each event goes to all listeners. A listener that lags by more than the ring holds loses its stream, and its browser
    /// reconnects.
    /// </summary>
    public sealed class EventStream
    {
        /// <summary>The handler of the listeners' requests.</summary>
        public readonly EventRing Ring;

        /// <param name="size">Bytes of the ring, by which the slowest listener may lag.</param>
        /// <param name="listeners">The most listeners at a time; a further one gets 503.</param>
        public EventStream(int size, int listeners)
        {
            Ring = new EventRing(size, listeners);
        }

        /// <summary>Whether there is a listener. If not, an event need not be composed.</summary>
        public bool HasListeners
        {
            get { return Ring.Readers > 0; }
        }

        /// <summary>Sends an event.</summary>
        /// <param name="data">Its text; each line of it is a line of data.</param>
        /// <returns>False if it does not fit in the ring.</returns>
        public bool Send(string data)
        {
            return Send(null, data);
        }

        /// <summary>Sends an event.</summary>
        /// <param name="name">Its name, without line breaks, or null.</param>
        /// <param name="data">Its text; each line of it is a line of data.</param>
        /// <returns>False if it does not fit in the ring.</returns>
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

        // Every line of the data begins with the field name.
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
