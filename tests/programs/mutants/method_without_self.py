"""有状态的公交车: 没开车就不能到站, 没开车也不会超速"""
import os
import signal
import sys
from enum import Enum


class State(Enum):
    PARKED = 1
    RUNNING = 2
    FAST = 3
    ARRIVED = 4


class Driver:
    def __init__(self, conductor):
        self.state = State.PARKED
        self.conductor = conductor

    def usr1(self, *_):
        if self.state is State.PARKED:
            self.state = State.RUNNING
            print('老司机开车了')

    def usr2(self, *_):
        if self.state in (State.RUNNING, State.FAST):
            self.state = State.FAST
            print('车速有点快，系好安全带')

    def tstp(self, *_):
        if self.state is State.PARKED:
            print('还没开车呢')
            return
        self.state = State.ARRIVED
        os.kill(self.conductor, signal.SIGUSR1)

    def run(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGQUIT, signal.SIG_IGN)
        signal.signal(signal.SIGUSR1, self.usr1)
        signal.signal(signal.SIGUSR2, self.usr2)
        signal.signal(signal.SIGTSTP, self.tstp)
        os.waitpid(self.conductor, 0)


class Conductor:
    def __init__(self, driver):
        self.driver = driver

    def int_(self, *_):
        os.kill(self.driver, signal.SIGUSR1)

    def quit(signum, frame):
        os.kill(driver_pid, signal.SIGUSR2)

    def usr1(self, *_):
        print('到站了请下车')
        sys.exit(0)

    def run(self):
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGINT, self.int_)
        signal.signal(signal.SIGQUIT, self.quit)
        signal.signal(signal.SIGUSR1, self.usr1)
        while True:
            signal.pause()


driver_pid = os.getpid()
conductor_pid = os.fork()
if conductor_pid:
    Driver(conductor_pid).run()
else:
    Conductor(driver_pid).run()
