// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using MilliHttp.Nano.Crypto;
using MilliHttp.Nano.Firmware;
using MilliHttp.Nano.Firmware.Pages;
using MilliHttp.Nano.Firmware.Status;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>
    /// The whole managed heap of a device that runs this image, with every slot busy: the platform, the loader's tables, every object by
    /// owner, and the deepest stack of the loop.
    /// </summary>
    public sealed class MemoryMap
    {
        private MemoryMap(IReadOnlyList<MemoryBlock> blocks, IReadOnlyList<string> deepestChain, int deepestBytes, IReadOnlyDictionary<string, int> details, int applicationBytes)
        {
            ApplicationBytes = applicationBytes;
            Blocks = blocks;
            DeepestChain = deepestChain;
            DeepestBytes = deepestBytes;
            Details = details;
        }

        /// <summary>The map, largest owners in the order of the design: platform, tables, connections, shared, stack.</summary>
        public IReadOnlyList<MemoryBlock> Blocks { get; }

        /// <summary>The deepest stack by the call graph, bytes: a bound for the one measured, which the map counts.</summary>
        public int DeepestBytes { get; }

        /// <summary>The frames of <see cref="DeepestBytes"/>, outermost first, each with its bytes.</summary>
        public IReadOnlyList<string> DeepestChain { get; }

        /// <summary>Bytes by owner and field.</summary>
        public IReadOnlyDictionary<string, int> Details { get; }

        /// <summary>Bytes of an application other than the demo: the tables of its assemblies, statics, and what it allocated at the start.</summary>
        public int ApplicationBytes { get; }

        /// <summary>Sum of all blocks in bytes.</summary>
        public int Total => Blocks.Sum(block => block.Bytes);

        /// <summary>The same with all connections, and all handshakes, as one owner each.</summary>
        public IEnumerable<MemoryBlock> Sums =>
            Blocks.GroupBy(block => block.Owner.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd()).Select(group => new MemoryBlock(group.Key, group.Sum(block => block.Bytes)));

        /// <summary>Bytes of one owner; 0 if there is none.</summary>
        public int Of(string owner) => Blocks.Where(block => block.Owner == owner).Sum(block => block.Bytes);

        // All of a numbered owner.
        private int Sum(string owner) => Blocks.Where(block => block.Owner.StartsWith(owner)).Sum(block => block.Bytes);

        /// <summary>Tells the status page of the image what a device would have measured at boot.</summary>
        public void Book(ImageStatus status)
        {
            int streams = Sum(Owners.Http1);
            int connections = Sum(Owners.Connection);
            int handshakes = Sum(Owners.Handshake);
            int[] known = { Of(Owners.Crypto), Of(Owners.Tls), streams, connections, handshakes, Of(Owners.Pages) + Of(Owners.Application), Of(Owners.Common) + Of(Owners.Statics) };
            for (int i = 0; i < known.Length; i++)
            {
                status.SetMemory(MemoryOwner.Crypto + i, known[i]);
            }

            status.SetMemory(MemoryOwner.Platform, Total - known.Sum());
        }

        /// <summary>
        /// Measures an image.
        /// </summary>
        /// <param name="image">The root object of the firmware: everything hangs on it.</param>
        /// <param name="profile">What it was made with: primitives that are not chosen are on no stack.</param>
        /// <param name="loopMethod">The method of the root object that the device's main thread stays in.</param>
        public static MemoryMap Measure(Image image, Profile profile, string loopMethod)
        {
            List<MemoryBlock> blocks = new List<MemoryBlock> { new MemoryBlock("platform", HeapRules.Platform) };
            DeviceAssemblies assemblies = new DeviceAssemblies(image.Application.GetType().Assembly, profile.Encapsulation?.GetType().Assembly);
            int applicationBytes = 0;
            for (int i = 0; i < assemblies.All.Count; i++)
            {
                AssemblyTables tables = AssemblyTables.Read(assemblies.All[i].Location);
                blocks.Add(new MemoryBlock("tables of " + tables.Name, tables.HeapBytes));
                applicationBytes += i < assemblies.Engine ? 0 : tables.HeapBytes;
            }

            blocks.Add(new MemoryBlock(Owners.ImageTables, AssemblyTables.Read(DeviceAssemblies.ImagePath).HeapBytes));

            HeapWalker walker = new HeapWalker(assemblies);
            walker.Walk(image);
            blocks.AddRange(walker.Bytes.Select(pair => new MemoryBlock(pair.Key, pair.Value)));
            StackDepth stack = new StackDepth(assemblies.All.Select(assembly => assembly.Location).Append(DeviceAssemblies.ImagePath), Unused(profile.Crypto));
            (int bytes, IReadOnlyList<string> chain) = stack.From(image.GetType().FullName, loopMethod);
            blocks.Add(new MemoryBlock(Owners.Drivers, HeapRules.Drivers(profile)));
            blocks.Add(new MemoryBlock(Owners.Stack, HeapRules.MeasuredStack));
            applicationBytes += walker.Bytes.TryGetValue(Owners.Application, out int objects) ? objects : 0;
            return new MemoryMap(blocks, chain, bytes, walker.BytesByField, image.Application is DemoApplication ? 0 : applicationBytes);
        }

        /// <summary>The primitives that a board has not chosen.</summary>
        private static string[] Unused(CryptoProfile crypto)
        {
            const string Space = "MilliHttp.Nano.Crypto.";
            return crypto.UsesTables
                ? new[] { Space + "AesBitsliced", Space + "GhashMultiply" }
                : new[] { Space + "AesTable", Space + "GhashTable" };
        }
    }
}
