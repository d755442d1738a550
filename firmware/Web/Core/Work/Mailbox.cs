// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// A queue of fixed size between a thread and the loop: a thread for a slow sensor puts readings in, OnTurn or a handler takes them out. Handlers and
    /// responses belong to the loop: a thread never touches them.
    /// </summary>
    public sealed class Mailbox
    {
        private readonly object[] _items;
        private int _first;
        private int _count;

        /// <param name="size">Most items that wait.</param>
        public Mailbox(int size)
        {
            _items = new object[size];
        }

        /// <summary>Puts an item at the end; from any thread.</summary>
        /// <returns>False if the mailbox is full: the item is not in it.</returns>
        public bool TryPut(object item)
        {
            lock (_items)
            {
                if (_count == _items.Length)
                {
                    return false;
                }

                _items[(_first + _count) % _items.Length] = item;
                _count++;
                return true;
            }
        }

        /// <summary>Takes the first item; from any thread.</summary>
        /// <returns>Null if there is none.</returns>
        public object TryTake()
        {
            lock (_items)
            {
                if (_count == 0)
                {
                    return null;
                }

                object item = _items[_first];
                _items[_first] = null;
                _first = (_first + 1) % _items.Length;
                _count--;
                return item;
            }
        }
    }
}
