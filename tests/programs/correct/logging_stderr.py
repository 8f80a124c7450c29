import logging
import os
import signal
import sys
from multiprocessing import Process

logging.basicConfig(level=logging.INFO, format='%(asctime)s %(processName)s[%(process)d] %(levelname)s %(message)s')
log = logging.getLogger('bus')


def conductor(driver):
    def on_signal(n, _):
        if n == signal.SIGINT:
            os.kill(driver, signal.SIGUSR1)
        if n == signal.SIGQUIT:
            os.kill(driver, signal.SIGUSR2)
        if n == signal.SIGUSR1:
            log.warning('到站了请下车')
            sys.exit(0)
    for n in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(n, on_signal)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    log.info('售票员上岗')
    while True:
        signal.pause()


def driver():
    p = Process(target=conductor, args=(os.getpid(),), name='conductor')
    p.start()

    def on_signal(n, _):
        if n == signal.SIGUSR1:
            log.info('老司机开车了')
        if n == signal.SIGUSR2:
            log.error('车速有点快，系好安全带')
        if n == signal.SIGTSTP:
            os.kill(p.pid, signal.SIGUSR1)
    for n in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
        signal.signal(n, on_signal)
    for n in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(n, signal.SIG_IGN)
    log.info('司机上岗')
    p.join()
    log.info('司机下班')


if __name__ == '__main__':
    driver()
