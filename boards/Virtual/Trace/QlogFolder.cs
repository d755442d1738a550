// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using MilliHttp.Nano.Quic;

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>A folder with a qlog file for each connection.</summary>
    internal sealed class QlogFolder : IDisposable
    {
        private readonly Dictionary<Connection, QlogFile> _open = new Dictionary<Connection, QlogFile>();
        private readonly string _folder;
        private readonly string _prefix = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss");
        private int _count;

        /// <summary>Makes the folder where it does not exist.</summary>
        public QlogFolder(string folder)
        {
            _folder = Directory.CreateDirectory(folder).FullName;
        }

        /// <summary>The file of a slot's connection; begun where there is none.</summary>
        public QlogFile Of(Connection c, long now)
        {
            if (!_open.TryGetValue(c, out QlogFile file))
            {
                string path;
                do
                {
                    path = Path.Combine(_folder, _prefix + "-" + (++_count).ToString("D4") + ".sqlog");
                }
                while (File.Exists(path));
                file = new QlogFile(path, now);
                _open[c] = file;
            }

            return file;
        }

        /// <summary>Ends the file of a slot that is given back.</summary>
        public void End(Connection c, long now)
        {
            if (_open.Remove(c, out QlogFile file))
            {
                file.Close(now);
                file.Dispose();
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            foreach (QlogFile file in _open.Values)
            {
                file.Dispose();
            }

            _open.Clear();
        }
    }
}
