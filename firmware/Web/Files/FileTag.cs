// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;

namespace MilliHttp.Nano.Web
{
    /// <summary>
    /// Entity tags of files: the length and a hash of the content, which is read once for each file. The platform's file system keeps no times, so there is no
    /// Last-Modified. A tag that was made is remembered by path and length.
    /// </summary>
    internal sealed class FileTag
    {
        private const ulong Prime = 0x100000001B3UL;
        private const ulong Basis = 0xCBF29CE484222325UL;
        private const int Piece = 512;
        private readonly ulong[] _paths;
        private readonly ulong[] _tags;
        private int _next;

        /// <param name="remembered">Files whose tags are remembered.</param>
        public FileTag(int remembered)
        {
            _paths = new ulong[remembered];
            _tags = new ulong[remembered];
        }

        /// <summary>The tag of a file, with its quotes.</summary>
        public string Of(string path, FileStream file)
        {
            ulong key = (Hash(path) ^ (ulong)file.Length) | 1;
            int i = 0;
            while (i < _paths.Length && _paths[i] != key)
            {
                i++;
            }

            if (i == _paths.Length)
            {
                i = _next;
                _next = (i + 1) % _paths.Length;
                _tags[i] = Hash(file);
                _paths[i] = key;
            }

            ulong tag = _tags[i];
            char[] text = new char[18];
            text[0] = '"';
            text[17] = '"';
            for (int digit = 16; digit > 0; digit--)
            {
                int value = (int)(tag & 15);
                text[digit] = (char)(value < 10 ? 48 + value : 87 + value);
                tag >>= 4;
            }

            return new string(text);
        }

        /// <summary>Forgets the tags: a file was changed.</summary>
        public void Clear()
        {
            Array.Clear(_paths, 0, _paths.Length);
        }

        private static ulong Hash(string path)
        {
            char[] letters = path.ToCharArray();
            ulong hash = Basis;
            for (int i = 0; i < letters.Length; i++)
            {
                hash = (hash ^ letters[i]) * Prime;
            }

            return hash;
        }

        // Eight bytes at a time: a tag need not withstand anybody but chance.
        private static ulong Hash(FileStream file)
        {
            byte[] buffer = new byte[Piece];
            ulong hash = Basis ^ (ulong)file.Length;
            file.Position = 0;
            while (true)
            {
                int count = 0;
                int read = file.Read(buffer, 0, Piece);
                while (read > 0 && count + read < Piece)
                {
                    count += read;
                    read = file.Read(buffer, count, Piece - count);
                }

                count += read > 0 ? read : 0;
                if (count == 0)
                {
                    file.Position = 0;
                    return hash;
                }

                Array.Clear(buffer, count, Piece - count);
                for (int i = 0; i < count; i += 8)
                {
                    hash = (hash ^ BitConverter.ToUInt64(buffer, i)) * Prime;
                    hash ^= hash >> 29;
                }
            }
        }
    }
}
