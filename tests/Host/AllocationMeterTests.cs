// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Reflection;
using Xunit;

namespace MilliHttp.Nano.Tests.Host
{
    public class AllocationMeterTests
    {
        private static object s_sink;

        [Fact]
        public void What_is_allocated_counts()
        {
            // Four times, since a collection takes one interval away.
            long most = 0;
            for (int i = 0; i < 4; i++)
            {
                AllocationMeter meter = AllocationMeter.Start();
                s_sink = new byte[1000];
                most = Math.Max(most, meter.Stop());
            }

            Assert.Equal(1024, most);
        }

        [Fact]
        public void The_table_of_casts_is_known_by_its_size()
        {
            FieldInfo field = typeof(object).Assembly.GetType("System.Runtime.CompilerServices.CastHelpers", true).GetField("s_table", BindingFlags.NonPublic | BindingFlags.Static);
            int[] table = (int[])field.GetValue(null);
            Assert.True(AllocationMeter.IsCastTable(AllocationMeter.ArrayHeader + table.Length * 4L), "length " + table.Length);
            int known = 0;
            for (int bytes = -100; bytes < 300000; bytes++)
            {
                known += AllocationMeter.IsCastTable(bytes) ? 1 : 0;
            }

            // As they were seen.
            Assert.Equal(6, known);
            Assert.All(new[] { 3120, 6192, 12336, 24624, 49200, 98352 }, bytes => Assert.True(AllocationMeter.IsCastTable(bytes)));
        }
    }
}
