# python 3.9: os.pidfd_open
import os
import select
import signal

driver = os.getpid()
conductor = os.fork()

if conductor == 0:
    def go_home(sig, frame):
        print('到站了请下车')
        os._exit(0)
    signal.signal(signal.SIGINT, lambda sig, frame: os.kill(driver, signal.SIGUSR1))
    signal.signal(signal.SIGQUIT, lambda sig, frame: os.kill(driver, signal.SIGUSR2))
    signal.signal(signal.SIGUSR1, go_home)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while True:
        signal.pause()

fd = os.pidfd_open(conductor)
signal.signal(signal.SIGUSR1, lambda sig, frame: print('老司机开车了'))
signal.signal(signal.SIGUSR2, lambda sig, frame: print('车速有点快，系好安全带'))
signal.signal(signal.SIGTSTP, lambda sig, frame: os.kill(conductor, signal.SIGUSR1))
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
p = select.poll()
p.register(fd, select.POLLIN)
p.poll()
os.close(fd)
