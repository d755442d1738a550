// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using MilliHttp.Nano.Crypto;

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
        // Of a DNS name (RFC 1035 section 2.3.4).
        private const int MaxNameLength = 255;

        private readonly byte[][] _chains;
        private readonly byte[][] _keys;
        private readonly int[] _names;
        private readonly int[] _namesLength;
        private int _count;

        /// <summary>Makes an empty set.</summary>
        /// <param name="capacity">The greatest number of certificates.</param>
        public ServerCertificates(int capacity)
        {
            _chains = new byte[capacity][];
            _keys = new byte[capacity][];
            _names = new int[capacity];
            _namesLength = new int[capacity];
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
        /// <returns>False if the chain is malformed or its leaf has no P-256 key; then nothing has changed.</returns>
        public bool Set(int index, byte[] chain, byte[] privateKey)
        {
            if (index < 0 || index > _count || index >= _chains.Length || privateKey.Length != 32)
            {
                return false;
            }

            CertificateReader reader = new CertificateReader();
            int p = 0;
            int names = 0;
            int namesLength = 0;
            while (p < chain.Length)
            {
                if (chain.Length - p < 5)
                {
                    return false;
                }

                int length = (chain[p] << 16) | (chain[p + 1] << 8) | chain[p + 2];
                if (length > chain.Length - p - 5 || !reader.Read(chain, p + 3, length))
                {
                    return false;
                }

                if (p == 0)
                {
                    if (reader.PointOffset == 0)
                    {
                        return false;
                    }

                    names = reader.NamesOffset;
                    namesLength = reader.NamesLength;
                }

                p += length + 3;
                p += 2 + ((chain[p] << 8) | chain[p + 1]);
            }

            if (p == 0 || p != chain.Length)
            {
                return false;
            }

            _chains[index] = chain;
            _keys[index] = privateKey;
            _names[index] = names;
            _namesLength[index] = namesLength;
            if (index == _count)
            {
                _count++;
            }

            return true;
        }

        /// <summary>True if the private key belongs to the chain's leaf. Runs a whole job: for boot, not for the loop.</summary>
        /// <param name="jobs">Idle.</param>
        /// <param name="chain">As in <see cref="Set"/>.</param>
        /// <param name="privateKey">32 bytes big-endian.</param>
        /// <returns>False also for what is no chain or no key.</returns>
        public static bool KeyMatches(AsymmetricJobs jobs, byte[] chain, byte[] privateKey)
        {
            if (chain.Length < 5 || privateKey.Length != 32)
            {
                return false;
            }

            CertificateReader reader = new CertificateReader();
            int length = (chain[0] << 16) | (chain[1] << 8) | chain[2];
            if (length > chain.Length - 5 || !reader.Read(chain, 3, length) || reader.PointOffset == 0)
            {
                return false;
            }

            int status = JobStatus.Running;
            jobs.StartP256PublicKey(privateKey, 0);
            while (status == JobStatus.Running)
            {
                status = jobs.Step(1000);
            }

            if (status != JobStatus.Done)
            {
                jobs.Cancel();
                return false;
            }

            byte[] point = new byte[65];
            jobs.TakeResult(point, 0);
            return ConstantTime.Equals(point, 0, chain, reader.PointOffset, 65);
        }

        /// <summary>Finds the certificate for a server_name.</summary>
        /// <param name="b">Holds the name.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>Its index; -1 if none has that name, or there is nothing to choose.</returns>
        internal int Find(byte[] b, int offset, int length)
        {
            if (_count < 2 || length > MaxNameLength)
            {
                return -1;
            }

            for (int i = 0; i < _count; i++)
            {
                byte[] chain = _chains[i];
                int p = _names[i];
                int end = p + _namesLength[i];
                while (end - p >= 2 && chain[p + 1] < 128 && end - p - 2 >= chain[p + 1])
                {
                    int size = chain[p + 1];
                    if (chain[p] == 0x82 && Matches(chain, p + 2, size, b, offset, length))
                    {
                        return i;
                    }

                    p += 2 + size;
                }
            }

            return -1;
        }

        /// <summary>The chain at an index, as <see cref="AppendEntry"/> builds it; not to be changed.</summary>
        public byte[] Chain(int index)
        {
            return _chains[index];
        }

        /// <summary>The key of a chain; null if another chain has taken its place.</summary>
        internal byte[] PrivateKey(int index, byte[] chain)
        {
            return _chains[index] == chain ? _keys[index] : null;
        }

        /// <summary>Compares without case; a pattern "*.rest" stands for one label (RFC 6125 section 6.4.3).</summary>
        private static bool Matches(byte[] pattern, int p, int patternLength, byte[] name, int n, int nameLength)
        {
            if (patternLength > 2 && pattern[p] == 0x2a && pattern[p + 1] == 0x2e)
            {
                int label = 0;
                while (label < nameLength && name[n + label] != 0x2e)
                {
                    label++;
                }

                if (label == 0)
                {
                    return false;
                }

                p++;
                patternLength--;
                n += label;
                nameLength -= label;
            }

            if (patternLength != nameLength)
            {
                return false;
            }

            for (int i = 0; i < nameLength; i++)
            {
                int x = pattern[p + i];
                int y = name[n + i];
                if (x != y)
                {
                    x |= 0x20;
                    if (x != (y | 0x20) || x < 0x61 || x > 0x7a)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }
}
