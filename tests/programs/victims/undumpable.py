"""Makes itself unobservable (PR_SET_DUMPABLE, prctl(2)): only with privileges can it be traced or looked into."""
import ctypes
import signal

ctypes.CDLL(None).prctl(4, 0)
print("ready")
signal.pause()
