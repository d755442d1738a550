// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// The generated files of the two assemblies of asymmetric crypto.
    /// </summary>
    public static class AsymmetricFiles
    {
        public static int EmitAll(string root, bool check)
        {
            int stale = 0;
            stale += Emit(root, "Curve25519", "X25519Ladder", Curve25519Generator.MakeLadder(), check);
            stale += Emit(root, "Curve25519", "Field25519", Curve25519Generator.MakeField(), check);
            stale += Emit(root, "Curve25519", "EdwardsComb", Curve25519Generator.MakeComb(), check);
            stale += Emit(root, "Curve25519", "EdwardsTable", Curve25519Generator.MakeTable(), check);
            stale += Emit(root, "Curve25519", "Moduli", ModuliGenerator.Make(), check);
            stale += Emit(root, "Curve25519", "InverseBatches", InverseGenerator.Make(), check);
            stale += Emit(root, "Asymmetric", "P256Point", P256Generator.MakePoint(), check);
            stale += Emit(root, "Asymmetric", "P256Table", P256Generator.MakeTable(), check);
            stale += Emit(root, "Asymmetric", "P256Constants", P256Generator.MakeConstants(), check);
            stale += Emit(root, "Asymmetric", "FieldP256", P256Generator.MakeField(), check);
            stale += Emit(root, "Asymmetric", "OrderP256", P256Generator.MakeOrder(), check);
            return stale;
        }

        internal static int Emit(string root, string folder, string name, string text, bool check)
        {
            string path = Path.Combine(root, "protocol", "Crypto", folder, "Generated", name + ".cs");
            if (File.Exists(path) && File.ReadAllText(path) == text)
            {
                return 0;
            }

            if (check)
            {
                Console.Error.WriteLine(path + " is not what its generator makes");
                return 1;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path));
            File.WriteAllText(path, text);
            Console.WriteLine(path);
            return 0;
        }
    }
}
