import os
import signal
import sys
from multiprocessing import get_context

mp = get_context('fork')


class Person:
    ignore = ()

    def __call__(self, number, frame):
        getattr(self, 'on_' + signal.Signals(number).name.lower())()

    def ready(self):
        for name in dir(self):
            if name.startswith('on_'):
                signal.signal(signal.Signals[name[3:].upper()], self)
        for number in self.ignore:
            signal.signal(number, signal.SIG_IGN)


class Conductor(Person):
    ignore = (signal.SIGTSTP,)

    def __init__(self, driver):
        self.driver = driver

    def on_sigint(self):
        os.kill(self.driver, signal.SIGUSR1)

    def on_sigquit(self):
        os.kill(self.driver, signal.SIGUSR2)

    def on_sigusr1(self):
        print('到站了请下车')
        sys.exit(0)

    def work(self):
        self.ready()


class Driver(Person):
    ignore = (signal.SIGINT, signal.SIGQUIT)

    def on_sigusr1(self):
        print('老司机开车了')

    def on_sigusr2(self):
        print('车速有点快，系好安全带')

    def on_sigtstp(self):
        os.kill(self.child.pid, signal.SIGUSR1)

    def work(self):
        self.child = mp.Process(target=Conductor(os.getpid()).work)
        self.child.start()
        self.ready()
        self.child.join()


if __name__ == '__main__':
    Driver().work()
