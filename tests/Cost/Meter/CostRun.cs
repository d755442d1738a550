// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>Takes the figures of one scenario.</summary>
    public sealed class CostRun
    {
        private readonly string _scenario;
        private readonly string _profile;
        private readonly List<string> _figures;
        private readonly List<string> _tree;
        private string _figure;
        private long _begin;
        private long _pausedAt;
        private long _weightBegin;
        private long _weightPausedAt;
        private CallNode _place;

        public CostRun(string scenario, string profile, List<string> figures, List<string> tree)
        {
            _scenario = scenario;
            _profile = profile;
            _figures = figures;
            _tree = tree;
        }

        /// <summary>IL operations executed so far, for a scenario that looks at differences itself (longest stretch).</summary>
        public static long Operations => OperationCounter.Total;

        /// <summary>The same in instructions of the interpreter, estimated.</summary>
        public static long Weight => OperationCounter.Weight;

        /// <summary>Begins a measurement.</summary>
        public void Start(string figure)
        {
            _figure = figure;
            OperationCounter.Reset();
            _begin = OperationCounter.Total;
            _weightBegin = OperationCounter.Weight;
        }

        /// <summary>What follows belongs to somebody else: the client, where the server is measured.</summary>
        public void Pause()
        {
            _place = OperationCounter.Suspend();
            _pausedAt = OperationCounter.Total;
            _weightPausedAt = OperationCounter.Weight;
        }

        /// <summary>Back to what is measured.</summary>
        public void Resume()
        {
            _begin += OperationCounter.Total - _pausedAt;
            _weightBegin += OperationCounter.Weight - _weightPausedAt;
            OperationCounter.Continue(_place);
        }

        /// <summary>Leaves out what somebody else has executed since the measurement began.</summary>
        public void Exclude(long operations, long weight)
        {
            _begin += operations;
            _weightBegin += weight;
        }

        /// <summary>Ends it. <paramref name="units"/> things were done; <paramref name="goal"/> (0: none) is per thing.</summary>
        /// <returns>Operations per unit.</returns>
        public long Stop(long units = 1, long goal = 0)
        {
            long operations = OperationCounter.Total - _begin;
            if (_profile == _scenario + "." + _figure)
            {
                Export(OperationCounter.Root, 0);
            }

            long value = operations / units;
            Record(_figure, value, goal, (OperationCounter.Weight - _weightBegin) / units);
            return value;
        }

        /// <summary>Adds a figure found otherwise.</summary>
        /// <param name="figure">Its name.</param>
        /// <param name="value">Operations, or whatever the name says.</param>
        /// <param name="goal">What it should not exceed; 0: nothing.</param>
        /// <param name="weight">Instructions of the interpreter; 0: not known.</param>
        public void Record(string figure, long value, long goal = 0, long weight = 0)
        {
            _figures.Add(string.Join("\t", _scenario, figure, value.ToString(CultureInfo.InvariantCulture), goal.ToString(CultureInfo.InvariantCulture), weight.ToString(CultureInfo.InvariantCulture)));
        }

        /// <summary>A figure that must be exactly so; anything else is an error.</summary>
        public void Exactly(string figure, long value, long expected)
        {
            Record(figure, value, expected);
            if (value != expected)
            {
                throw new InvalidOperationException(_scenario + "." + figure + " is " + value + " instead of " + expected);
            }
        }

        /// <summary>A figure that must not be larger; anything above is an error.</summary>
        public void AtMost(string figure, long value, long limit)
        {
            Record(figure, value, limit);
            if (value > limit)
            {
                throw new InvalidOperationException(_scenario + "." + figure + " is " + value + ", over " + limit);
            }
        }

        /// <summary>Start, action, Stop.</summary>
        public long Measure(string figure, Action action, long units = 1, long goal = 0)
        {
            Start(figure);
            action();
            return Stop(units, goal);
        }

        private void Export(CallNode node, int depth)
        {
            _tree.Add(string.Join("\t", depth.ToString(CultureInfo.InvariantCulture), node.Method.ToString(CultureInfo.InvariantCulture), node.Calls.ToString(CultureInfo.InvariantCulture), node.Self.ToString(CultureInfo.InvariantCulture)));
            foreach (CallNode child in node.Children)
            {
                Export(child, depth + 1);
            }
        }
    }
}
