import os, signal, time
from multiprocessing import Pool, Value
DRIVER = os.getpid()
who = Value('i', 0)
done = False
def handler(sig, frame):
    global done
    if os.getpid() == DRIVER:
        if sig == signal.SIGUSR1: print('老司机开车了')
        elif sig == signal.SIGUSR2: print('车速有点快，系好安全带')
        elif sig == signal.SIGTSTP: os.kill(who.value, signal.SIGUSR1)
    elif os.getpid() == who.value:
        if sig == signal.SIGINT: os.kill(DRIVER, signal.SIGUSR1)
        elif sig == signal.SIGQUIT: os.kill(DRIVER, signal.SIGUSR2)
        elif sig == signal.SIGUSR1:
            print('到站了请下车'); done = True
def conductor(n):
    who.value = os.getpid()
    while not done:
        time.sleep(0.1)
    return n
def main():
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(s, handler)
    with Pool(2) as pool:
        r = pool.apply_async(conductor, (1,))
        r.get()
        pool.close()
        pool.join()
if __name__ == '__main__':
    main()
