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
                    .Where(t => t.IsClass && !t.IsAbstract && t.IsPublic && t.GetConstructor(Type.EmptyTypes) != null)
                    .OrderBy(t => t.FullName, StringComparer.Ordinal);
                foreach (ICostScenario scenario in types.SelectMany(Scenarios))
                {
                    if (scenario is IComparison && filter != scenario.Name)
                    {
                        continue;
                    }

                    if (scenario.Name.StartsWith(filter, StringComparison.Ordinal) || (profile != null && profile.StartsWith(scenario.Name + ".", StringComparison.Ordinal)))
                    {
                        scenario.Run(new CostRun(scenario.Name, profile, figures, tree));
                    }
                }
            }
        }

        private static IEnumerable<ICostScenario> Scenarios(Type type)
        {
            if (typeof(ICostScenario).IsAssignableFrom(type))
            {
                return new[] { (ICostScenario)Activator.CreateInstance(type) };
            }

            return typeof(ICostScenarios).IsAssignableFrom(type) ? ((ICostScenarios)Activator.CreateInstance(type)).All() : Enumerable.Empty<ICostScenario>();
        }
    }
}
