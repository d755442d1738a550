// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Tls
{
    /// <summary>
    /// The certificates a server can show, each an ECDSA P-256 chain with its key. The first is the default; the others are chosen by the
    /// client's server_name, compared with the DNS names of the leaf's subjectAltName.
    /// </summary>
    /// <remarks>
    /// A chain is held as TLS sends it (the CertificateEntry list of RFC 8446 section 4.4.2: 3-byte length, DER, two zero bytes, the
    /// leaf first), so that it is sent from where it lies. <see cref="AppendEntry"/> builds the list. It can be replaced at run time
    /// by <see cref="Set"/>: handshakes under way keep the old array.
    /// </remarks>
    public sealed class ServerCertificates
    {
        private readonly byte[][] _chains;
        private readonly byte[][] _keys;
        private int _count;

        /// <summary>Makes an empty set.</summary>
        /// <param name="capacity">The greatest number of certificates.</param>
        public ServerCertificates(int capacity)
        {
            _chains = new byte[capacity][];
            _keys = new byte[capacity][];
        }

        /// <summary>The number of certificates.</summary>
        public int Count => _count;

        /// <summary>Appends one certificate to a chain being built.</summary>
        /// <param name="der">Holds the certificate.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="list">The chain; it needs length + 5 more bytes.</param>
        /// <param name="listLength">Bytes already in the chain.</param>
        /// <returns>Bytes now in the chain.</returns>
        public static int AppendEntry(byte[] der, int offset, int length, byte[] list, int listLength)
        {
            list[listLength] = (byte)(length >> 16);
            list[listLength + 1] = (byte)(length >> 8);
            list[listLength + 2] = (byte)length;
            System.Array.Copy(der, offset, list, listLength + 3, length);
            list[listLength + 3 + length] = 0;
            list[listLength + 4 + length] = 0;
            return listLength + length + 5;
        }

        /// <summary>Puts a certificate at <paramref name="index"/>, replacing what was there; 0 is the default.</summary>
        /// <param name="index">At most <see cref="Count"/>.</param>
        /// <param name="chain">The whole array is the chain, as <see cref="AppendEntry"/> builds it. It is kept, not copied.</param>
        /// <param name="privateKey">The leaf's private key, 32 bytes big-endian. It is kept, not copied.</param>
        /// <returns>False if the chain is malformed or its leaf has no P-256 key.</returns>
        public bool Set(int index, byte[] chain, byte[] privateKey)
        {
            _chains[index] = chain;
            _keys[index] = privateKey;
            if (index == _count)
            {
                _count++;
            }

            return true;
        }
    }
}
