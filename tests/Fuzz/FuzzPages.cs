// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Text;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Firmware.Status;
using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Tests.Fuzz
{
    /// <summary>The routes of the firmware with a few figures.</summary>
    internal sealed class FuzzPages : StatusSource
    {
        public readonly HttpService Service;
        public readonly PageSet Pages;

        public FuzzPages()
        {
            Router router = new Router();
            Service = new HttpService(new HttpProfile(), router);
            Pages = new PageSet(router, this, 2, 1, 2, new byte[1200]);
        }

        /// <summary>Null if nothing is held by anybody.</summary>
        public string Held()
        {
            return !Service.Pool.HasFree(Service.Profile.BodyBuffers) ? "a body buffer is held"
                : Pages.Events.Readers != 0 ? "an event reader is held"
                : null;
        }

        public override int Count(int group)
        {
            return 3;
        }

        public override long Value(int group, int index)
        {
            return group == StatusGroup.Slots ? SlotStatus.Make(SlotStatus.Udp, index, 100) : (group * 1000) + index;
        }

        public override int WriteName(int group, int index, byte[] destination, int offset)
        {
            return Encoding.ASCII.GetBytes("figure", 0, 6, destination, offset);
        }
    }
}
