// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>The application of an image that brings none of its own: the dashboard, the status, and a few pages to try the server with.</summary>
    public sealed class DemoApplication : Application
    {
        private Profile _profile;

        /// <param name="profile">How many uploads, status answers and event readers there are at a time.</param>
        public DemoApplication(Profile profile)
        {
            _profile = profile;
        }

        /// <inheritdoc/>
        protected override void Configure()
        {
            Image image = Image;
            AddHostedService(new PageSet(image.Router, image.Status, _profile.Uploads, _profile.StatusReaders, _profile.EventReaders, image.Scratch));

            // The constants are needed at boot only.
            _profile = null;
        }
    }
}
