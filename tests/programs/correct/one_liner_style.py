import os,sys;from signal import*
a=os.getpid();b=os.fork();k=os.kill
H={SIGUSR1:lambda s,f:print('老司机开车了'),SIGUSR2:lambda s,f:print('车速有点快，系好安全带'),SIGTSTP:lambda s,f:k(b,SIGUSR1),SIGINT:SIG_IGN,SIGQUIT:SIG_IGN} if b else {SIGINT:lambda s,f:k(a,SIGUSR1),SIGQUIT:lambda s,f:k(a,SIGUSR2),SIGUSR1:lambda s,f:(print('到站了请下车'),sys.exit()),SIGTSTP:SIG_IGN}
[signal(s,h) for s,h in H.items()]
while not b:pause()
os.wait()
