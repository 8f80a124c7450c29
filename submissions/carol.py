"""自定义进程类版本的司机和售票员"""
import os
import signal
import sys
from multiprocessing import Process


class Conductor(Process):
    """售票员：继承 Process，重写 run"""

    def __init__(self, driver_pid):
        super().__init__(name="售票员")
        self.driver_pid = driver_pid

    def run(self):
        signal.signal(signal.SIGINT, self.tell_driver)
        signal.signal(signal.SIGQUIT, self.tell_driver)
        signal.signal(signal.SIGUSR1, self.arrive)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        while True:
            signal.pause()

    def tell_driver(self, signum, frame):
        relay = {signal.SIGINT: signal.SIGUSR1, signal.SIGQUIT: signal.SIGUSR2}
        os.kill(self.driver_pid, relay[signum])

    def arrive(self, signum, frame):
        print(self.name + "：到站了，请下车！")
        sys.exit(0)


class Driver:
    """司机"""

    words = {signal.SIGUSR1: "老司机开车了", signal.SIGUSR2: "车速有点快，系好安全带"}

    def __init__(self):
        self.conductor = Conductor(os.getpid())

    def say(self, signum, frame):
        print("司机：" + self.words[signum] + "！")

    def stop(self, signum, frame):
        os.kill(self.conductor.pid, signal.SIGUSR1)

    def work(self):
        self.conductor.start()
        for signum in self.words:
            signal.signal(signum, self.say)
        signal.signal(signal.SIGTSTP, self.stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGQUIT, signal.SIG_IGN)
        self.conductor.join()


if __name__ == "__main__":
    Driver().work()
