// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using MilliHttp.Nano.Drivers;
using MilliHttp.Nano.Drivers.Device;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Boot;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Tests.Host.Web;
using Xunit;

namespace MilliHttp.Nano.Tests.Host.Firmware
{
    /// <summary>A board that cannot keep its key and certificate says so, and counts them.</summary>
    [Collection("console")]
    public sealed class LostCredentialsTests
    {
        [Fact]
        public void AStoreInMemoryIsSaidAndCounted()
        {
            MemoryCredentials store = new MemoryCredentials();
            Assert.Equal(0, store.LostCount);
            string console = Boot(store, out long lost);
            Assert.Equal(3, lost);
            Assert.StartsWith("WARNING: this board cannot keep its credentials (3 of them)", console);
        }

        [Fact]
        public void AStoreThatKeepsThemIsNotMentioned()
        {
            string console = Boot(new StillPorts().Credentials, out long lost);
            Assert.Equal(0, lost);
            Assert.Empty(console);
        }

        private static string Boot(CredentialPort store, out long lost)
        {
            Profile profile = Profile.Tight();
            Image image = new Image(profile, new StillPorts(), new DemoApplication(profile));
            SubjectNames names = new SubjectNames();
            names.AddName("localhost");
            TextWriter before = Console.Out;
            using StringWriter console = new StringWriter();
            Console.SetOut(console);
            try
            {
                CertificateBoot.LoadOrMake(image, store, names);
            }
            finally
            {
                Console.SetOut(before);
            }

            lost = image.Status.Value(StatusGroup.General, StatusNames.CredentialsLost - StatusNames.Uptime);
            return console.ToString();
        }
    }
}
