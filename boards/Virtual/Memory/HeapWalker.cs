// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Reflection;

namespace MilliHttp.Nano.Board.Virtual.Memory
{
    /// <summary>
    /// Follows every reference of the device's objects and books each object once, under the owner that <see cref="Owners"/> names for it.
    /// Objects of the desktop (the drivers of this board) are not followed: they do not exist on a device.
    /// </summary>
    public sealed class HeapWalker
    {
        private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        private readonly HashSet<object> _seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        private readonly SortedDictionary<string, int> _bytes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        private readonly SortedDictionary<string, int> _byField = new SortedDictionary<string, int>(StringComparer.Ordinal);
        private readonly List<(object Thing, string Owner)> _queue = new List<(object, string)>();

        private readonly DeviceAssemblies _assemblies;

        /// <summary>Makes a walker.</summary>
        /// <param name="assemblies">What is flashed: objects of other types are not counted.</param>
        public HeapWalker(DeviceAssemblies assemblies)
        {
            _assemblies = assemblies;
        }

        /// <summary>Bytes by owner.</summary>
        public IReadOnlyDictionary<string, int> Bytes => _bytes;

        /// <summary>Bytes by owner and field (objects with what they are, arrays with who holds them), for whoever wants to know where an owner's bytes are.</summary>
        public IReadOnlyDictionary<string, int> BytesByField => _byField;

        /// <summary>Books all that hangs on a root object, and the static fields of the device assemblies.</summary>
        public void Walk(object root)
        {
            Owners.Begin();
            Enqueue(root, Owners.Common, "image");
            foreach (Assembly assembly in _assemblies.All)
            {
                foreach (Type type in assembly.GetTypes())
                {
                    foreach (FieldInfo field in type.GetFields(Static))
                    {
                        if (field.IsLiteral)
                        {
                            continue;
                        }

                        // The field itself is in the assembly's tables; what it refers to is on the heap.
                        object value = field.GetValue(null);
                        if (value != null && !field.FieldType.IsValueType)
                        {
                            Enqueue(value, Owners.Of(type) ?? Owners.Statics, type.Name + "." + field.Name);
                        }
                    }
                }
            }

            // Objects with an owner of their own take what hangs on them before the common rest can.
            for (int i = 0; i < _queue.Count; i++)
            {
                Follow(_queue[i].Thing, _queue[i].Owner);
            }
        }

        private void Enqueue(object thing, string owner, string field)
        {
            if (_seen.Add(thing))
            {
                owner = Owners.Of(thing, owner);
                int size = HeapRules.SizeOf(thing);
                Add(_bytes, owner, size);
                Add(_byField, owner + " | " + (thing is Array ? field : thing.GetType().Name), size);
                _queue.Add((thing, owner));
            }
        }

        private void Follow(object thing, string owner)
        {
            Type type = thing.GetType();
            if (thing is Array array)
            {
                if (!type.GetElementType().IsValueType)
                {
                    foreach (object element in array)
                    {
                        if (element != null && IsOnDevice(element.GetType()))
                        {
                            Enqueue(element, owner, type.Name);
                        }
                    }
                }

                return;
            }

            for (Type level = type; level != null && level != typeof(object); level = level.BaseType)
            {
                foreach (FieldInfo field in level.GetFields(Instance))
                {
                    if (field.FieldType.IsValueType)
                    {
                        continue;
                    }

                    object value = field.GetValue(thing);
                    if (value != null && IsOnDevice(value.GetType()))
                    {
                        Enqueue(value, owner, level.Name + "." + field.Name);
                    }
                }
            }
        }

        private bool IsOnDevice(Type type)
        {
            while (type.IsArray)
            {
                type = type.GetElementType();
            }

            return type == typeof(string) || type == typeof(object) || type.IsPrimitive || typeof(Delegate).IsAssignableFrom(type) || _assemblies.Contains(type.Assembly);
        }

        private static void Add(SortedDictionary<string, int> bytes, string key, int size)
        {
            bytes.TryGetValue(key, out int sum);
            bytes[key] = sum + size;
        }
    }
}
