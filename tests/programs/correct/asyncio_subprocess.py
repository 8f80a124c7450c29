"""司机：asyncio.create_subprocess_exec 再开一个自己当售票员"""
import asyncio
import os
import signal
import sys


def conductor(driver):
    def h(s, f):
        if s == signal.SIGUSR1:
            print('到站了请下车', flush=True)
            sys.exit(0)
        os.kill(driver, signal.SIGUSR1 if s == signal.SIGINT else signal.SIGUSR2)

    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, h)
    while True:
        signal.pause()


async def driver():
    proc = await asyncio.create_subprocess_exec(
        sys.executable, os.path.abspath(__file__), str(os.getpid()))
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, lambda: print('老司机开车了', flush=True))
    loop.add_signal_handler(signal.SIGUSR2, lambda: print('车速有点快，系好安全带', flush=True))
    loop.add_signal_handler(signal.SIGTSTP, lambda: proc.send_signal(signal.SIGUSR1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    await proc.wait()


if __name__ == '__main__':
    if len(sys.argv) > 1:
        conductor(int(sys.argv[1]))
    else:
        asyncio.run(driver())
