// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto.Generator
{
    /// <summary>The generated files of ML-KEM.</summary>
    public static class MlKemFiles
    {
        public static int EmitAll(string root, bool check)
        {
            int stale = 0;
            stale += AsymmetricFiles.Emit(root, "MlKem", "KeccakF1600", KeccakGenerator.Make(), check);
            stale += AsymmetricFiles.Emit(root, "MlKem", "MlKemTransform", MlKemTransformGenerator.Make(), check);
            stale += AsymmetricFiles.Emit(root, "MlKem", "MlKemSampling", MlKemSamplingGenerator.Make(), check);
            stale += AsymmetricFiles.Emit(root, "MlKem", "MlKemEncoding", MlKemEncodingGenerator.Make(MlKemTransformGenerator.InverseBound), check);
            return stale;
        }
    }
}
