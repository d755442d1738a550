// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System;
using System.IO;

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>
    /// Writes the unrolled primitives. With --check nothing is written and the exit code says whether the files are what the generators
    /// make now.
    /// </summary>
    public static class Program
    {
        public static int Main(string[] arguments)
        {
            bool check = Array.IndexOf(arguments, "--check") >= 0;
            string root = Directory.GetCurrentDirectory();
            while (root != null && !File.Exists(Path.Combine(root, "MilliHttp.Nano.sln")))
            {
                root = Path.GetDirectoryName(root);
            }

            if (root == null)
            {
                Console.Error.WriteLine("run inside the repository");
                return 2;
            }

            int stale = 0;
            stale += Emit(root, "Sha256Block", Sha256Generator.Make(), check);
            stale += Emit(root, "HkdfSalt", HkdfSaltGenerator.Make(), check);
            stale += Emit(root, "ChaCha20", ChaCha20Generator.Make(), check);
            stale += Emit(root, "AesTable", AesTableGenerator.Make(), check);
            stale += Emit(root, "GhashTable", GhashTableGenerator.Make(), check);
            stale += AsymmetricFiles.EmitAll(root, check);
            stale += MlKemFiles.EmitAll(root, check);
            stale += Emit(root, "AesBitsliced", AesBitslicedGenerator.Make(), check);
            stale += Emit(root, "AesBitslicedWide", AesBitslicedWideGenerator.Make(), check);
            stale += Emit(root, "GhashMultiply", GhashMultiplyGenerator.Make(), check);
            return stale == 0 ? 0 : 1;
        }

        private static int Emit(string root, string name, string text, bool check)
        {
            string path = Path.Combine(root, "protocol", "Crypto", "Symmetric", "Generated", name + ".cs");
            bool same = File.Exists(path) && File.ReadAllText(path) == text;
            if (same)
            {
                return 0;
            }

            if (check)
            {
                Console.Error.WriteLine(path + " is not what its generator makes");
                return 1;
            }

            File.WriteAllText(path, text);
            Console.WriteLine(path);
            return 0;
        }
    }
}
