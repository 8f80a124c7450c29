"""What starts the programs: the fork server of this process, and the way to it."""

from __future__ import annotations

import errno
import marshal
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from grader.ending import reaped
from grader.errors import DEBUG, UserError
from grader.forkserver import Answer, Order
from grader.text import T

_DEADLINE = 10.0  # seconds for an answer
# Not run as a script, which Python would compile each time; without `site`, which the fork server has no use for.
_CODE = "import sys; sys.path.append(sys.argv[1]); from grader.forkserver import serve; serve(int(sys.argv[2]))"
_PACKAGES = str(Path(__file__).parent.parent)
OWN: set[int] = set()
"""The fork servers of this process and the stand-ins they have started: no program's children, wherever they are."""


class ServerKilledError(UserError):
    """Without walls a program can do that, to its own grader and to those of others."""


class Shells:
    """A live thing: the fork server, once there was anything to start; closed by `close` or at the end of a `with`."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Shells:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server, which has nothing to undo. The caller has ended all it has started."""
        if self._server is not None:
            assert self._server.stdin and self._server.stdout
            self._server.kill()  # at the end of its orders it would go by itself, unless somebody has stopped it
            self._server.stdin.close()
            self._server.stdout.close()
            self._server.wait()
            OWN.discard(self._server.pid)
            self._server = None

    def start(self, order: Order) -> tuple[int, int]:
        """The pids of the stand-in for a shell, and of the command it has started: that has been executed.

        OSError where no process or terminal can be had, or the command not be executed.
        """
        answer = self._ask(order) or self._ask(order)  # a program without walls may have killed the first server
        match answer:
            case (True, int(shell), int(driver)):
                OWN.add(shell)
                return shell, driver
            case (False, int(code), str(name)):
                raise OSError(code, os.strerror(code), name or None)
        self.close()  # whatever it is talking about, its next answers would be the wrong ones too
        raise OSError(errno.ECHILD, os.strerror(errno.ECHILD))

    def reap(self, shell: int) -> None:
        """Wait for a stand-in that has ended. ServerKilledError where the server was killed, or stopped, before that:
        the stand-in, too, is killed then and comes to this process, and what the program did is worth nothing.
        """
        OWN.discard(shell)
        if self._server is None or self._ask(shell) != shell:
            self.close()
            reaped(shell)
            raise ServerKilledError(T("the grader's process that ran this submission was killed"))

    def _ask(self, order: Order | int) -> Answer | int | None:
        """None where the server is gone, or hangs; it is gone then."""
        server = self._server = self._server or _server()
        assert server.stdin and server.stdout
        try:
            os.write(server.stdin.fileno(), marshal.dumps(order))
            poll = select.poll()
            poll.register(server.stdout, select.POLLIN)
            if poll.poll(_DEADLINE * 1000):
                return marshal.load(server.stdout)  # type: ignore[no-any-return]
        except (BrokenPipeError, EOFError, ValueError, TypeError):
            pass
        self.close()
        return None


def _server() -> subprocess.Popen[bytes]:
    """A new one. It inherits that all signals are blocked: those typed at the grader's terminal reach it, too."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        server = subprocess.Popen(
            # File names are to be encoded there as they are here; -I makes it deaf to PYTHONUTF8.
            [sys.executable, "-I", "-S", f"-Xutf8={sys.flags.utf8_mode}", "-c", _CODE, _PACKAGES, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get(DEBUG) else subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # should this process die, it is known for one of its (batch.py)
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    OWN.add(server.pid)
    return server
