// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace MilliHttp.Nano.Tests.Cost.Meter
{
    /// <summary>Stands in for <see cref="Array.Copy(Array, Array, int)"/> and its like in rewritten code: does the same and counts the bytes.</summary>
    public static class ArrayCalls
    {
        public static void Copy(Array source, Array destination, int length)
        {
            Count(source, length);
            Array.Copy(source, destination, length);
        }

        public static void Copy(Array source, int sourceIndex, Array destination, int destinationIndex, int length)
        {
            Count(source, length);
            Array.Copy(source, sourceIndex, destination, destinationIndex, length);
        }

        public static void Clear(Array array, int index, int length)
        {
            Count(array, length);
            Array.Clear(array, index, length);
        }

        private static void Count(Array array, int length)
        {
            int size = array switch
            {
                byte[] or sbyte[] or bool[] => 1,
                short[] or ushort[] or char[] => 2,
                int[] or uint[] => 4,
                long[] or ulong[] => 8,
                _ => 12,
            };
            OperationCounter.Weight += InstructionWeights.ArrayCall + ((long)length * size * InstructionWeights.InstructionsForTenBytes / 10);
        }
    }
}
