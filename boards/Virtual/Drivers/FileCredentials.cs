// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;
using MilliHttp.Nano.Drivers;

namespace MilliHttp.Nano.Board.Virtual.Drivers
{
    /// <summary>A folder of small files that only their owner can read.</summary>
    internal sealed class FileCredentials : CredentialPort
    {
        private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        private readonly string _folder;

        public FileCredentials(string folder)
        {
            _folder = folder;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            }
        }

        public override int Load(int credential, byte[] buffer, int offset, int count)
        {
            string path = PathOf(credential);
            if (!File.Exists(path))
            {
                return 0;
            }

            byte[] content = File.ReadAllBytes(path);
            if (content.Length > count)
            {
                return 0;
            }

            content.CopyTo(buffer, offset);
            return content.Length;
        }

        public override bool Save(int credential, byte[] buffer, int offset, int count)
        {
            string path = PathOf(credential);
            string fresh = path + ".new";
            try
            {
                FileStreamOptions options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = OwnerOnly;
                }

                using (FileStream stream = new FileStream(fresh, options))
                {
                    stream.Write(buffer, offset, count);
                    stream.Flush(true);
                }

                File.Move(fresh, path, true);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        private string PathOf(int credential)
        {
            string name = credential switch
            {
                Credential.PrivateKey => "private-key.bin",
                Credential.Certificate => "certificate.der",
                Credential.StatelessResetKey => "stateless-reset-key.bin",
                Credential.BootCounter => "boot-counter.bin",
                Credential.CertificateSubject => "certificate-subject.bin",
                _ => "item-" + credential + ".bin"
            };
            return Path.Combine(_folder, name);
        }
    }
}
