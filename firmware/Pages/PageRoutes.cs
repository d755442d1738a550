// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>The firmware's pages for applications of one's own, one line each.</summary>
    public static class PageRoutes
    {
        /// <summary>Adds the status as JSON.</summary>
        /// <param name="application">The application, while it is configured.</param>
        /// <param name="path">The path; the dashboard asks for /status.json.</param>
        /// <param name="name">The device's name: ASCII without quotes.</param>
        /// <param name="version">The application's version, likewise.</param>
        public static void MapStatus(this Application application, string path, string name, string version)
        {
            StatusHandler handler = NewHandler(application);
            string title = name + "\",\"version\":\"" + version;
            handler.Title = new byte[title.Length];
            for (int i = 0; i < title.Length; i++)
            {
                handler.Title[i] = (byte)title[i];
            }

            application.Image.Router.Add(HttpMethod.Get, path, handler);
        }

        /// <summary>Adds the figures as OpenMetrics text, for Prometheus.</summary>
        /// <param name="application">The application, while it is configured.</param>
        /// <param name="path">The path; Prometheus asks for /metrics unless it is told otherwise.</param>
        public static void MapMetrics(this Application application, string path)
        {
            application.Image.Router.Add(HttpMethod.Get, path, new MetricsHandler(NewHandler(application)));
        }

        /// <summary>Adds the dashboard, which shows what <see cref="MapStatus"/> tells under /status.json.</summary>
        /// <param name="application">The application, while it is configured.</param>
        /// <param name="path">The path.</param>
        public static void MapDashboard(this Application application, string path)
        {
            application.Image.Router.Add(HttpMethod.Get, path, new DashboardHandler(new DashboardPage()));
        }

        private static StatusHandler NewHandler(Application application)
        {
            return new StatusHandler(application.Image.Status, new WindowWriter(), 1);
        }
    }
}
