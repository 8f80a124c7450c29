"""Never blocks; says each SIGUSR1 it handles, with its number."""
import itertools
import signal

numbers = itertools.count(1)
signal.signal(signal.SIGUSR1, lambda *_: print(next(numbers)))
print("ready")
while True:
    pass
