import os
import signal
from multiprocessing import Process


class Seller(Process):
    '''自定义进程类：售票员'''

    def __init__(self, driver):
        super().__init__()
        self.driver = driver

    def handle(self, sig, frame):
        if sig == signal.SIGINT:
            os.kill(self.driver, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(self.driver, signal.SIGUSR2)
        else:
            print('[售票员]', '到站了请下车', flush=True)
            os._exit(0)

    def run(self):
        for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
            signal.signal(s, self.handle)
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        while True:
            signal.pause()


class Driver:
    def __init__(self):
        self.seller = Seller(os.getpid())

    def handle(self, sig, frame):
        if sig == signal.SIGTSTP:
            self.seller.terminate()
        else:
            text = {signal.SIGUSR1: '老司机开车了', signal.SIGUSR2: '车速有点快，系好安全带'}[sig]
            print('[司机]', text, flush=True)

    def drive(self):
        self.seller.start()
        for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
            signal.signal(s, self.handle)
        for s in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(s, signal.SIG_IGN)
        self.seller.join()


if __name__ == '__main__':
    Driver().drive()
