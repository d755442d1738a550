// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>The memory map as a person would rather look at than read.</summary>
    public static class MemoryReport
    {
        private const int BarWidth = 36;

        /// <summary>Prints the map against a budget.</summary>
        /// <param name="console">Where to.</param>
        /// <param name="profile">Its name.</param>
        /// <param name="map">With every slot busy.</param>
        /// <param name="rest">With nobody connected: the same map, unless the policy is OnDemand.</param>
        /// <param name="budget">Bytes.</param>
        public static void Print(IAnsiConsole console, string profile, MemoryMap map, MemoryMap rest, int budget)
        {
            Table table = new Table().Title("Managed heap of the device, profile [bold]" + profile + "[/], every slot busy").Border(TableBorder.Rounded);
            table.AddColumn("owner");
            table.AddColumn(new TableColumn("bytes").RightAligned());
            table.AddColumn("share of the budget");
            bool isOnDemand = rest != map;
            if (isOnDemand)
            {
                table.AddColumn(new TableColumn("at rest").RightAligned());
            }

            int largest = map.Blocks.Max(block => block.Bytes);
            foreach (MemoryBlock block in map.Blocks)
            {
                int cells = (int)Math.Round((double)block.Bytes * BarWidth / largest);
                List<IRenderable> row = new List<IRenderable>
                {
                    new Text(block.Owner),
                    new Text(block.Bytes.ToString("N0")),
                    new Markup("[green]" + new string('█', cells) + "[/] " + (100.0 * block.Bytes / budget).ToString("N1") + " %")
                };
                if (isOnDemand)
                {
                    row.Add(new Text(rest.Of(block.Owner).ToString("N0")));
                }

                table.AddRow(row);
            }

            table.AddEmptyRow();
            string colour = map.Total <= budget ? "green" : "red";
            List<IRenderable> total = new List<IRenderable>
            {
                new Markup("[bold]total[/]"),
                new Markup("[bold]" + map.Total.ToString("N0") + "[/]"),
                new Markup("[bold " + colour + "]" + (map.Total <= budget ? "within" : "OVER") + " the budget of " + budget.ToString("N0") + "[/]")
            };
            if (isOnDemand)
            {
                total.Add(new Markup("[bold]" + rest.Total.ToString("N0") + "[/]"));
            }

            table.AddRow(total);
            console.Write(table);
            PrintComparison(console, map);
            PrintDetails(console, map);
        }

        private static void PrintDetails(IAnsiConsole console, MemoryMap map)
        {
            const int Rows = 40;
            Table table = new Table().Title("Largest parts").Border(TableBorder.Rounded);
            table.AddColumn("owner | field");
            table.AddColumn(new TableColumn("bytes").RightAligned());
            foreach (KeyValuePair<string, int> pair in map.Details.OrderByDescending(pair => pair.Value).Take(Rows))
            {
                table.AddRow(new Text(pair.Key), new Text(pair.Value.ToString("N0")));
            }

            table.Caption("Deepest chain by the call graph, " + map.DeepestBytes.ToString("N0") + " bytes: " + string.Join(" > ", map.DeepestChain).EscapeMarkup());
            console.Write(table);
        }

        private static void PrintComparison(IAnsiConsole console, MemoryMap map)
        {
            Table table = new Table().Title("Beside the original design").Border(TableBorder.Rounded);
            table.AddColumn("what");
            table.AddColumn(new TableColumn("here, all counted").RightAligned());
            table.AddColumn(new TableColumn("compact there").RightAligned());
            table.AddColumn(new TableColumn("tight there").RightAligned());
            table.AddRow("HTTP/3 connection, arena included", Bytes(map.Of(Owners.Connection + " 1")), "11.6 KB", "6.2 KB");
            table.AddRow("HTTP/3 handshake beyond it", Bytes(map.Of(Owners.Handshake + " 1")), "20.5 KB", "17.5 KB");
            table.AddRow("HTTPS/1.1 connection with TLS", Bytes(map.Of(Owners.Http1 + " 1")), "21.6 KB", "11.9 KB");
            table.AddRow("all", Bytes(map.Total), "106.4 KB", "69.7 KB");
            table.Caption("The original figures leave out keys, tables, scratch buffers, stacks, the platform and the loader.");
            console.Write(table);
        }

        private static string Bytes(int count) => (count / 1000.0).ToString("N1") + " KB";
    }
}
