// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Reflection;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>
    /// What a thing takes of the device's managed heap: blocks of 12 bytes, one for the header of an object and one for each field
    /// whatever its type, as measured on a 32-bit build of the device's interpreter.
    /// </summary>
    public static class HeapRules
    {
        /// <summary>Size of a heap block in bytes.</summary>
        public const int Block = 12;

        private const int ArrayHeader = 20;
        private const int StringHeader = 13;
        private const int Reference = 12;
        private const int DelegateSize = 36;
        private static readonly Dictionary<Type, int> s_fieldCounts = new Dictionary<Type, int>();

        /// <summary>Bytes of one static field.</summary>
        public const int StaticField = 12;

        /// <summary>
        /// Bytes of the platform before any of our assemblies, measured: the seven assemblies that an image loads, the main thread, and the frame of Main, in
        /// which the interpreter runs the image's Run. An application that only sleeps has 10,632 in use, its own tables of 168 among them.
        /// </summary>
        public const int Platform = 10_464;

        /// <summary>
        /// Bytes of what the drivers hold, with the platform's sockets and end points: two sockets and five peers, and a TCP client. Measured on the interpreter,
        /// tight: 81,984 live at the peak of the load, less 76,080 for everything else in the map of that state without its platform's frame of Main, less
        /// 4,620 of stack with it, are 1,284 without a TCP client, whose socket is 156.
        /// </summary>
        private const int DriversOfOne = 1_440;

        private const int SocketAndStream = 156 + 48 + 24;
        private const int ConnectionsOfOne = 4;
        private const int Peer = 124;

        /// <summary>
        /// Bytes of the deepest stack seen on the interpreter, without the frame of Main that is the platform's: pages, status, upload and refusals over both
        /// protocols, handshakes of both suites and groups, resumed ones, key updates, losses, four HTTP/3 connections at once beside one over TCP. The call graph
        /// gives the bound that the map names beside it.
        /// </summary>
        public const int MeasuredStack = 4_164;

        /// <summary>Bytes of what the drivers hold with the connections of a profile: a socket and its stream for each over TCP, end points for each over UDP.</summary>
        public static int Drivers(Firmware.Profile profile) =>
            DriversOfOne + ((profile.Http.Connections - 1) * SocketAndStream) + ((profile.Quic.Slots - ConnectionsOfOne) * Peer);

        /// <summary>Bytes of an object of the heap.</summary>
        public static int SizeOf(object thing)
        {
            switch (thing)
            {
                case string text:
                    return RoundUp(StringHeader + System.Text.Encoding.UTF8.GetByteCount(text));
                case Array array:
                    return RoundUp(ArrayHeader + (array.Length * ElementSize(array.GetType().GetElementType())));
                case Delegate:
                    return DelegateSize;
                default:
                    return Block * (1 + FieldCount(thing.GetType()));
            }
        }

        /// <summary>Bytes of a stack frame for a method with this many locals and this maximum evaluation stack.</summary>
        public static int StackFrame(int locals, int maxStack) => 84 + (Block * Math.Max(10, locals + maxStack + 3));

        /// <summary>Rounds up to whole heap blocks.</summary>
        public static int RoundUp(int bytes) => (bytes + Block - 1) / Block * Block;

        private static int ElementSize(Type element)
        {
            if (!element.IsValueType)
            {
                return Reference;
            }

            if (element.IsEnum)
            {
                element = Enum.GetUnderlyingType(element);
            }

            return Type.GetTypeCode(element) switch
            {
                TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
                TypeCode.Char or TypeCode.Int16 or TypeCode.UInt16 => 2,
                TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Single => 4,
                TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
                _ => throw new InvalidOperationException("an array of " + element + " has no place on the device")
            };
        }

        private static int FieldCount(Type type)
        {
            if (s_fieldCounts.TryGetValue(type, out int count))
            {
                return count;
            }

            for (Type level = type; level != null && level != typeof(object); level = level.BaseType)
            {
                count += level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Length;
            }

            s_fieldCounts[type] = count;
            return count;
        }
    }
}
