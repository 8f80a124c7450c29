# 两个人一路上说个不停（主循环里说，处理函数里只改标志）
import os
import signal
import time
from multiprocessing import Process

flags = {'go': False, 'fast': False, 'arrive': False}


def set_flag(name):
    def h(sig, frame):
        flags[name] = True
    return h


def conductor(driver):
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, set_flag('arrive'))
    signal.signal(signal.SIGQUIT, set_flag('fast'))
    signal.signal(signal.SIGINT, set_flag('go'))
    n = 0
    while not flags['arrive']:
        n += 1
        if n % 3 == 0:
            print('售票员：上车的乘客请买票，已卖 %d 张' % n)
        if flags['go']:
            flags['go'] = False
            os.kill(driver, signal.SIGUSR1)
        if flags['fast']:
            flags['fast'] = False
            os.kill(driver, signal.SIGUSR2)
        time.sleep(0.1)
    print('售票员：到站了请下车')
    print('售票员：慢一点，小心台阶')


def main():
    p = Process(target=conductor, args=(os.getpid(),))
    p.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    signal.signal(signal.SIGUSR1, set_flag('go'))
    signal.signal(signal.SIGUSR2, set_flag('fast'))
    signal.signal(signal.SIGTSTP, set_flag('arrive'))
    km = 0
    while p.is_alive():
        km += 1
        if km % 4 == 0:
            print('司机：已行驶 %d 公里，系好鞋带' % km)
        if flags['go']:
            flags['go'] = False
            print('司机：老司机发车了')
        if flags['fast']:
            flags['fast'] = False
            print('司机：车速有点快，系好安全带')
        if flags['arrive']:
            flags['arrive'] = False
            os.kill(p.pid, signal.SIGUSR1)
            time.sleep(1)
            os._exit(0)
        time.sleep(0.1)
    p.join()
    print('司机：收工')


if __name__ == '__main__':
    main()
