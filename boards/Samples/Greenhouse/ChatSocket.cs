// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Web;

namespace MilliHttp.Nano.Samples.Greenhouse
{
    /// <summary>What one says, all hear.</summary>
    internal sealed class ChatSocket : WebSocketHandler
    {
        public ChatSocket()
            : base(3, 256, 512)
        {
        }

        /// <inheritdoc />
        protected override void OnMessage(int socket, bool isText, byte[] buffer, int offset, int count)
        {
            SendToAll(Utf8.GetString(buffer, offset, count));
        }
    }
}
