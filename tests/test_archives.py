"""Archives: nothing in one can harm the machine, and nothing in one is lost in silence."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from grader.archives import MOST_MEMBERS
from grader.locale.translate import render
from grader.model import Submission
from grader.submissions import LARGEST, Unusable, find

from .archiving import PROGRAM, archive, programs, reasons, taken
from .calls import ROOT, grade, rows


def test_several_paths_are_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bus.py").write_bytes(PROGRAM)
    archive(tmp_path / "mon.zip", {"bus.py": PROGRAM, "alice.py": PROGRAM})
    found = find(["bus.py", "mon.zip", "mon.zip"])
    assert [each.name for each in found] == ["alice" if "alice" in each.path else each.path[:-3] for each in found]
    assert set(programs(found)) == {"bus", "alice", "mon.zip/bus"}


def unlabelled(path: Path, *names: bytes) -> None:
    """An archive of programs with these names that does not say how they are written."""
    with zipfile.ZipFile(path, "w") as made:
        for index, raw in enumerate(names):
            made.writestr(f"{index}" + "x" * (len(raw) - 1), PROGRAM)
    data = path.read_bytes()
    for index, raw in enumerate(names):
        data = data.replace(f"{index}".encode() + b"x" * (len(raw) - 1), raw)
    path.write_bytes(data)


def test_names_in_gbk_utf8_and_code_page_437(tmp_path: Path) -> None:
    path = tmp_path / "names.zip"
    unlabelled(path, "张三.py".encode("gbk"), "李四.py".encode(), "王五.py".encode(), b"plain.py")
    assert set(programs(find([str(path)]))) == {"张三", "李四", "王五", "plain"}


def test_a_name_in_gbk_that_is_utf8_as_well_is_read_as_those_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "names.zip"
    names = [name.encode("gbk") for name in ("钱伟.py", "张三.py")]
    unlabelled(path, *names)
    assert names[0].decode() != "钱伟.py"
    assert set(programs(find([str(path)]))) == {"钱伟", "张三"}


def test_names_may_begin_with_a_dot_and_a_slash(tmp_path: Path) -> None:
    members = {"./": b"", "./alice.py": PROGRAM, ".//bob/./bus.py": PROGRAM, "./.hidden.py": PROGRAM}
    found = find([str(archive(tmp_path / "dots.zip", members))])
    assert {each.name: each.path for each in programs(found).values()} == {
        "alice": f"{tmp_path}/dots.zip/alice.py",
        "bob": f"{tmp_path}/dots.zip/bob/bus.py",
    }
    assert not reasons(found)


def test_names_are_labels_and_lead_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    members = {
        "../outside/slip.py": PROGRAM,
        "/outside/absolute.py": PROGRAM,
        "c:\\outside\\windows.py": PROGRAM,
        "alice/../../x.py": PROGRAM,
        "..\\win.py": PROGRAM,
    }
    (tmp_path / "in").mkdir()
    found = find([str(archive(tmp_path / "in" / "slip.zip", members))])
    assert {each.source for each in programs(found).values()} == {PROGRAM}
    assert {each.path: render(each.reason, "en") for each in found if isinstance(each, Unusable)} == dict.fromkeys(
        [f"{tmp_path}/in/slip.zip/{name}" for name in ("../outside/slip.py", "../win.py", "alice/../../x.py")],
        "its name leads out of the archive",
    )
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["in", "outside", "slip.zip"]


def test_links_devices_passwords_and_odd_methods_have_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("fine.py", PROGRAM)
        for name, kind in (("link.py", 0o120777), ("fifo.py", 0o010644)):
            info = zipfile.ZipInfo(name)
            info.external_attr = kind << 16
            made.writestr(info, "/etc/passwd")
        made.writestr("bomb.py", b"0" * (50 << 20), zipfile.ZIP_BZIP2)
        made.writestr("secret.py", PROGRAM)
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):  # the flags of the last member, in both places
        place = data.rfind(signature)
        data[place + offset] |= 1
    path.write_bytes(data)
    found = find([str(path)])
    assert set(programs(found)) == {"fine"}
    assert reasons(found) == {
        "link": "is not a regular file",
        "fifo": "is not a regular file",
        "bomb": "is compressed in a way that is not supported; unpack the archive and name the folder",
        "secret": "is encrypted",
    }


def test_a_name_no_file_system_can_keep_has_a_reason(tmp_path: Path) -> None:
    found = find([str(archive(tmp_path / "long.zip", {f"{'长' * 84}.py": PROGRAM, f"{'长' * 85}.py": PROGRAM}))])
    assert list(programs(found)) == ["长" * 84]
    assert list(reasons(found).values()) == ["the name is too long"]


def test_a_program_runs_under_the_name_it_was_handed_in_under(tmp_path: Path) -> None:
    """Canvas renames files; a program that starts itself again by its name must still find itself."""
    source = (ROOT / "tests/programs/correct/subprocess_reexec.py").read_bytes().replace(b"__file__", b"'bus.py'")
    assert b"'bus.py'" in source
    archive(tmp_path / "c.zip", {"leili_12345_67890_bus.py": source, "zoe_12346_67891_bus.py": source})
    grade("c.zip", "--json", "rows.json", cwd=tmp_path)
    assert {name: row["score"] for name, row in rows(tmp_path / "rows.json").items()} == {"leili": 100, "zoe": 100}


def test_a_bomb_is_read_to_the_limit_and_no_further(tmp_path: Path) -> None:
    found = find([str(archive(tmp_path / "bomb.zip", {"bomb.py": b"#" * (200 << 20), "good.py": PROGRAM}))])
    tracemalloc.start()
    try:
        refused = [each for each in map(taken, found) if isinstance(each, Unusable)]
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [render(each.reason, "en") for each in refused] == ["is larger than 1024 KiB, which no homework needs"]
    assert most < 8 * LARGEST


def test_archives_that_are_none_are_cut_off_or_lie(tmp_path: Path) -> None:
    good = archive(tmp_path / "good.zip", {f"s{number}.py": PROGRAM * 50 for number in range(20)}).read_bytes()
    rotten = bytearray(good)
    rotten[60:80] = b"\xff" * 20  # within the data of the first member
    many = bytearray(good)
    place = many.rfind(b"PK\5\6")
    struct.pack_into("<HH", many, place + 8, MOST_MEMBERS + 1, MOST_MEMBERS + 1)
    cases = {"empty": b"", "text": b"hello", "half": good[: len(good) // 2], "many": bytes(many)}
    for name, data in cases.items():
        (tmp_path / f"{name}.zip").write_bytes(data)
    said = reasons(find([str(tmp_path / f"{name}.zip") for name in cases]))
    assert said["many"] == "has too many files in it; unpack it and name the folder"
    assert {said[name] for name in ("empty", "text", "half")} == {"is no .zip archive, or a broken one"}
    (tmp_path / "rotten.zip").write_bytes(rotten)
    found = [taken(each) for each in find([str(tmp_path / "rotten.zip")])]
    assert sum(isinstance(each, Submission) for each in found) == 19
    assert [render(each.reason, "en") for each in found if isinstance(each, Unusable)] == ["is damaged in its archive"]


def test_two_members_of_one_name_are_one_student_with_two_programs(tmp_path: Path) -> None:
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as made, pytest.warns(UserWarning, match="Duplicate"):
        made.writestr("alice.py", PROGRAM)
        made.writestr("alice.py", PROGRAM * 2)
    assert reasons(find([str(path)]))["alice"].startswith("has 2 programs in it")


def test_every_cut_of_an_archive_is_survived(tmp_path: Path) -> None:
    """Whatever is missing or changed: a list of submissions, each with bytes or a reason, and no exception."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("alice/bus.py", PROGRAM)
        made.writestr("bob.py", PROGRAM)
    data = buffer.getvalue()
    path = tmp_path / "cut.zip"
    for place in range(len(data)):
        broken = bytearray(data)
        broken[place] ^= 0xFF
        for variant in (data[:place], bytes(broken)):
            path.write_bytes(variant)
            for each in find([str(path)]):
                assert taken(each).name
