// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using MilliHttp.Nano.Firmware.Status;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MilliHttp.Nano.Board.Virtual.Watch
{
    /// <summary>Shows the slots, the rates, the handshakes in progress and the memory of the running board: redrawn on a terminal, a line every few seconds elsewhere.</summary>
    internal sealed class WatchScreen
    {
        private const int TerminalInterval = 500;
        private const int LineInterval = 2000;

        private static readonly string[] s_states = { "free", "handshake", "idle", "active", "closing" };
        private static readonly Color[] s_stateColors = { Color.Grey, Color.Yellow, Color.Green, Color.Aqua, Color.Maroon };
        private static readonly Color[] s_memoryColors =
        {
            Color.Grey, Color.Blue, Color.Aqua, Color.Green, Color.Yellow, Color.Purple, Color.Maroon, Color.Olive, Color.Teal, Color.Navy, Color.White,
        };

        private readonly IAnsiConsole _console;
        private readonly StatusSource _source;
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private Snapshot _before;
        private Snapshot _now;

        /// <summary>Makes it.</summary>
        /// <param name="console">Where it draws.</param>
        /// <param name="source">The figures of the image.</param>
        public WatchScreen(IAnsiConsole console, StatusSource source)
        {
            _console = console;
            _source = source;
        }

        /// <summary>Draws until the program ends, on a thread of its own.</summary>
        public void Start()
        {
            new Thread(_console.Profile.Out.IsTerminal ? Redraw : WriteLines) { IsBackground = true, Name = "watch" }.Start();
        }

        /// <summary>The next view, as it is redrawn on a terminal.</summary>
        public IRenderable View()
        {
            Take();
            Snapshot now = _now;
            Grid grid = new Grid();
            grid.AddColumn();
            grid.AddRow(Rates(now, _before));
            grid.AddRow(Slots(now));
            grid.AddRow(Memory(now));
            grid.AddRow(Counters(now));
            return grid;
        }

        /// <summary>The next view in one line.</summary>
        public string Line()
        {
            Take();
            Snapshot now = _now;
            return string.Format(
                CultureInfo.InvariantCulture,
                "watch {0} s: slots {1}; {2} handshakes in progress; {3:F1} requests/s, {4:F0} datagrams/s in, {5:F0} out; heap {6:N0} of {7:N0} bytes",
                now.Value("uptime"),
                string.Join(' ', now.Slots.Select((slot, i) => Name(now, i) + "=" + s_states[Snapshot.State(slot)])),
                now.CountSlots(SlotStatus.Handshake),
                now.Rate("requests", _before),
                now.Rate("datagramsReceived", _before),
                now.Rate("datagramsSent", _before),
                now.Value("heapUsed"),
                now.Value("heapBudget"));
        }

        private static string Name(Snapshot snapshot, int index)
        {
            int kind = Snapshot.Kind(snapshot.Slots[index]);
            int number = snapshot.Slots.Take(index).Count(slot => Snapshot.Kind(slot) == kind);
            return (kind == SlotStatus.Tcp ? "tcp" : "h3-") + number;
        }

        private void Take()
        {
            _before = _now;
            _now = Snapshot.Take(_source, _clock.Elapsed.TotalSeconds);
        }

        private void Redraw()
        {
            _console.Live(View()).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(context =>
            {
                while (true)
                {
                    Thread.Sleep(TerminalInterval);
                    context.UpdateTarget(View());
                }
            });
        }

        private void WriteLines()
        {
            while (true)
            {
                Thread.Sleep(LineInterval);
                Console.WriteLine(Line());
            }
        }

        private static IRenderable Rates(Snapshot now, Snapshot earlier)
        {
            return new Markup(string.Format(
                CultureInfo.InvariantCulture,
                "[bold]{0} s up[/]   {1:F1} requests/s ({2:N0})   {3:F0} datagrams/s in, {4:F0} out   {5:N0} turns/s, longest {6:N0} µs   [yellow]{7} handshakes in progress[/]",
                now.Value("uptime"),
                now.Rate("requests", earlier),
                now.Value("requests"),
                now.Rate("datagramsReceived", earlier),
                now.Rate("datagramsSent", earlier),
                now.Rate("turns", earlier),
                now.Value("longestTurnMicroseconds"),
                now.CountSlots(SlotStatus.Handshake)));
        }

        private static IRenderable Slots(Snapshot now)
        {
            Table table = new Table().Border(TableBorder.Rounded).AddColumns("slot", "protocol", "state", "requests");
            for (int i = 0; i < now.Slots.Count; i++)
            {
                long slot = now.Slots[i];
                int state = Snapshot.State(slot);
                table.AddRow(
                    new Text(Name(now, i)),
                    new Text(Snapshot.Kind(slot) == SlotStatus.Tcp ? "HTTPS" : "HTTP/3"),
                    new Text(s_states[state], new Style(s_stateColors[state])),
                    new Text(Snapshot.Requests(slot).ToString(CultureInfo.InvariantCulture)));
            }

            return table;
        }

        private static IRenderable Memory(Snapshot now)
        {
            BreakdownChart chart = new BreakdownChart().Width(100).ShowTags();
            int color = 0;
            foreach (KeyValuePair<string, long> owner in now.Memory.Where(owner => owner.Value > 0))
            {
                chart.AddItem(owner.Key, owner.Value, s_memoryColors[color++ % s_memoryColors.Length]);
            }

            long free = now.Value("heapBudget") - now.Value("heapUsed");
            if (free > 0)
            {
                chart.AddItem("free of the budget", free, Color.Black);
            }

            return new Rows(new Text("heap " + now.Value("heapUsed").ToString("N0") + " of " + now.Value("heapBudget").ToString("N0") + " bytes"), chart);
        }

        private static IRenderable Counters(Snapshot now)
        {
            IEnumerable<string> shown = now.Counters.Where(name => now.Value(name) != 0).Select(name => name + " " + now.Value(name).ToString("N0"));
            return new Text(string.Join("   ", shown.DefaultIfEmpty("no events yet")));
        }
    }
}
