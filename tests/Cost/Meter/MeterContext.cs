// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>
    /// A load context in which the device assemblies are the rewritten ones. The scenarios' assemblies are loaded into it once more, so
    /// that their code meets the counted device code; only texts and numbers cross the border.
    /// </summary>
    public sealed class MeterContext : AssemblyLoadContext
    {
        // The library that ours is compared with.
        private const string Peer = "BouncyCastle.Cryptography";

        private readonly Dictionary<string, byte[]> _rewritten = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        private readonly string[] _scenarioAssemblies;
        private readonly MethodInfo _run;

        /// <summary>Rewrites the device assemblies beside the program and loads the assemblies of scenarios given by path.</summary>
        public MeterContext(params string[] scenarioAssemblies)
            : this(true, scenarioAssemblies)
        {
        }

        /// <summary>The same; without <paramref name="attributes"/> there is no call tree, and the code runs several times as fast.</summary>
        public MeterContext(bool attributes, params string[] scenarioAssemblies)
            : this(attributes, false, scenarioAssemblies)
        {
        }

        private MeterContext(bool attributes, bool peers, string[] scenarioAssemblies)
            : base("metered")
        {
            string own = typeof(MeterContext).Assembly.Location;
            _scenarioAssemblies = scenarioAssemblies.Prepend(own).Distinct().ToArray();
            AssemblyRewriter rewriter = new AssemblyRewriter(attributes);
            foreach (string path in Directory.GetFiles(Path.GetDirectoryName(own), "*.dll").OrderBy(p => p, StringComparer.Ordinal))
            {
                if (!Path.GetFileName(path).StartsWith("MilliHttp.Nano.", StringComparison.Ordinal))
                {
                    continue;
                }

                byte[] rewritten = rewriter.Rewrite(path);
                if (rewritten != null)
                {
                    _rewritten[Path.GetFileNameWithoutExtension(path)] = rewritten;
                }
            }

            if (peers)
            {
                _rewritten[Peer] = rewriter.RewritePeer(Path.Combine(Path.GetDirectoryName(own), Peer + ".dll"));
            }

            Names = rewriter.Names.ToArray();
            Assembly inner = LoadFromAssemblyPath(own);
            foreach (string path in _scenarioAssemblies.Skip(1))
            {
                LoadFromAssemblyPath(path);
            }

            _run = inner.GetType(typeof(ScenarioRunner).FullName, true).GetMethod(nameof(ScenarioRunner.Run));
        }

        /// <summary>A context in which BouncyCastle is counted as well.</summary>
        public static MeterContext WithPeers()
        {
            return new MeterContext(false, true, Array.Empty<string>());
        }

        /// <summary>Method names by number.</summary>
        public IReadOnlyList<string> Names { get; }

        /// <summary>
        /// Runs the scenarios whose name starts with <paramref name="filter"/> (all for an empty one). With a
        /// <paramref name="profile"/>, the call tree of that figure is returned as well.
        /// </summary>
        public CostResult Run(string filter, string profile = null)
        {
            string[] paths = _scenarioAssemblies;
            List<string> figures = new List<string>();
            List<string> tree = new List<string>();
            try
            {
                _run.Invoke(null, new object[] { paths, filter ?? string.Empty, profile, figures, tree });
            }
            catch (TargetInvocationException e) when (e.InnerException != null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerException).Throw();
            }

            return new CostResult(figures, tree, Names);
        }

        protected override Assembly Load(AssemblyName assemblyName)
        {
            if (_rewritten.TryGetValue(assemblyName.Name, out byte[] image))
            {
                return LoadFromStream(new MemoryStream(image));
            }

            foreach (string path in _scenarioAssemblies)
            {
                if (string.Equals(Path.GetFileNameWithoutExtension(path), assemblyName.Name, StringComparison.OrdinalIgnoreCase))
                {
                    return LoadFromAssemblyPath(path);
                }
            }

            return null;
        }
    }
}
