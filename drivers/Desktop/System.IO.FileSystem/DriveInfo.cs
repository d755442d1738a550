// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Linq;
using MilliHttp.Nano.Desktop;

namespace System.IO
{
    /// <summary>The platform's DriveInfo: a volume of the simulated device.</summary>
    public sealed class DriveInfo
    {
        public DriveInfo(string driveName)
        {
            Name = driveName;
            DriveType = DriveType.Fixed;
            Refresh();
        }

        public DriveType DriveType { get; set; }

        public string Name { get; set; }

        public long TotalSize { get; set; }

        public static DriveInfo[] GetDrives() => Volumes.Names.Select(n => new DriveInfo(n)).ToArray();

        public static string[] GetFileSystems() => new[] { "LITTLEFS" };

        public static void MountRemovableVolumes()
        {
        }

        public void Format(string fileSystem, uint parameter)
        {
            foreach (string file in Storage.Files(Name))
            {
                Storage.DeleteFile(file);
            }

            foreach (string folder in Storage.Folders(Name))
            {
                Storage.DeleteFolder(folder, true);
            }
        }

        public void Refresh()
        {
            TotalSize = Storage.Size(Name);
        }
    }
}
