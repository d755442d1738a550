// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

namespace System.Threading
{
    /// <summary>The platform's token.</summary>
    public struct CancellationToken
    {
        private static readonly CancellationTokenSource s_cancelled = Cancelled();
        private readonly CancellationTokenSource _source;

        public CancellationToken(bool canceled)
        {
            _source = canceled ? s_cancelled : null;
        }

        internal CancellationToken(CancellationTokenSource source)
        {
            _source = source;
        }

        public static CancellationToken None => default;

        public bool IsCancellationRequested => _source != null && _source.IsCancellationRequested;

        public bool CanBeCanceled => _source != null;

        public WaitHandle WaitHandle => _source == null ? new ManualResetEvent(false) : _source.WaitHandle;

        public CancellationTokenRegistration Register(Action callback) => _source == null ? default : _source.Register(callback);

        public bool Equals(CancellationToken other) => _source == other._source;

        public override bool Equals(object other) => other is CancellationToken token && Equals(token);

        public override int GetHashCode() => _source == null ? 0 : _source.GetHashCode();

        public void ThrowIfCancellationRequested()
        {
            if (IsCancellationRequested)
            {
                throw new OperationCanceledException();
            }
        }

        private static CancellationTokenSource Cancelled()
        {
            CancellationTokenSource source = new CancellationTokenSource();
            source.Cancel();
            return source;
        }
    }
}
