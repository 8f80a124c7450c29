# spawn 方式的 Process 子类；stdout 和 stderr 混着用
import os
import signal
import sys
import multiprocessing


class Conductor(multiprocessing.get_context('spawn').Process):
    def __init__(self, boss):
        super().__init__(daemon=True)
        self.boss = boss

    def run(self):
        def go(s, f):
            os.kill(self.boss, signal.SIGUSR1)

        def fast(s, f):
            os.kill(self.boss, signal.SIGUSR2)

        def off(s, f):
            print('到站了请下车', file=sys.stderr)
            sys.exit(0)

        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGUSR1, off)
        signal.signal(signal.SIGQUIT, fast)
        signal.signal(signal.SIGINT, go)
        while True:
            signal.pause()


if __name__ == '__main__':
    p = Conductor(os.getpid())
    p.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, lambda s, f: sys.stdout.write('老司机开车了\n'))
    signal.signal(signal.SIGUSR2, lambda s, f: sys.stderr.write('车速有点快，系好安全带\n'))
    signal.signal(signal.SIGTSTP, lambda s, f: os.kill(p.pid, signal.SIGUSR1))
    p.join()
