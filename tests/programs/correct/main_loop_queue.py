# 处理函数往 SimpleQueue 里放，主循环取出来慢慢办
import os
import queue
import signal

inbox = queue.SimpleQueue()


def put(sig, frame):
    inbox.put(sig)


def listen(catch, ignore):
    for s in ignore:
        signal.signal(s, signal.SIG_IGN)
    for s in catch:
        signal.signal(s, put)
    while True:
        yield inbox.get()


parent = os.getpid()
child = os.fork()
if child:
    for sig in listen([signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP, signal.SIGCHLD],
                      [signal.SIGINT, signal.SIGQUIT]):
        if sig == signal.SIGUSR1:
            print('老司机开车了')
        elif sig == signal.SIGUSR2:
            print('车速有点快，系好安全带')
        elif sig == signal.SIGTSTP:
            os.kill(child, signal.SIGUSR1)
        elif os.waitpid(child, os.WNOHANG)[0] == child:
            break
else:
    for sig in listen([signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1], [signal.SIGTSTP]):
        if sig == signal.SIGINT:
            os.kill(parent, signal.SIGUSR1)
        elif sig == signal.SIGQUIT:
            os.kill(parent, signal.SIGUSR2)
        else:
            print('到站了请下车')
            break
