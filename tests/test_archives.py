"""Archives of learning platforms: whose program is whose, and nothing in one can harm the machine."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.archives import MOST_MEMBERS, Archives
from grader.locale.translate import render
from grader.model import Student, Submission
from grader.submissions import LARGEST, Candidate, Unusable, find, read

from .calls import ROOT, grade, rows

PROGRAM = b"print('hello')\n"
EXPORT = """\
---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '2023001'
    :email: ada@example.org
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2023-09-01 12:00:00.000000000 Z
  :score: 0.0
submission_102:
  :submitters:
  - :name: 李雷
    :sid: '2023002'
  - :name: 韩梅梅
    :sid: '2023003'
"""


def archive(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


def reasons(found: list[Candidate | Unusable]) -> dict[str, str]:
    return {each.name: render(each.reason, "en") for each in found if isinstance(each, Unusable)}


def programs(found: list[Candidate | Unusable]) -> dict[str, Submission]:
    """What can be graded, by name, read with one archive kept open."""
    with Archives() as archives:
        return {each.name: each for item in found if isinstance(each := taken(item, archives), Submission)}


def taken(found: Candidate | Unusable, archives: Archives | None = None) -> Submission | Unusable:
    return read(found, archives) if isinstance(found, Candidate) else found


def test_moodle_with_and_without_folders(tmp_path: Path) -> None:
    members = {
        "Li Lei_1234_assignsubmission_file_/bus.py": PROGRAM,
        "Li Lei_1234_assignsubmission_onlinetext_/onlinetext.html": b"<p>done</p>",
        "Han_Meimei_77_assignsubmission_file_my bus.py": PROGRAM + b"#",
        "Li Lei_9_assignsubmission_file_/sub/bus.py": PROGRAM,
        "Zoe_5_assignsubmission_onlinetext_/onlinetext.html": b"<p>print</p>",
    }
    path = archive(tmp_path / "hw2.zip", members)
    found = find([str(path)])
    read_in = programs(found)
    # Two students of one name are told apart by where their programs are.
    first = f"{path}/Li Lei_1234_assignsubmission_file_/bus"
    second = f"{path}/Li Lei_9_assignsubmission_file_/sub/bus"
    assert set(read_in) == {first, second, "Han_Meimei"}
    assert read_in[first].student == Student(id="1234", name="Li Lei")
    assert read_in["Han_Meimei"].source == PROGRAM + b"#"
    assert read_in["Han_Meimei"].filename == "my bus.py"
    assert read_in["Han_Meimei"].path == f"{path}/Han_Meimei_77_assignsubmission_file_my bus.py"
    assert reasons(found) == {"Zoe": "has no Python program (*.py) in it"}


def test_canvas_late_and_handed_in_again(tmp_path: Path) -> None:
    members = {
        "leili_12345_67890_bus.py": PROGRAM,
        "hanmeimei_LATE_12346_67891_bus-1.py": PROGRAM,
        "zoe_12347_67892_bus.py": PROGRAM,
        "zoe_12347_67893_helper.py": PROGRAM,
        "zoe_12347_67894_notes.pdf": b"%PDF",
    }
    found = find([str(archive(tmp_path / "submissions.zip", members))])
    read_in = programs(found)
    assert set(read_in) == {"leili", "hanmeimei"}
    assert read_in["leili"].filename == "bus.py"
    assert read_in["hanmeimei"].student == Student(id="12346")
    assert reasons(found)["zoe"].startswith("has 2 programs in it")


def test_names_that_look_like_canvas_by_chance_are_left_alone(tmp_path: Path) -> None:
    members = {"lab_10_20_bus.py": PROGRAM, "carol.py": PROGRAM}
    assert set(programs(find([str(archive(tmp_path / "a.zip", members))]))) == {"lab_10_20_bus", "carol"}


@pytest.mark.parametrize("unpacked", [False, True])
def test_gradescope_with_its_list_of_students(tmp_path: Path, unpacked: bool) -> None:
    members = {
        "assignment_7_export/submission_metadata.yml": EXPORT.encode(),
        "assignment_7_export/submission_101/bus.py": PROGRAM,
        "assignment_7_export/submission_102/src/bus.py": PROGRAM,
        "assignment_7_export/submission_103/bus.py": PROGRAM,
    }
    path = archive(tmp_path / "export.zip", members)
    if unpacked:
        with zipfile.ZipFile(path) as packed:
            packed.extractall(tmp_path)
        path = tmp_path / "assignment_7_export"
    read_in = programs(find([str(path)]))
    assert {name: each.student for name, each in read_in.items()} == {
        "submission_101": Student(id="2023001", name="Ada Lovelace"),
        "submission_102": Student(id="2023002, 2023003", name="李雷, 韩梅梅"),
        "submission_103": None,
    }


@pytest.mark.parametrize("text", ["", "[1, 2]", "submission_101: {a: *nothing}", "x: \0", "a: 1979-99-99", "[" * 3000])
def test_metadata_that_makes_no_sense_costs_nobody_the_grading(tmp_path: Path, text: str) -> None:
    members = {
        "submission_metadata.yml": text.encode(),
        "submission_101/bus.py": PROGRAM,
        "submission_102/bus.py": PROGRAM,
    }
    found = find([str(archive(tmp_path / "export.zip", members))])
    assert {each.name for each in found} == set(programs(found)) == {"submission_101", "submission_102"}


def test_a_plain_archive_follows_the_rules_for_folders(tmp_path: Path) -> None:
    members = {
        "hw2/alice.py": PROGRAM,
        "hw2/bob/bus.py": PROGRAM,
        "hw2/carol/a.py": PROGRAM,
        "hw2/carol/b.py": PROGRAM,
        "hw2/readme.txt": b"",
        "hw2/__MACOSX/._alice.py": b"",
        "hw2/.git/hook.py": b"",
    }
    found = find([str(archive(tmp_path / "hw2.zip", members))])
    assert set(programs(found)) == {"alice", "bob"}
    assert set(reasons(found)) == {"carol", "readme"}


def test_a_folder_around_a_class_with_one_program_is_looked_through(tmp_path: Path) -> None:
    members = {"class/alice/bus.py": PROGRAM, "class/bob/readme.txt": b"", "class/carol/bus.docx": b""}
    found = find([str(archive(tmp_path / "class.zip", members))])
    assert set(programs(found)) == {"alice"}
    assert reasons(found) == dict.fromkeys(("bob", "carol"), "has no Python program (*.py) in it")


@pytest.mark.parametrize(
    ("members", "student"),
    [
        (
            {"export/submission_metadata.yml": EXPORT.encode(), "export/submission_101/bus.py": PROGRAM},
            Student(id="2023001", name="Ada Lovelace"),
        ),
        ({"hw2/张三_1234_assignsubmission_file_/bus.py": PROGRAM}, Student(id="1234", name="张三")),
        ({"hw2/liualice_12345_67890_bus.py": PROGRAM}, Student(id="12345")),
    ],
)
def test_a_folder_around_an_export_of_one_submission(
    tmp_path: Path, members: Mapping[str, bytes], student: Student
) -> None:
    (found,) = find([str(archive(tmp_path / "one.zip", members))])
    assert isinstance(found, Candidate)
    assert found.student == student


def test_the_folder_of_a_single_student_stays(tmp_path: Path) -> None:
    members = {"alice/src/bus.py": PROGRAM, "alice/readme.txt": b""}
    (found,) = find([str(archive(tmp_path / "one.zip", members))])
    assert (found.name, found.within) == ("alice", "alice/src/bus.py")


def test_several_paths_are_mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bus.py").write_bytes(PROGRAM)
    archive(tmp_path / "mon.zip", {"bus.py": PROGRAM, "alice.py": PROGRAM})
    found = find(["bus.py", "mon.zip", "mon.zip"])
    assert [each.name for each in found] == ["alice" if "alice" in each.path else each.path[:-3] for each in found]
    assert set(programs(found)) == {"bus", "alice", "mon.zip/bus"}


def test_names_in_gbk_utf8_and_code_page_437(tmp_path: Path) -> None:
    path = tmp_path / "names.zip"
    with zipfile.ZipFile(path, "w") as made:
        for index, raw in enumerate(("张三.py".encode("gbk"), "李四.py".encode(), b"plain.py")):
            made.writestr(f"{index}" + "x" * (len(raw) - 1), PROGRAM)
    data = path.read_bytes()
    for index, raw in enumerate(("张三.py".encode("gbk"), "李四.py".encode(), b"plain.py")):
        data = data.replace(f"{index}".encode() + b"x" * (len(raw) - 1), raw)
    path.write_bytes(data)
    assert set(programs(find([str(path)]))) == {"张三", "李四", "plain"}


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
