// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;

namespace MilliHttp.Nano.Drivers.Storage
{
    /// <summary>
    /// Credentials in small files of the board's internal storage (drive I: on nanoFramework). An item is written to a new file, then the old file is
    /// deleted and the new one renamed, so that after a power cut one of the two is there.
    /// </summary>
    public sealed class FileCredentials : CredentialPort
    {
        private readonly string _folder;
        private int _lost;

        /// <summary>Makes the store.</summary>
        /// <param name="folder">An existing folder with a separator at its end, as in <c>I:\</c>.</param>
        public FileCredentials(string folder)
        {
            _folder = folder;
        }

        /// <inheritdoc />
        public override int LostCount => _lost;

        /// <inheritdoc />
        public override int Load(int credential, byte[] buffer, int offset, int count)
        {
            string path = _folder + "mhn" + credential.ToString() + ".bin";
            try
            {
                // Look for the new file second: it is complete if the old one has been deleted.
                if (!File.Exists(path))
                {
                    path += "n";
                    if (!File.Exists(path))
                    {
                        return 0;
                    }
                }

                byte[] content = File.ReadAllBytes(path);
                int length = content.Length <= count ? content.Length : 0;
                Array.Copy(content, 0, buffer, offset, length);
                Array.Clear(content, 0, content.Length);
                return length;
            }
            catch (Exception)
            {
                return 0;
            }
        }

        /// <inheritdoc />
        public override bool Save(int credential, byte[] buffer, int offset, int count)
        {
            string path = _folder + "mhn" + credential.ToString() + ".bin";
            string fresh = path + "n";
            byte[] content = new byte[count];
            Array.Copy(buffer, offset, content, 0, count);
            try
            {
                File.WriteAllBytes(fresh, content);
                if (File.Exists(path))
                {
                    File.Delete(path);
                }

                File.Move(fresh, path);
                return true;
            }
            catch (Exception)
            {
                _lost++;
                return false;
            }
            finally
            {
                Array.Clear(content, 0, count);
            }
        }
    }
}
