"""asyncio 版：信号交给事件循环"""
import asyncio
import os
import signal


async def conductor(driver):
    loop = asyncio.get_running_loop()
    arrived = loop.create_future()
    loop.add_signal_handler(signal.SIGINT, os.kill, driver, signal.SIGUSR1)
    loop.add_signal_handler(signal.SIGQUIT, os.kill, driver, signal.SIGUSR2)
    loop.add_signal_handler(signal.SIGUSR1, arrived.set_result, None)
    await arrived
    print("到站了请下车")


async def driver(child):
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, print, "老司机开车了")
    loop.add_signal_handler(signal.SIGUSR2, print, "车速有点快，系好安全带")
    loop.add_signal_handler(signal.SIGTSTP, os.kill, child, signal.SIGUSR1)
    # 等子进程会阻塞，放到线程里去等
    await loop.run_in_executor(None, os.waitpid, child, 0)


if __name__ == "__main__":
    boss = os.getpid()
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        asyncio.run(conductor(boss))
    else:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGQUIT, signal.SIG_IGN)
        asyncio.run(driver(pid))
