// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using Xunit;

namespace MilliHttp.Nano.Tests.Host.Gates
{
    /// <summary>The generated files are what their generators make.</summary>
    public class GeneratedFilesTests
    {
        [Fact]
        public void Generated_files_are_up_to_date()
        {
            Assert.Equal(0, MilliHttp.Nano.Crypto.Generator.Program.Main(new[] { "--check" }));
        }

        [Fact]
        public void Generated_tables_of_Http_are_up_to_date()
        {
            Assert.Equal(0, MilliHttp.Nano.Http.Generator.Program.Main(new[] { "--check", DeviceAssemblies.Root }));
        }
    }
}
