// Copyright (c) 2026 The MilliHttp.Nano developers.
// Licensed under the MIT license.

using System.Collections.Generic;

namespace System.Threading
{
    /// <summary>The platform's source of cancellation: what is registered runs on the thread that cancels.</summary>
    public class CancellationTokenSource : IDisposable
    {
        private readonly List<Action> _callbacks = new List<Action>();
        private readonly ManualResetEvent _event = new ManualResetEvent(false);
        private Timer _timer;

        public CancellationTokenSource()
        {
        }

        public CancellationTokenSource(int millisecondsDelay)
        {
            CancelAfter(millisecondsDelay);
        }

        public CancellationTokenSource(TimeSpan delay)
        {
            CancelAfter(delay);
        }

        public bool IsCancellationRequested { get; private set; }

        public CancellationToken Token => new CancellationToken(this);

        internal WaitHandle WaitHandle => _event;

        public void Cancel() => Cancel(false);

        public void Cancel(bool throwOnFirstException)
        {
            Action[] callbacks;
            lock (_callbacks)
            {
                if (IsCancellationRequested)
                {
                    return;
                }

                IsCancellationRequested = true;
                callbacks = _callbacks.ToArray();
                _callbacks.Clear();
            }

            _event.Set();
            List<Exception> exceptions = new List<Exception>();
            foreach (Action callback in callbacks)
            {
                try
                {
                    callback();
                }
                catch (Exception exception) when (!throwOnFirstException)
                {
                    exceptions.Add(exception);
                }
            }

            if (exceptions.Count != 0)
            {
                throw exceptions[0];
            }
        }

        public void CancelAfter(TimeSpan delay) => CancelAfter((int)delay.TotalMilliseconds);

        public void CancelAfter(int millisecondsDelay)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsDelay, Timeout.Infinite);
            _timer?.Dispose();
            _timer = new Timer(_ => Cancel(), null, millisecondsDelay, Timeout.Infinite);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        internal CancellationTokenRegistration Register(Action callback)
        {
            ArgumentNullException.ThrowIfNull(callback);
            lock (_callbacks)
            {
                if (!IsCancellationRequested)
                {
                    _callbacks.Add(callback);
                    return new CancellationTokenRegistration(this, callback);
                }
            }

            callback();
            return default;
        }

        internal void Unregister(Action callback)
        {
            lock (_callbacks)
            {
                _callbacks.Remove(callback);
            }
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                _timer?.Dispose();
            }
        }
    }
}
