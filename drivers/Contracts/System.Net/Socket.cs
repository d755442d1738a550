// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;

namespace System.Net.Sockets
{
    public class Socket : IDisposable
    {
        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType) => throw null;

        public int Available { get => throw null; }

        public System.Net.EndPoint LocalEndPoint { get => throw null; }

        public System.Net.EndPoint RemoteEndPoint { get => throw null; }

        public bool Connected { get => throw null; }

        public int ReceiveTimeout { get => throw null; set => throw null; }

        public int SendTimeout { get => throw null; set => throw null; }

        public SocketType SocketType { get => throw null; }

        public void Bind(System.Net.EndPoint localEP) => throw null;

        public void Connect(System.Net.EndPoint remoteEP) => throw null;

        public void Close() => throw null;

        public void Listen(int backlog) => throw null;

        public Socket Accept() => throw null;

        public int Send(byte[] buffer) => throw null;

        public int Send(byte[] buffer, SocketFlags socketFlags) => throw null;

        public int Send(byte[] buffer, int size, SocketFlags socketFlags) => throw null;

        public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags) => throw null;

        public int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, System.Net.EndPoint remoteEP) => throw null;

        public int SendTo(byte[] buffer, int size, SocketFlags socketFlags, System.Net.EndPoint remoteEP) => throw null;

        public int SendTo(byte[] buffer, SocketFlags socketFlags, System.Net.EndPoint remoteEP) => throw null;

        public int SendTo(byte[] buffer, System.Net.EndPoint remoteEP) => throw null;

        public int Receive(byte[] buffer) => throw null;

        public int Receive(byte[] buffer, SocketFlags socketFlags) => throw null;

        public int Receive(byte[] buffer, int size, SocketFlags socketFlags) => throw null;

        public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags) => throw null;

        public int ReceiveFrom(byte[] buffer, int offset, int size, SocketFlags socketFlags, ref System.Net.EndPoint remoteEP) => throw null;

        public int ReceiveFrom(byte[] buffer, int size, SocketFlags socketFlags, ref System.Net.EndPoint remoteEP) => throw null;

        public int ReceiveFrom(byte[] buffer, SocketFlags socketFlags, ref System.Net.EndPoint remoteEP) => throw null;

        public int ReceiveFrom(byte[] buffer, ref System.Net.EndPoint remoteEP) => throw null;

        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, int optionValue) => throw null;

        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue) => throw null;

        public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] optionValue) => throw null;

        public object GetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName) => throw null;

        public void GetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] val) => throw null;

        public bool Poll(int microSeconds, SelectMode mode) => throw null;

        protected virtual void Dispose(bool disposing) => throw null;

        void IDisposable.Dispose() => throw null;

        ~Socket() => throw null;
    }
}
