"""The Chinese for the names of facts: ``--lang zh`` prints it before each."""

_TABLE = """
name=名称 pid_before_start=启动前的PID daemon=daemon属性 pid_agrees=PID一致 parent_agrees=父进程是我 exitcode=退出码
name_in_child=子进程里的名称 daemon_after_start=启动后再设daemon的报错 normal_waited_for=普通子进程被等待
normal_finished=普通子进程做完了 daemon_waited_for=daemon子进程被等待 daemon_finished=daemon子进程做完了
daemon_finished_after_kill=父进程被杀后daemon子进程做完了
squares=平方 in_children=在子进程里算出 run_called_in_parent=直接调用run在父进程里执行 forgot_init=漏了__init__的报错
tasks=任务数 all_right=结果全对 processes_used=用到的进程数 workers=工作者个数 successful=任务成功
raised_by_get=get抛出的异常 after_close=关闭后再添加的报错 pool_seconds=进程池用时（秒） times_faster=快几倍
process_per_task_seconds=每任务一个进程的用时（秒）
fork_variable=fork子进程看到的变量 fork_parent_is_me=fork子进程的父进程是我 fork_has_handler=fork子进程有信号处理函数
spawn_variable=spawn子进程看到的变量 spawn_parent_is_me=spawn子进程的父进程是我 default=默认方式 python=Python版本
spawn_has_handler=spawn子进程有信号处理函数

duplex_kind=双向管道实为 echoed=原样返回 child_saw_eof=子进程读到EOF one_way_kind=单向管道实为 fd1=fd1可读、可写
fd2=fd2可读、可写 send_on_reader=用读端发送的报错 still_there_after_close=关闭后仍能读到 then=随后
eof_while_child_has_a_copy=子进程还有写端时读到EOF eof_after_child_ended=子进程结束后读到EOF
write_without_reader=没有读端时写入的报错
in_order=次序正确 empty_at_first=开始时为空 full_at_first=开始时已满 qsize=队列长度
full=已满 put_blocked=满时put超时的异常
put_waited=put等了（秒） put_at_once=满时不等的put的异常 got=取出
get_blocked=空时get超时的异常 get_waited=get等了（秒）
qsize_after_put=放入后的长度 empty_at_once=放入后立刻为空 empty_soon_after=稍后为空 put_after_close=关闭后put的异常
additions=共加几次 lost_without_lock=不加锁丢失 lost_with_each_step_locked=读、写各自加锁时丢失 array=共享数组
lost_with_get_lock=用get_lock时丢失 plain_list=普通列表 block=共享内存的内容 after_unlink=删除后再打开的异常

real_time=实时信号的范围 signals=信号个数 missing=表中缺少 numbers=编号
actions=默认处理的种类 unknown_to_shell=shell不认识
siguser1_exists=有SIGUSER1 sigusr1_exists=有SIGUSR1
SIGHUP=SIGHUP的结果 SIGINT=SIGINT的结果 SIGQUIT=SIGQUIT的结果 SIGTSTP=SIGTSTP的结果 SIGKILL=SIGKILL的结果
SIGSTOP=SIGSTOP的结果 SIGALRM=SIGALRM的结果 SIGCHLD=SIGCHLD的结果 SIGCONT=SIGCONT的结果 SIGRTMIN=实时信号的结果
core_seen=能写core文件 tried=试过的信号数 disagree=与表不符 python_catches_sigint=Python处理SIGINT的函数
python_ignores_sigpipe=Python忽略SIGPIPE python_ignores_sigxfsz=Python忽略SIGXFSZ
os_kill=os.kill送到 sent_by_me=发送者是我 kill_name=按名称发送送到 kill_name_sent_by_shell=发送者是shell
kill_number=按编号发送送到 kill_number_sent_by_shell=发送者是shell killpg=发给进程组送到 negative_pid=负的PID送到
kill_default=kill默认发送
zombie_can_be_signalled=可以向僵尸发信号 after_reaping=回收后再发的异常
first_call_returned=第一次调用返回 second_call_returned=第二次调用返回 elapsed=经过（秒） left_exactly=实际剩余（秒）
rang_after=多久后响（秒） rings=响了几次 clock_left=时钟剩余
alarm_sees_itimer=alarm看到setitimer的剩余 after_cancel=取消后剩余
left_in_child=子进程的剩余 left_in_parent=父进程的剩余
alone=不被打断的结果 interruptions_alone=被打断次数 disturbed=被打断的结果
interruptions=被打断次数 in_the_middle=在中途被打断
slept=睡了（秒） interruptions_of_sleep=睡眠被打断次数 event_loop_got=事件循环收到 counted_meanwhile=同时数到
thread_called_back=线程已通知 signals_needed=用到的信号数
handled=处理了几次 woken=已醒来 state=进程状态 after_further_signal=再来一个信号之后
kept=内核保存了信号 sigwait=sigwait取到
nothing=没有信号时返回 waited=等了（秒） something=有信号时取到
sig_dfl=SIG_DFL的结果 sig_ign=SIG_IGN的结果 returned_old_handler=返回旧的处理方法 now=已换成新的 sig=收到的信号
interrupted=被打断的函数 sent_by_thread_handled_in=线程发出的信号在哪里处理 signal_in_thread=在线程里调用signal的报错
SIGKILL_error=SIGKILL的报错 SIGSTOP_error=SIGSTOP的报错
zombie_pid=僵尸的PID is_my_child=是我的子进程 exit_status=退出状态 state_after_wait=wait之后的状态
state_when_ignored=忽略SIGCHLD时的状态 wait_when_ignored=忽略时wait的异常 subprocess_exit_3_reported=退出码3被报成
children=子进程个数 handler_calls=处理函数被调用次数 statuses=各退出状态 left=剩余子进程 sigchld_for=SIGCHLD报告的变化

at_once=同时个数 most_inside=同时进入最多 all_left=都已离开 all_ended_well=都正常结束
value_at_end=最后的值 values=依次的值
got_a_fourth=第四个进得去 blocked_for=阻塞了（秒） after_release=release之后
got_one_then=随后进得去 above_initial=超过初值
bounded=BoundedSemaphore的报错
expected=应有 without_lock=不加锁的余额 with_lock=加锁的余额 lost_with_lock=加锁丢失
produced=生产 consumed=消费 places=货架格数 most_on_shelf=货架上最多 free_at_end=最后空格 filled_at_end=最后货物
at_first=开始时 wait_in_vain=未设置时wait返回 anybody_gone_before_set=设置前有人出发 released=放行个数
none_before_set=没有抢跑 last_after_ms=最后一个出发于（毫秒） is_set=已设置
wait_when_set=设置后wait返回 after_clear=清除后
wait_after_clear=清除后wait返回
first=第一次上锁 second_at_once=再上锁不等 second_timed=再上锁限时 free_after_exception=异常后已解锁
released_by_other=被别的进程解锁 rlock_twice=RLock上锁两次 opposite_order=次序相反时都拿到 same_order=次序相同时都拿到

join_timed_out=join超时后仍在运行 is_alive=前、中、后是否存活 said=线程说 main=主线程名称
renamed=改名后 default_name=默认名称
normal=普通线程的程序打印 daemonic=daemon线程的程序打印 deprecated=弃用的旧名
result=结果 error=保存的异常 in_other_threads=在别的线程里执行 run_called_in_main=直接调用run在主线程里执行
excepthook_got=excepthook收到 alive_after_join=join之后存活
process_ms=进程（毫秒） thread_ms=线程（毫秒） times=倍数 work_in_process_ms=在进程里计算（毫秒）
work_in_thread_ms=在线程里计算（毫秒） seen_after_process=进程写后看到 seen_after_thread=线程写后看到 tids=TID个数
listed_by_kernel=内核列出这些TID one_pid=PID只有一个 main_tid_is_pid=主线程的TID即PID
cores_usable=可用的核 gil=有GIL python_by_threads=两线程跑Python用核 python_by_processes=两进程跑Python用核
hashing_by_threads=两线程算哈希用核 slept_in_all=共睡（秒）

sent=发送字节 received=收到字节 identical=逐字节相同 server_exit=服务器退出码 sends=发送次数 pieces=收到块数
given=交给send的字节 send_took=send发出的字节 without_reuse=不设REUSEADDR with_reuse=设REUSEADDR
sizes=各数据报大小 second_client=第二个客户端收到 cut=截断后 too_long=太长的错误 nothing_came=没有来的报错
empty_datagram=空数据报 refused=无人监听的错误
server_children=服务器子进程数 server_threads=服务器线程数 complete=收全的客户端 mebibytes_per_second=每秒MiB
last_client_got=最后的客户端收到 port_closed=端口已关闭

bus_kill=bus用kill bus_waits=bus司机等待 bus_kill_exit=退出码 bus_keys=bus用键盘 bus_keys_exit=退出码
bus_fork_kill=bus_fork用kill bus_fork_waits=bus_fork司机等待 bus_fork_kill_exit=退出码 bus_fork_keys=bus_fork用键盘
bus_fork_keys_exit=退出码 bus_keyboard_kill=bus_keyboard用kill bus_keyboard_waits=bus_keyboard司机等待
bus_keyboard_kill_exit=退出码 bus_keyboard_keys=bus_keyboard用键盘 bus_keyboard_keys_exit=退出码
"""

LABELS = dict(entry.split("=", 1) for entry in _TABLE.split())
