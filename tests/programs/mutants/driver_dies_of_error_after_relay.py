import os, signal, time

# 主循环里慢慢打印：处理函数只记账
todo = []
stop = []

pid = os.fork()
if pid == 0:
    ppid = os.getppid()
    signal.signal(signal.SIGINT, lambda s, f: os.kill(ppid, 10))
    signal.signal(signal.SIGQUIT, lambda s, f: os.kill(ppid, 12))
    signal.signal(signal.SIGUSR1, lambda s, f: stop.append(1))
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while not stop:
        time.sleep(0.2)
    time.sleep(0.4)
    print('到站了请下车')
else:
    signal.signal(10, lambda s, f: todo.append('老司机开车了'))
    signal.signal(12, lambda s, f: todo.append('车速有点快，系好安全带'))
    signal.signal(20, lambda s, f: (os.kill(pid, 10), print('到站' + 1)))
    signal.signal(2, signal.SIG_IGN)
    signal.signal(3, signal.SIG_IGN)
    while True:
        while todo:
            print(todo.pop(0))
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.3)
