// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Device.Gpio
{
    public readonly struct PinValuePair
    {
        public PinValuePair(int pinNumber, PinValue pinValue) => throw null;

        public int PinNumber { get => throw null; }

        public PinValue PinValue { get => throw null; }

        public void Deconstruct(out int pinNumber, out PinValue pinValue) => throw null;
    }
}
