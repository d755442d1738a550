// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.Net.Sockets
{
    public enum AddressFamily
    {
        InterNetwork = 2,
        InterNetworkV6 = 23
    }

    public enum SocketType
    {
        Stream = 1,
        Dgram = 2
    }

    public enum ProtocolType
    {
        Tcp = 6,
        Udp = 17
    }

    public enum SocketFlags
    {
        None = 0
    }

    public enum SelectMode
    {
        SelectRead = 0,
        SelectWrite = 1,
        SelectError = 2
    }

    public enum SocketOptionLevel
    {
        IP = 0,
        Tcp = 6,
        Udp = 17,
        Socket = 0xffff
    }

    public enum SocketOptionName
    {
        NoDelay = 1
    }

    public enum SocketError
    {
        SocketError = -1,
        Success = 0,
        TimedOut = 10060
    }

    public class SocketException : Exception
    {
        public extern SocketException(SocketError errorCode);
        public extern int ErrorCode { get; }
    }

    public class Socket : IDisposable
    {
        public extern Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType);
        public extern int Available { get; }
        public extern int ReceiveTimeout { get; set; }
        public extern int SendTimeout { get; set; }
        public extern void Bind(EndPoint localEP);
        public extern void Close();
        public extern void Listen(int backlog);
        public extern Socket Accept();
        public extern int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags);
        public extern int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP);
        public extern int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags);
        public extern int ReceiveFrom(byte[] buffer, int offset, int size, SocketFlags socketFlags, ref EndPoint remoteEP);
        public extern void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, byte[] optionValue);
        public extern bool Poll(int microSeconds, SelectMode mode);
        protected virtual extern void Dispose(bool disposing);
        extern void IDisposable.Dispose();
    }
}
