"""The list of topics, in the order of the course notes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One program: its name is its module's path below ``reference``."""

    name: str
    notes: str  # the section of the notes
    zh: str
    en: str
    interactive: bool = False  # runs until it is sent signals or keys; not a part of --all

    @property
    def module(self) -> str:
        """The full name of the module, for ``importlib``."""
        return f"reference.{self.name}"


_REVIEW = "前情回顾"
_SIGNALS = "信号"
_PYTHON = "Python进行信号处理"
_SEMAPHORE = "信号量"
_SYNC = "同步互斥机制"
_THREADS = "线程"
_NETWORK = "作业 1：复习网络编程"
_BUS = "作业 2：司机和售票员"

# One line for each.
# fmt: off
TOPICS = (
    Topic("processes.objects", _REVIEW, "进程对象：name pid daemon", "process objects: name, pid, daemon"),
    Topic("processes.own_class", _REVIEW, "自定义进程类", "a process class of one's own"),
    Topic("processes.pool", _REVIEW, "进程池：结果、异常、快多少", "a pool: results, errors, what it saves"),
    Topic("processes.start_methods", _REVIEW, "fork 与 spawn，以及默认方式", "fork and spawn; which is the default"),
    Topic("ipc.pipe", _REVIEW, "管道：双向、单向、EOF", "a pipe: duplex, one-way, end of file"),
    Topic("ipc.queue", _REVIEW, "消息队列：阻塞与超时", "a message queue: blocking and time-outs"),
    Topic("ipc.shared_memory", _REVIEW, "共享内存：Value Array SharedMemory", "Value, Array, SharedMemory"),
    Topic("signals.table", _SIGNALS, "信号表：名称、编号、含义、默认处理", "the table of all signals"),
    Topic("signals.defaults", _SIGNALS, "每种默认处理，在真实子进程上试", "each default action, tried on a real child"),
    Topic("signals.kill", _PYTHON, "os.kill 与 kill -SIG PID", "os.kill, and kill -SIG PID"),
    Topic("signals.alarm", _PYTHON, "signal.alarm：一个进程一个时钟", "signal.alarm: one clock per process"),
    Topic("signals.asynchronous", _PYTHON, "同步与异步：同样的工作", "the same work, interrupted by signals and not"),
    Topic("signals.pause", _PYTHON, "signal.pause、丢失的唤醒、sigwait", "signal.pause, the lost wakeup, and sigwait"),
    Topic("signals.handlers", _PYTHON, "signal.signal：SIG_DFL SIG_IGN 函数", "signal.signal: three kinds of handler"),
    Topic("signals.sigchld", _PYTHON, "SIGCHLD 与僵尸进程", "SIGCHLD and zombies"),
    Topic("sync.semaphore", _SEMAPHORE, "信号量：同时 n 个", "a semaphore: n at once"),
    Topic("sync.critical_section", _SYNC, "互斥：临界区不加锁与加锁", "mutual exclusion: without a lock and with one"),
    Topic("sync.producer_consumer", _SYNC, "同步：生产者与消费者", "synchronisation: producer and consumer"),
    Topic("sync.event", _SYNC, "事件：wait set clear is_set", "an event: wait, set, clear, is_set"),
    Topic("sync.lock", _SYNC, "锁：acquire release with，死锁", "a lock: acquire, release, with; a deadlock"),
    Topic("threads.objects", _THREADS, "线程对象：创建、属性、daemon", "thread objects: creating, attributes, daemon"),
    Topic("threads.own_class", _THREADS, "自定义线程类", "a thread class of one's own"),
    Topic("threads.costs", _THREADS, "线程与进程：开销、共享、TID", "threads and processes: cost, sharing, TID"),
    Topic("threads.cores", _THREADS, "多核：有 GIL 与没有 GIL", "several cores, with and without the GIL"),
    Topic("network.tcp", _NETWORK, "TCP：回显、半关闭、部分发送", "TCP: echo, half-close, partial sends, reuse"),
    Topic("network.udp", _NETWORK, "UDP：数据报", "UDP: datagrams"),
    Topic("network.fork_server", _NETWORK, "一百个客户端：每个一个进程", "a hundred clients: a process for each"),
    Topic("network.thread_server", _NETWORK, "一百个客户端：每个一个线程", "a hundred clients: a thread for each"),
    Topic("network.selector_server", _NETWORK, "一百个客户端：一个线程，selectors", "a hundred clients: selectors"),
    Topic("bus", _BUS, "公交车：multiprocessing 版（等信号）", "the bus, multiprocessing (waits for signals)", True),
    Topic("bus_fork", _BUS, "公交车：os.fork 版（等信号）", "the bus, os.fork (waits for signals)", True),
    Topic("bus_keyboard", _BUS, "公交车：键盘版（等按键）", "the bus, keyboard (waits for keys)", True),
    Topic("bus_ride", _BUS, "乘坐三辆公交车：用 kill，用键盘", "a ride with all three, by kill and by keys"),
)
# fmt: on
