// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Text;

namespace System.IO
{
    /// <summary>The platform's writer of UTF-8, with the constructor that .NET's has not.</summary>
    public class StreamWriter : TextWriter
    {
        private readonly bool _leaveOpen;
        private bool _closed;

        public StreamWriter(Stream stream, bool leaveOpen = false)
        {
            ArgumentNullException.ThrowIfNull(stream);
            if (!stream.CanWrite)
            {
                throw new ArgumentException(null, nameof(stream));
            }

            BaseStream = stream;
            _leaveOpen = leaveOpen;
            base.NewLine = "\r\n";
        }

        public virtual Stream BaseStream { get; }

        public override Encoding Encoding => Encoding.UTF8;

        public override string NewLine
        {
            get => base.NewLine;
            set => base.NewLine = value;
        }

        public override void Close() => Dispose(true);

        public override void Flush() => BaseStream.Flush();

        public override void Write(char value) => Write(value.ToString());

        public override void Write(string value)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            byte[] bytes = Encoding.GetBytes(value ?? string.Empty);
            BaseStream.Write(bytes, 0, bytes.Length);
        }

        public override void WriteLine() => Write(NewLine);

        public override void WriteLine(string value) => Write(value + NewLine);

        protected override void Dispose(bool disposing)
        {
            if (!_closed && disposing)
            {
                _closed = true;
                BaseStream.Flush();
                if (!_leaveOpen)
                {
                    BaseStream.Close();
                }
            }
        }
    }
}
