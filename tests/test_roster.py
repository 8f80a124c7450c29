"""The class list, read as teachers have it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from grader.locale.translate import render
from grader.model import Student
from grader.roster import RosterError, load

ZHANG, LI, ADA = (
    Student(id="2023001", name="张三"),
    Student(id="2023002", name="李四"),
    Student(id="A-17", name="Ada Li"),
)


@pytest.mark.parametrize(
    ("encoding", "separator", "end"),
    [*itertools.product(("utf-8", "utf-8-sig", "gbk", "utf-16"), (",", ";", "\t"), ("\n", "\r\n"))],
)
def test_as_teachers_save_it(tmp_path: Path, encoding: str, separator: str, end: str) -> None:
    lines = [
        ["学号", "班级", "姓名"],
        ["2023001", "一班", "张三"],
        ["2023002", "一班", "李四"],
        ["", "", ""],
        ["A-17", "", "Ada Li"],
    ]
    path = tmp_path / "class.csv"
    path.write_bytes("".join(separator.join(line) + end for line in lines).encode(encoding))
    assert load(str(path)) == (ZHANG, LI, ADA)


@pytest.mark.parametrize(
    "text",
    [
        "id,name\n2023001,张三\n",
        "2023001,张三\n",
        "Name,ID\n张三,2023001\n",
        '姓名,学号\n张三,"=""2023001"""\n',
        "姓,名,学号\n张,三,2023001\n",
        " Student ID , Full Name \n 2023001 , 张三 \n2023001,张三\n",
        "sep=;\nid;name\n2023001;张三\n",
        "sep=,\r\n学号,姓名\r\n2023001,张三\r\n",
        '"sep=\t"\n2023001\t张三\n',
        "2023级1班名单,,\n序号,学号,姓名\n1,2023001,张三\n",
        "2023级1班名单\n\n序号;学号;姓名\n1;2023001;张三\n",
        "学院,软件,\n老师,王五,\n人数,1,\n序号,姓名,学号\n1,张三,2023001\n",
        "2023级1班名单,\n2023001,张三\n",
        "2023001,张三,no\n",
    ],
)
def test_columns_are_found(tmp_path: Path, text: str) -> None:
    path = tmp_path / "class.csv"
    path.write_text(text, encoding="utf-8")
    assert load(str(path)) == (ZHANG,)


def test_western_names_of_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "class.csv"
    path.write_text("First name,Surname,ID number\nAda,Li,A-17\n")
    assert load(str(path)) == (ADA,)


def test_canvas_export_as_a_class_list(tmp_path: Path) -> None:
    """`ID` is Canvas' own number there, and two of its rows are nobody's."""
    path = tmp_path / "class.csv"
    path.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Bus (1)\n    Points Possible,,,,,100\n"
        '张三,101,2023001,zs,Lab,\n"Li, Ada",102,,ada,Lab,\n"Student, Test",99,,x,Lab,\n',
        encoding="utf-8",
    )
    assert load(str(path)) == (ZHANG, Student(id="102", name="Li, Ada"))


@pytest.mark.parametrize("data", [b"", b"id,name\n", b"\xff\xfe\x00", b"\x80\x81\xff", b'id,name\n"1,2\n', b"a\0b,c\n"])
def test_what_is_no_class_list_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "class.csv"
    path.write_bytes(data)
    with pytest.raises(RosterError) as refused:
        load(str(path))
    assert render(refused.value.text, "en").startswith(str(path))
