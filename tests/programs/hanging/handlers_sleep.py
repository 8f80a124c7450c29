import os, signal, time
def h(s,f):
    while True: time.sleep(1)
pid=os.fork()
for s in (signal.SIGINT,signal.SIGQUIT,signal.SIGTSTP,signal.SIGUSR1,signal.SIGUSR2): signal.signal(s,h)
while True: time.sleep(1)
