import os, signal, sys, time
from multiprocessing import Process

# windows 记事本：BOM + CRLF
def work(boss):
    over = False
    def h(a, b):
        nonlocal over
        if a == signal.SIGINT: os.kill(boss, signal.SIGUSR1)
        elif a == signal.SIGQUIT: os.kill(boss, signal.SIGUSR2)
        elif a == signal.SIGUSR1:
            print("到站了，请下车")
            over = True
    for a in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1): signal.signal(a, h)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    while not over:
        time.sleep(0.3)

if __name__ == "__main__":
	p = Process(target=work, args=(os.getpid(),), daemon=True)
	p.start()
	def h(a, b):
		if a == signal.SIGUSR1: print("老司机，开车了")
		elif a == signal.SIGUSR2: print("车速有点快，系好安全带")
		else: os.kill(p.pid, signal.SIGUSR1)
	for a in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP): signal.signal(a, h)
	for a in (signal.SIGINT, signal.SIGQUIT): signal.signal(a, signal.SIG_IGN)
	p.join()
