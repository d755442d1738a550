// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Http;

namespace MilliHttp.Nano.Firmware.Pages
{
    /// <summary>
    /// The bodies of <c>/status.json</c>: of each only the figures are kept, and the text is made from them for any offset. A handle is the number of a
    /// snapshot.
    /// </summary>
    internal sealed class StatusBody : BodySource
    {
        private readonly StatusSource _source;
        private readonly FlashData _texts;
        private readonly WindowWriter _writer;
        private readonly int[] _values;     // of all snapshots, one after another
        private readonly int[] _protocols;  // 0: free
        private readonly int _size;

        public StatusBody(StatusSource source, FlashData texts, WindowWriter writer, int snapshots)
        {
            _source = source;
            _texts = texts;
            _writer = writer;
            for (int group = 0; group < StatusGroup.Count; group++)
            {
                _size += source.Count(group);
            }

            _values = new int[_size * snapshots];
            _protocols = new int[snapshots];
        }

        /// <summary>Takes the figures of now.</summary>
        /// <returns>The handle, or -1 if all snapshots are being sent.</returns>
        public int Take(int protocol)
        {
            for (int i = 0; i < _protocols.Length; i++)
            {
                if (_protocols[i] == 0)
                {
                    _protocols[i] = protocol;
                    int at = i * _size;
                    for (int group = 0; group < StatusGroup.Count; group++)
                    {
                        int count = _source.Count(group);
                        for (int j = 0; j < count; j++)
                        {
                            long value = _source.Value(group, j);
                            _values[at++] = value > 0x7FFFFFFF ? 0x7FFFFFFF : (int)value;
                        }
                    }

                    return i;
                }
            }

            return -1;
        }

        /// <summary>Length of the text.</summary>
        public int Length(int handle)
        {
            _writer.Open(null, 0, 0, 0);
            Write(handle);
            return _writer.Position;
        }

        /// <inheritdoc/>
        public override int Read(int handle, long offset, byte[] destination, int destinationOffset, int count)
        {
            _writer.Open(destination, destinationOffset, (int)offset, count);
            Write(handle);
            return _writer.Written;
        }

        /// <inheritdoc/>
        public override void Release(int handle)
        {
            _protocols[handle] = 0;
        }

        private void Write(int handle)
        {
            WindowWriter writer = _writer;
            FlashData texts = _texts;
            int protocol = _protocols[handle];
            writer.Put(texts, PageTexts.Open);
            writer.Put(texts, protocol == HttpProtocol.Http3 ? PageTexts.Http3 : protocol == HttpProtocol.Http11 ? PageTexts.Http11 : PageTexts.Http10);
            writer.Put(texts, PageTexts.General);
            int at = Named(StatusGroup.General, handle * _size);
            writer.Put(texts, PageTexts.Slots);
            int slots = _source.Count(StatusGroup.Slots);
            for (int i = 0; i < slots; i++)
            {
                if (i > 0)
                {
                    writer.Put((byte)',');
                }

                int value = _values[at++];
                writer.Put(texts, PageTexts.Kind);
                writer.Put(texts, (value & 8) == 0 ? PageTexts.KindTcp : PageTexts.KindUdp);
                writer.Put(texts, PageTexts.State);
                writer.Put(texts, PageTexts.StateFree + (value & 7));
                writer.Put(texts, PageTexts.Requests);
                writer.PutNumber(value >> 4);
                writer.Put((byte)'}');
            }

            writer.Put(texts, PageTexts.Memory);
            at = Named(StatusGroup.Memory, at);
            writer.Put(texts, PageTexts.Counters);
            Named(StatusGroup.Counters, at);
            writer.Put(texts, PageTexts.Close);
        }

        private int Named(int group, int at)
        {
            WindowWriter writer = _writer;
            int count = _source.Count(group);
            for (int i = 0; i < count && !writer.IsFull; i++)
            {
                if (i > 0)
                {
                    writer.Put((byte)',');
                }

                writer.Put((byte)'"');
                writer.PutScratch(_source.WriteName(group, i, writer.Scratch, 0));
                writer.Put((byte)'"');
                writer.Put((byte)':');
                writer.PutNumber(_values[at + i]);
            }

            return at + count;
        }
    }
}
