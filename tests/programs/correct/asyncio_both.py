"""两边都是事件循环"""
import asyncio
import os
import signal


async def conductor(driver):
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    loop.add_signal_handler(signal.SIGINT, os.kill, driver, signal.SIGUSR1)
    loop.add_signal_handler(signal.SIGQUIT, os.kill, driver, signal.SIGUSR2)
    loop.add_signal_handler(signal.SIGUSR1, arrived.set)
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    await arrived.wait()
    print('到站了请下车')


async def driver(child):
    loop = asyncio.get_running_loop()
    left = asyncio.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, signal.SIG_IGN)
    loop.add_signal_handler(signal.SIGUSR1, print, '老司机开车了')
    loop.add_signal_handler(signal.SIGUSR2, print, '车速有点快，系好安全带')

    def reap():
        pid, _ = os.waitpid(child, os.WNOHANG)
        if pid == child:
            left.set()

    loop.add_signal_handler(signal.SIGCHLD, reap)
    loop.add_signal_handler(signal.SIGTSTP, os.kill, child, signal.SIGUSR1)
    reap()
    await left.wait()


boss = os.getpid()
child = os.fork()
if child == 0:
    asyncio.run(conductor(boss))
else:
    asyncio.run(driver(child))
