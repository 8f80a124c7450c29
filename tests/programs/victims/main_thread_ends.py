"""Its main thread ends by itself, as pthread_exit(3) has it; the other one fetches each signal and prints its name."""
import ctypes
import platform
import signal
import threading

WANTED = {signal.SIGUSR1, signal.SIGUSR2}
SYS_EXIT = 60 if platform.machine() == "x86_64" else 93
signal.pthread_sigmask(signal.SIG_BLOCK, WANTED)
memory = bytearray(20 << 20)


def fetch():
    print("ready")
    while True:
        print(signal.sigwait(WANTED).name)


threading.Thread(target=fetch).start()
ctypes.CDLL(None).syscall(SYS_EXIT, 0)
