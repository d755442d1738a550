// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// One entry of the table of groups that TLS negotiates (RFC 8446 section 4.2.7): its code point, its lengths, and the jobs of
    /// <see cref="AsymmetricJobs"/> that make the server's key pair and the shared secret. The table is an array of these, in order of preference; adding
    /// a group takes one class derived from this one, and the job that it starts.
    /// </summary>
    public abstract class KeyExchange
    {
        /// <summary>The group's NamedGroup code point.</summary>
        public readonly int Group;

        /// <summary>Bytes of either side's public key; with a key encapsulation only of that part of the share.</summary>
        public readonly int ShareLength;

        /// <summary>Makes an entry.</summary>
        /// <param name="group">The NamedGroup code point.</param>
        /// <param name="shareLength">Bytes of either side's share, at most 65.</param>
        protected KeyExchange(int group, int shareLength)
        {
            Group = group;
            ShareLength = shareLength;
        }

        /// <summary>Bytes of every private key.</summary>
        public const int PrivateKeyLength = 32;

        /// <summary>Bytes of the client's key for a key encapsulation, which its share begins with; 0 for a group without one.</summary>
        public virtual int EncapsulationKeyLength
        {
            get { return 0; }
        }

        /// <summary>Bytes of the ciphertext, which the server's share begins with; 0 for a group without a key encapsulation.</summary>
        public virtual int CiphertextLength
        {
            get { return 0; }
        }

        /// <summary>Tells whether a client's share of the right length has the right form; what takes a computation is left to the job.</summary>
        /// <param name="share">Array with the share.</param>
        /// <param name="offset">Offset of its first byte.</param>
        /// <returns>False if the client must be refused.</returns>
        public virtual bool IsShare(byte[] share, int offset)
        {
            return true;
        }

        /// <summary>Takes a key pair that was made ahead of time.</summary>
        /// <param name="privateKey">Array to write the private key to, <see cref="PrivateKeyLength"/> bytes.</param>
        /// <param name="privateOffset">Where to begin.</param>
        /// <param name="share">Array to write the server's share to, <see cref="ShareLength"/> bytes.</param>
        /// <param name="shareOffset">Where to begin.</param>
        /// <returns>False if there is none.</returns>
        public virtual bool TryTakeKeyPair(byte[] privateKey, int privateOffset, byte[] share, int shareOffset)
        {
            return false;
        }

        /// <summary>Starts the job whose result is the share of a private key. It fails for a private key that is out of range.</summary>
        /// <param name="privateKey">Array with <see cref="PrivateKeyLength"/> random bytes; copied.</param>
        /// <param name="offset">Where they begin.</param>
        public abstract void StartShare(byte[] privateKey, int offset);

        /// <summary>
        /// Starts the job whose result is the shared secret: 32 bytes, or 64 with a key encapsulation. It fails for a client's share that is no valid public key.
        /// With a key encapsulation the ciphertext then lies where the client's share began, which must not be changed before.
        /// </summary>
        /// <param name="privateKey">Array with the private key; copied.</param>
        /// <param name="privateOffset">Where it begins.</param>
        /// <param name="share">Array with the client's share; copied.</param>
        /// <param name="shareOffset">Where it begins.</param>
        public abstract void StartAgreement(byte[] privateKey, int privateOffset, byte[] share, int shareOffset);
    }
}
