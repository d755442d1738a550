// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Tls;

namespace MilliHttp.Nano.Firmware.Boot
{
    /// <summary>The names and addresses of a self-made certificate, in the form that <see cref="CertificateBuilder"/> takes.</summary>
    public sealed class SubjectNames
    {
        private const int Capacity = 192;

        /// <summary>The list; <see cref="Length"/> bytes of it are used.</summary>
        public readonly byte[] Buffer = new byte[Capacity];

        /// <summary>Bytes used.</summary>
        public int Length;

        /// <summary>Adds a DNS name; one that does not fit is left out.</summary>
        public void AddName(string name)
        {
            char[] text = name.ToCharArray();
            if (text.Length > 127 || Length + 2 + text.Length > Capacity)
            {
                return;
            }

            Buffer[Length++] = CertificateBuilder.DnsName;
            Buffer[Length++] = (byte)text.Length;
            for (int i = 0; i < text.Length; i++)
            {
                Buffer[Length++] = (byte)text[i];
            }
        }

        /// <summary>Adds an IP address of 4 or 16 bytes; one that does not fit is left out.</summary>
        public void AddAddress(byte[] address)
        {
            if (Length + 2 + address.Length > Capacity)
            {
                return;
            }

            Buffer[Length++] = CertificateBuilder.IpAddress;
            Buffer[Length++] = (byte)address.Length;
            for (int i = 0; i < address.Length; i++)
            {
                Buffer[Length++] = address[i];
            }
        }

        /// <summary>Adds an IPv4 address as an unsigned number in network order; 0 is none.</summary>
        public void AddAddress(long address)
        {
            if (address != 0)
            {
                AddAddress(new byte[] { (byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8), (byte)address });
            }
        }
    }
}
