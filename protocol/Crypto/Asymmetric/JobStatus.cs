// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace MilliHttp.Nano.Crypto
{
    /// <summary>
    /// What <see cref="AsymmetricJobs"/> is doing.
    /// </summary>
    public static class JobStatus
    {
        /// <summary>Nothing is under way; a job may be started.</summary>
        public const int Idle = 0;

        /// <summary>A job is under way; call <see cref="AsymmetricJobs.Step"/>.</summary>
        public const int Running = 1;

        /// <summary>The job is done and its result waits to be taken.</summary>
        public const int Done = 2;

        /// <summary>
        /// The job came to no result: a point of low order, a point that is not on the curve, a scalar out of range.
        /// <see cref="AsymmetricJobs.Cancel"/> makes the place free again.
        /// </summary>
        public const int Failed = 3;
    }
}
