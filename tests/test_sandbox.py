"""What is to be seen and done behind the walls, asked of programs that run there."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.model import Limits
from grader.sandbox import HOME, Sandbox, sandbox, works

from .interpreters import MINORS, interpreter
from .launching import ends, launcher, no_walls, output, running

pytestmark = pytest.mark.usefixtures("reaps_all", "walls_work")


@pytest.fixture(scope="module")
def walls_work() -> None:
    if no_walls():
        pytest.skip(f"bubblewrap does not work here: {no_walls()}")


def inside(code: str) -> Any:
    """What `found`, set by the code, is behind the walls."""
    return json.loads(output(f"import json, os, socket, sys\n{code}\nprint(json.dumps(found))\n", walls=True))


def test_the_program_alone_in_a_folder_of_its_own() -> None:
    assert inside("found = [os.getcwd(), os.listdir('.'), os.path.expanduser('~')]") == [HOME, ["bus.py"], HOME]


def test_no_process_in_sight_has_another_home() -> None:
    """The keeper, process 2, has the environment that bwrap was given."""
    code = """
found = []
for pid in filter(str.isdigit, os.listdir('/proc')):
    try:
        found += [each for each in open(f'/proc/{pid}/environ').read().split(chr(0)) if each.startswith('HOME=')]
    except OSError:
        pass
"""
    found = inside(code)
    assert len(found) >= 2
    assert set(found) == {f"HOME={HOME}"}


def test_the_program_cannot_be_changed_but_beside_it_can_be_written() -> None:
    code = """
try:
    open('bus.py', 'a')
    found = ['changed']
except OSError as error:
    found = [error.errno]
open('beside', 'w').write('x')
found += sorted(os.listdir('.'))
"""
    number, *files = inside(code)
    assert number != "changed"
    assert files == ["beside", "bus.py"]


@pytest.mark.parametrize(
    "path",
    [
        str(Path(grader.__file__).parent),
        str(Path(grader.__file__).parents[1] / "reference"),
        str(Path(__file__).parent),
    ],
    ids=["grader", "reference", "tests"],
)
def test_nothing_of_the_grader(path: str) -> None:
    assert Path(path).is_dir()
    assert inside(f"found = os.listdir({path!r}) if os.path.isdir({path!r}) else []") == []


@pytest.mark.parametrize("module", ["grader", "reference"])
def test_no_module_of_the_grader(module: str) -> None:
    assert inside(f"import importlib.util; found = importlib.util.find_spec({module!r}) is None")


def test_no_file_of_the_machine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    assert (
        inside(f"found = [os.path.exists(p) for p in ({str(tmp_path)!r}, '/etc/passwd', '/root/.bashrc', '/var/log')]")
        == [False] * 4
    )


def test_no_other_process() -> None:
    code = "found = {p: open(f'/proc/{p}/comm').read().strip() for p in os.listdir('/proc') if p.isdigit()}"
    assert set(inside(code).values()) <= {"bwrap", "sleep", "python", "sh", Path(sys.executable).resolve().name}


def test_no_signal_reaches_anybody_outside() -> None:
    with running(f"import os\nos.kill({os.getpid()}, 0)\n", walls=True) as program:
        ends(program)
        assert "ProcessLookupError" in program.text()


def test_no_network() -> None:
    code = "found = [name for _index, name in socket.if_nameindex()]\n"
    assert inside(code) == ["lo"]


def test_no_rights() -> None:
    code = """
rows = dict(line.split(':', 1) for line in open('/proc/self/status'))
found = [os.getuid() != 0, rows['CapEff'].strip(), rows['CapBnd'].strip(), rows['NoNewPrivs'].strip()]
"""
    user, effective, _bounding, no_new = inside(code)
    assert int(effective, 16) == 0
    assert no_new == "1"
    if os.geteuid() == 0:
        assert user  # root becomes somebody else inside


@pytest.mark.parametrize("folder", ["/", "/usr", "/etc", "/dev", "/proc", "/home"])
def test_nothing_can_be_written_elsewhere(folder: str) -> None:
    code = f"""
try:
    open(os.path.join({folder!r}, 'mine'), 'w')
    found = 'written'
except OSError as error:
    found = error.errno
"""
    assert inside(code) != "written"


@pytest.mark.parametrize("folder", ["/tmp", "/dev/shm", HOME])
def test_where_a_program_may_write(folder: str) -> None:
    path = f"{folder}/kept-for-nobody"
    assert inside(f"found = open({path!r}, 'w').write('xyz')") == 3
    assert not Path(path).exists()
    assert inside(f"found = os.path.exists({path!r})") is False


def test_the_interpreter_is_the_same_without_its_virtual_environment() -> None:
    prefix, version = inside("found = [sys.prefix, list(sys.version_info[:3])]")
    assert prefix == sys.base_prefix
    assert version == list(sys.version_info[:3])


@pytest.mark.parametrize("minor", MINORS, ids=lambda minor: f"3.{minor}")
def test_each_python_finds_its_library(minor: int) -> None:
    python = interpreter(minor)
    if python is None:
        pytest.skip(f"there is no Python 3.{minor} here")
    source = "import ctypes, json, multiprocessing, sys; print('<3.%d>' % sys.version_info[1])"
    made = replace(launcher(source, walls=True), python=python, sandbox=sandbox(python))
    with made.started() as terminal:
        os.set_blocking(terminal.fileno, True)
        said = b""
        while b"\n" not in said:
            said += os.read(terminal.fileno, 4096)
    assert f"<3.{minor}>" in said.decode(), said.decode()


def test_a_python_in_a_folder_of_its_own_is_let_in(tmp_path: Path) -> None:
    """A virtual environment: its folder and that of the Python it was made with."""
    link = tmp_path / "venv" / "bin" / "python"
    link.parent.mkdir(parents=True)
    link.symlink_to(getattr(sys, "_base_executable", sys.executable))
    (tmp_path / "venv" / "pyvenv.cfg").write_text(f"home = {Path(getattr(sys, '_base_executable', '')).parent}\n")
    folders = sandbox(str(link)).folders
    assert str(tmp_path / "venv") in folders
    base = os.path.realpath(sys.base_prefix)
    assert base in folders or Path(base).is_relative_to("/usr")


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "bwrap" else f"/usr/bin/{name}")
    assert works(sandbox(sys.executable)) == "bwrap: not installed"


def test_why_it_does_not_work_is_in_the_words_of_the_system() -> None:
    """A folder that is not there cannot be let in."""
    why = works(Sandbox("/usr/bin/python3", ("/nowhere/at/all",)))
    assert why is not None
    assert "/nowhere/at/all" in why


def test_the_limits_are_in_the_command(tmp_path: Path) -> None:
    words = sandbox(sys.executable).command(tmp_path / "bus.py", "bus.py", Limits(processes=7, disk_bytes=1 << 20))
    assert any(word.startswith("--nproc=") for word in words)
    assert str(1 << 20) in words
    assert words[-1] == "bus.py"
