// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MilliHttp.Nano.Tests.Mutation
{
    /// <summary>The tests of an assembly, run by xunit one at a time in this process.</summary>
    internal sealed class TestSet
    {
        // What reads the assemblies as files, counts their operations or bytes, or runs for minutes by design says nothing about a mutant.
        private static readonly string[] s_left = { ".Gates.", ".Cost.", ".Memory.", ".Fuzz.", ".Device.", ".Boards.", ".Docs." };

        private readonly Dictionary<string, IXunitTestCase> _cases = new Dictionary<string, IXunitTestCase>();
        private readonly ITestFrameworkExecutor _executor;

        /// <summary>Finds the tests.</summary>
        public TestSet(Assembly assembly)
        {
            XunitTestFramework framework = new XunitTestFramework(new NullMessageSink());
            using ITestFrameworkDiscoverer discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
            CaseSink sink = new CaseSink();
            discoverer.Find(false, sink, new TestOptions());
            sink.Finished.WaitOne();
            foreach (IXunitTestCase test in sink.Cases.OfType<IXunitTestCase>())
            {
                string type = test.TestMethod.TestClass.Class.Name;
                if (string.IsNullOrEmpty(test.SkipReason) && !s_left.Any(part => (type + ".").Contains(part, StringComparison.Ordinal)))
                {
                    _cases[Name(test)] = test;
                }
            }

            _executor = framework.GetExecutor(assembly.GetName());
        }

        /// <summary>The names of all tests that are run.</summary>
        public IEnumerable<string> Names => _cases.Keys;

        /// <summary>Runs one test and tells whether it passed.</summary>
        public bool Passes(string name)
        {
            ResultSink sink = new ResultSink();
            _executor.RunTests(new[] { _cases[name] }, sink, new TestOptions());
            sink.Finished.WaitOne();
            return sink.Failed == 0 && sink.Passed > 0;
        }

        // Rows of a theory may be shown alike; tabs and line ends would break the protocol.
        private static string Name(IXunitTestCase test)
        {
            return new string((test.TestMethod.TestClass.Class.Name + "." + test.DisplayName + " " + test.UniqueID[..8])
                .Select(c => char.IsControl(c) ? ' ' : c).ToArray());
        }

        private sealed class CaseSink : LongLivedMarshalByRefObject, IMessageSink
        {
            public List<ITestCase> Cases { get; } = new List<ITestCase>();

            public ManualResetEvent Finished { get; } = new ManualResetEvent(false);

            public bool OnMessage(IMessageSinkMessage message)
            {
                if (message is ITestCaseDiscoveryMessage found)
                {
                    Cases.Add(found.TestCase);
                }

                if (message is IDiscoveryCompleteMessage)
                {
                    Finished.Set();
                }

                return true;
            }
        }

        private sealed class ResultSink : LongLivedMarshalByRefObject, IMessageSink
        {
            private int _failed;
            private int _passed;

            public int Failed => _failed;

            public int Passed => _passed;

            public ManualResetEvent Finished { get; } = new ManualResetEvent(false);

            public bool OnMessage(IMessageSinkMessage message)
            {
                switch (message)
                {
                    case ITestPassed:
                        Interlocked.Increment(ref _passed);
                        break;
                    case ITestFailed:
                    case IErrorMessage:
                    case ITestClassCleanupFailure:
                    case ITestCollectionCleanupFailure:
                        Interlocked.Increment(ref _failed);
                        break;
                    case ITestAssemblyFinished:
                        Finished.Set();
                        break;
                }

                return true;
            }
        }
    }
}
