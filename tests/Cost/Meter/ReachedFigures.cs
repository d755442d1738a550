// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>The figures reached, one file per scenario under Reached, against which later runs are held.</summary>
    public static class ReachedFigures
    {
        /// <summary>How far above the reached figure a run may come.</summary>
        public static long Limit(long reached) => reached + (reached / 20);

        /// <summary>Reads all files of a folder: "scenario.figure" to operations.</summary>
        public static Dictionary<string, long> Read(string folder)
        {
            Dictionary<string, long> all = new Dictionary<string, long>();
            if (!Directory.Exists(folder))
            {
                return all;
            }

            foreach (string path in Directory.GetFiles(folder, "*.json"))
            {
                foreach (KeyValuePair<string, long> entry in JsonSerializer.Deserialize<Dictionary<string, long>>(File.ReadAllText(path)))
                {
                    all[Path.GetFileNameWithoutExtension(path) + "." + entry.Key] = entry.Value;
                }
            }

            return all;
        }

        /// <summary>Writes the files of the scenarios measured.</summary>
        public static void Write(string folder, IEnumerable<CostFigure> figures)
        {
            Directory.CreateDirectory(folder);
            foreach (IGrouping<string, CostFigure> scenario in figures.GroupBy(f => f.Scenario))
            {
                StringBuilder text = new StringBuilder("{\n");
                text.AppendJoin(",\n", scenario.Select(f => "  \"" + f.Name + "\": " + f.Value));
                text.Append("\n}\n");
                File.WriteAllText(Path.Combine(folder, scenario.Key + ".json"), text.ToString());
            }
        }
    }
}
