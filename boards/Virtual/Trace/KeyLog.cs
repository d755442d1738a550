// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Runtime.CompilerServices;
using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Board.Virtual.Trace
{
    /// <summary>The secrets of TLS in the format of SSLKEYLOGFILE, with which Wireshark reads recorded traffic.</summary>
    internal sealed class KeyLog : IDisposable
    {
        private readonly ConditionalWeakTable<HandshakeContext, string> _randoms = new ConditionalWeakTable<HandshakeContext, string>();
        private readonly StreamWriter _writer;

        /// <summary>Opens the file, or goes on at its end. Nobody else may read what it makes readable.</summary>
        public KeyLog(string path)
        {
            FileStreamOptions options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            _writer = new StreamWriter(path, options) { AutoFlush = true };
        }

        /// <summary>Notes the client's random, by which readers find the connection.</summary>
        public void SetRandom(HandshakeContext context, ReadOnlySpan<byte> random)
        {
            _randoms.AddOrUpdate(context, Convert.ToHexStringLower(random));
        }

        /// <summary>Writes a secret.</summary>
        public void Write(HandshakeContext context, string label, ReadOnlySpan<byte> secret)
        {
            if (_randoms.TryGetValue(context, out string random))
            {
                _writer.WriteLine(label + " " + random + " " + Convert.ToHexStringLower(secret));
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            _writer.Dispose();
        }
    }
}
