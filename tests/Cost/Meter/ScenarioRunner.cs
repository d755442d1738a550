// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>The part that works inside the metered context: finds the scenarios and runs them.</summary>
    public static class ScenarioRunner
    {
        public static void Run(string[] assemblies, string filter, string profile, List<string> figures, List<string> tree)
        {
            AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(typeof(ScenarioRunner).Assembly);
            foreach (string path in assemblies)
            {
                Assembly assembly = context.LoadFromAssemblyPath(path);
                IEnumerable<Type> types = assembly.GetTypes()
                    .Where(t => !t.IsAbstract && typeof(ICostScenario).IsAssignableFrom(t))
                    .OrderBy(t => t.FullName, StringComparer.Ordinal);
                foreach (Type type in types)
                {
                    ICostScenario scenario = (ICostScenario)Activator.CreateInstance(type);
                    if (scenario.Name.StartsWith(filter, StringComparison.Ordinal) || (profile != null && profile.StartsWith(scenario.Name + ".", StringComparison.Ordinal)))
                    {
                        scenario.Run(new CostRun(scenario.Name, profile, figures, tree));
                    }
                }
            }
        }
    }
}
