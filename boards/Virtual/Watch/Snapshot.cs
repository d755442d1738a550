// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using System.Text;
using MilliHttp.Nano.Firmware.Status;

namespace MilliHttp.Nano.Board.Virtual.Watch
{
    /// <summary>All figures of the status at one moment, and how fast they grow.</summary>
    internal sealed class Snapshot
    {
        private readonly Dictionary<string, long> _values = new Dictionary<string, long>();

        private Snapshot(double seconds)
        {
            Seconds = seconds;
        }

        /// <summary>When it was taken, in seconds of any clock.</summary>
        public double Seconds { get; }

        /// <summary>The connections, packed by <see cref="SlotStatus.Make"/>; the HTTPS connections come first.</summary>
        public List<long> Slots { get; } = new List<long>();

        /// <summary>Bytes by owner.</summary>
        public List<KeyValuePair<string, long>> Memory { get; } = new List<KeyValuePair<string, long>>();

        /// <summary>The names of the counters of events.</summary>
        public List<string> Counters { get; } = new List<string>();

        /// <summary>Reads the figures. They belong to the loop's thread, so one may be an event older than the next.</summary>
        public static Snapshot Take(StatusSource source, double seconds)
        {
            Snapshot snapshot = new Snapshot(seconds);
            for (int i = 0; i < source.Count(StatusGroup.Slots); i++)
            {
                snapshot.Slots.Add(source.Value(StatusGroup.Slots, i));
            }

            foreach (int group in new[] { StatusGroup.General, StatusGroup.Memory, StatusGroup.Counters })
            {
                for (int i = 0; i < source.Count(group); i++)
                {
                    byte[] name = new byte[64];
                    string text = Encoding.ASCII.GetString(name, 0, source.WriteName(group, i, name, 0));
                    long value = source.Value(group, i);
                    snapshot._values[text] = value;
                    if (group == StatusGroup.Memory)
                    {
                        snapshot.Memory.Add(new KeyValuePair<string, long>(text, value));
                    }
                    else if (group == StatusGroup.Counters)
                    {
                        snapshot.Counters.Add(text);
                    }
                }
            }

            return snapshot;
        }

        /// <summary>A figure by its name; 0 where there is none.</summary>
        public long Value(string name)
        {
            return _values.GetValueOrDefault(name);
        }

        /// <summary>How much a figure grew per second since an earlier snapshot.</summary>
        public double Rate(string name, Snapshot earlier)
        {
            double elapsed = earlier == null ? 0 : Seconds - earlier.Seconds;
            return elapsed <= 0 ? 0 : (Value(name) - earlier.Value(name)) / elapsed;
        }

        /// <summary>How many connections are in a state of <see cref="SlotStatus"/>.</summary>
        public int CountSlots(int state)
        {
            return Slots.Count(slot => State(slot) == state);
        }

        /// <summary>The state of a packed connection.</summary>
        public static int State(long slot) => (int)(slot & 7);

        /// <summary>The kind of a packed connection.</summary>
        public static int Kind(long slot) => (int)((slot >> 3) & 1);

        /// <summary>The requests of a packed connection.</summary>
        public static long Requests(long slot) => slot >> 4;
    }
}
