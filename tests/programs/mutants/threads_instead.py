# 用线程当司机和售票员
import os
import signal
import threading
import time

go = threading.Event()
fast = threading.Event()
off = threading.Event()


def driver():
    while not off.is_set():
        if go.is_set():
            go.clear()
            print('老司机开车了')
        if fast.is_set():
            fast.clear()
            print('车速有点快，系好安全带')
        time.sleep(0.1)


def conductor():
    off.wait()
    print('到站了请下车')


signal.signal(signal.SIGINT, lambda s, f: go.set())
signal.signal(signal.SIGQUIT, lambda s, f: fast.set())
signal.signal(signal.SIGTSTP, lambda s, f: off.set())
t1 = threading.Thread(target=driver)
t2 = threading.Thread(target=conductor)
t1.start()
t2.start()
while t2.is_alive():
    time.sleep(0.1)
t1.join()
