// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Device.Wifi
{
    public class WifiConnectionResult
    {
        internal WifiConnectionResult() => throw null;

        public WifiConnectionStatus ConnectionStatus { get => throw null; }
    }
}
