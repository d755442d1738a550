// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Reflection;
using MilliHttp.Nano.Desktop;
using MilliHttp.Nano.TestApplication;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Desktop
{
    /// <summary>An application that uses the platform's packages runs on the desktop as it was compiled for a device.</summary>
    public sealed class PlatformUseTests : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

        public PlatformUseTests()
        {
            Volumes.Mount('D', _folder);
        }

        public void Dispose() => Directory.Delete(_folder, true);

        [Fact]
        public void Files_are_kept_in_the_folder_of_their_volume()
        {
            Assert.Equal(@"one/two/three/D:\www\b.txt=17,False", PlatformUse.Files(@"D:\www"));
            Assert.Equal("one\r\ntwo\r\nthree\r\n", File.ReadAllText(Path.Combine(_folder, "www", "b.txt")));
        }

        [Fact]
        public void A_missing_file_is_the_platforms_exception() => Assert.Equal("IOException", PlatformUse.MissingFile());

        [Fact]
        public void A_path_does_not_leave_its_volume() => Assert.ThrowsAny<IOException>(PlatformUse.Outside);

        [Fact]
        public void Text_is_built() => Assert.Equal("< t=21.5\u00b0\r\n11", PlatformUse.Text());

        [Fact]
        public void Tables_hold_entries() => Assert.Equal("3 none first high 9", PlatformUse.Tables());

        [Fact]
        public void Threads_are_cancelled_in_the_applications_own_context()
        {
            Assembly application = new DeviceLoadContext(AppContext.BaseDirectory).LoadFromAssemblyPath(typeof(PlatformUse).Assembly.Location);
            MethodInfo method = application.GetType(typeof(PlatformUse).FullName).GetMethod(nameof(PlatformUse.Cancellation));
            Assert.Equal("True 1", method.Invoke(null, null));
        }
    }
}
