// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Text;

namespace System.IO
{
    /// <summary>The platform's reader of UTF-8; its constructor's second argument means something else than in .NET's.</summary>
    public class StreamReader : TextReader
    {
        private const int Size = 512;
        private readonly byte[] _bytes = new byte[Size];
        private readonly char[] _chars = new char[Size + 1];
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly bool _leaveOpen;
        private int _at;
        private int _end;
        private bool _closed;

        public StreamReader(Stream stream, bool leaveOpen = false)
        {
            ArgumentNullException.ThrowIfNull(stream);
            if (!stream.CanRead)
            {
                throw new ArgumentException(null, nameof(stream));
            }

            BaseStream = stream;
            _leaveOpen = leaveOpen;
        }

        public virtual Stream BaseStream { get; }

        public virtual Encoding CurrentEncoding => Encoding.UTF8;

        public bool EndOfStream => Peek() < 0;

        public override void Close() => Dispose(true);

        public override int Peek() => Fill() ? _chars[_at] : -1;

        public override int Read() => Fill() ? _chars[_at++] : -1;

        public override int Read(char[] buffer, int index, int count)
        {
            int read = 0;
            while (read < count && Fill())
            {
                int part = Math.Min(count - read, _end - _at);
                Array.Copy(_chars, _at, buffer, index + read, part);
                _at += part;
                read += part;
            }

            return read;
        }

        public override string ReadLine()
        {
            string line = null;
            for (int c = Read(); c >= 0; c = Read())
            {
                line ??= string.Empty;
                if (c == '\n')
                {
                    return line;
                }

                if (c == '\r')
                {
                    if (Peek() == '\n')
                    {
                        Read();
                    }

                    return line;
                }

                line += (char)c;
            }

            return line;
        }

        public override string ReadToEnd()
        {
            string all = string.Empty;
            while (Fill())
            {
                all += new string(_chars, _at, _end - _at);
                _at = _end;
            }

            return all;
        }

        protected override void Dispose(bool disposing)
        {
            if (!_closed && disposing)
            {
                _closed = true;
                if (!_leaveOpen)
                {
                    BaseStream.Close();
                }
            }
        }

        private bool Fill()
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            while (_at == _end)
            {
                int read = BaseStream.Read(_bytes, 0, Size);
                if (read == 0)
                {
                    return false;
                }

                _at = 0;
                _end = _decoder.GetChars(_bytes, 0, read, _chars, 0);
            }

            return true;
        }
    }
}
