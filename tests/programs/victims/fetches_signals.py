"""Blocks USR1, USR2 and TERM, and fetches the first two with sigwait, or with a time-out if told so."""
import signal
import sys

wanted = {signal.SIGUSR1, signal.SIGUSR2}
signal.pthread_sigmask(signal.SIG_BLOCK, {*wanted, signal.SIGTERM})
print("ready")
while True:
    if sys.argv[1:]:
        got = signal.sigtimedwait(wanted, float(sys.argv[1]))
        print("nothing" if got is None else signal.Signals(got.si_signo).name)
    else:
        print(signal.Signals(signal.sigwait(wanted)).name)
