# 报站器进程: 司机和售票员把话写进管道, 由报站器打印
import os
import signal

r, w = os.pipe()
box = os.fork()
if box == 0:
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP):
        signal.signal(s, signal.SIG_IGN)
    os.close(w)
    with os.fdopen(r, encoding='utf-8') as f:
        for line in f:
            print('【报站器】' + line.strip(), flush=True)
    os._exit(0)

os.close(r)
driver = os.getpid()


def say(text):
    os.write(w, (text + '\n').encode('utf-8'))


conductor = os.fork()
if conductor == 0:
    def off(s, f):
        say('到站了请下车')
        os._exit(0)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, off)
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(driver, signal.SIGUSR2))
    signal.signal(signal.SIGINT, lambda s, f: (say('老司机开车了'), os.kill(driver, signal.SIGUSR1)))
    while True:
        signal.pause()

signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
signal.signal(signal.SIGUSR1, lambda s, f: None)
signal.signal(signal.SIGUSR2, lambda s, f: say('车速有点快，系好安全带'))
signal.signal(signal.SIGTSTP, lambda s, f: os.kill(conductor, signal.SIGUSR1))
os.waitpid(conductor, 0)
os.close(w)
os.waitpid(box, 0)
