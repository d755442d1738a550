// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;

namespace System.Collections
{
    /// <summary>The platform's hash table over a dictionary of .NET.</summary>
    public class Hashtable : ICloneable, IDictionary, ICollection, IEnumerable
    {
        private readonly Dictionary<object, object> _entries;

        public Hashtable()
        {
            _entries = new Dictionary<object, object>();
        }

        public Hashtable(int capacity)
        {
            _entries = new Dictionary<object, object>(capacity);
        }

        public Hashtable(int capacity, float loadFactor)
            : this(capacity)
        {
            if (!(loadFactor >= 0.1f && loadFactor <= 1f))
            {
                throw new ArgumentOutOfRangeException(nameof(loadFactor));
            }
        }

        private Hashtable(Hashtable from)
        {
            _entries = new Dictionary<object, object>(from._entries);
        }

        public int Count => _entries.Count;

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public bool IsReadOnly => false;

        public bool IsFixedSize => false;

        public ICollection Keys => _entries.Keys;

        public ICollection Values => _entries.Values;

        public object this[object key]
        {
            get => _entries.TryGetValue(key, out object value) ? value : null;
            set => _entries[key] = value;
        }

        public object Clone() => new Hashtable(this);

        public IEnumerator GetEnumerator() => Entries().GetEnumerator();

        public void CopyTo(Array array, int arrayIndex) => Entries().ToArray().CopyTo(array, arrayIndex);

        public void Add(object key, object value) => _entries.Add(key, value);

        public void Clear() => _entries.Clear();

        public bool Contains(object key) => _entries.ContainsKey(key);

        public void Remove(object key) => _entries.Remove(key);

        private IEnumerable<DictionaryEntry> Entries() => _entries.Select(e => new DictionaryEntry(e.Key, e.Value));
    }
}
