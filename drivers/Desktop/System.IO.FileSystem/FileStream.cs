// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Desktop;

namespace System.IO
{
    /// <summary>The platform's FileStream, over one of .NET's.</summary>
    public class FileStream : Stream
    {
        private const int DefaultBuffer = 2048;
        private readonly Stream _file;

        public FileStream(string path, FileMode mode)
            : this(path, mode, mode == FileMode.Append ? FileAccess.Write : FileAccess.ReadWrite)
        {
        }

        public FileStream(string path, FileMode mode, FileAccess access)
            : this(path, mode, access, FileShare.Read)
        {
        }

        public FileStream(string path, FileMode mode, FileAccess access, FileShare share)
            : this(path, mode, access, share, DefaultBuffer)
        {
        }

        public FileStream(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
            Name = Path.GetFullPath(path);
            _file = Storage.Open(Name, mode, access, share);
        }

        ~FileStream() => Dispose(false);

        public override bool CanRead => _file.CanRead;

        public override bool CanSeek => _file.CanSeek;

        public override bool CanWrite => _file.CanWrite;

        public override long Length => _file.Length;

        public override long Position
        {
            get => _file.Position;
            set => _file.Position = value;
        }

        public string Name { get; }

        public override void Close() => base.Close();

        public override void Flush() => _file.Flush();

        public override int Read(byte[] buffer, int offset, int count) => _file.Read(buffer, offset, count);

        public override int ReadByte() => _file.ReadByte();

        public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

        public override void SetLength(long value) => _file.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

        public override void WriteByte(byte value) => _file.WriteByte(value);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
