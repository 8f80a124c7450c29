import os, signal, time
pid=os.fork()
for s in (signal.SIGINT,signal.SIGQUIT,signal.SIGTSTP,signal.SIGUSR1,signal.SIGUSR2): signal.signal(s,signal.SIG_IGN)
while True: time.sleep(1)
