# 处理函数只叫醒线程，由线程来说话
import os
import signal
import threading


class Speaker(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.r, self.w = os.pipe()

    def say(self, text, then=None):
        self.then = then
        os.write(self.w, text.encode())

    def run(self):
        while True:
            print(os.read(self.r, 1000).decode(), flush=True)
            if self.then:
                self.then()


driver = os.getpid()
conductor = os.fork()
speaker = Speaker()
speaker.start()


def on_driver(s, f):
    if s == signal.SIGUSR1:
        speaker.say('老司机开车了')
    elif s == signal.SIGUSR2:
        speaker.say('车速有点快，系好安全带')
    elif s == signal.SIGTSTP:
        os.kill(conductor, signal.SIGUSR1)


def on_conductor(s, f):
    if s == signal.SIGINT:
        os.kill(driver, signal.SIGUSR1)
    elif s == signal.SIGQUIT:
        os.kill(driver, signal.SIGUSR2)
    elif s == signal.SIGUSR1:
        speaker.say('到站了请下车', then=lambda: os._exit(0))


if conductor == 0:
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1):
        signal.signal(s, on_conductor)
    while True:
        signal.pause()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGQUIT, signal.SIG_IGN)
for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTSTP):
    signal.signal(s, on_driver)
os.waitpid(conductor, 0)
