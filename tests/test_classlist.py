"""Names as students and platforms write them, ids, and clues that do not agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.attribution import below
from grader.candidates import Candidate
from grader.classlist import Classlist, Fit
from grader.model import Student

ALICE, JOSE, MARY, OBRIEN, ANLI, LIAN, ZHANG, WANG, LIXM = (
    Student(id="2001", name="Alice Liu"),
    Student(id="2002", name="José Núñez"),
    Student(id="2003", name="Mary Ann Smith"),
    Student(id="2004", name="Seán O'Brien-Smith"),
    Student(id="2005", name="An Li"),
    Student(id="2006", name="Li An"),
    Student(id="2023001", name="张三"),
    Student(id="2023002", name="王伟"),
    Student(id="2023003", name="李 小明"),
)
EVERYONE = (ALICE, JOSE, MARY, OBRIEN, ANLI, LIAN, ZHANG, WANG, LIXM)


def fit(within: str, *students: Student, known: Student | None = None) -> Fit:
    candidate = Candidate(name="x", path=f"x/{within}", within=within, student=known)
    return Classlist(students or EVERYONE).whose(candidate)


@pytest.mark.parametrize(
    ("within", "student"),
    [
        ("liualice.py", ALICE),
        ("LiuAlice_bus.py", ALICE),
        ("Liu, Alice.py", ALICE),
        ("alice-liu (1).py", ALICE),
        ("jose nunez.py", JOSE),
        ("NuñezJosé.py", JOSE),
        ("Smith Mary Ann.py", MARY),
        ("Ann Smith Mary hw2.py", MARY),
        ("obriensmithsean.py", OBRIEN),
        ("张三作业.py", ZHANG),
        ("张三同学作业.py", ZHANG),
        ("软工1班张三.py", ZHANG),
        ("bus张三.py", ZHANG),
        ("张三第2次作业/bus.py", ZHANG),
        ("我是李小明呀.py", LIXM),
        ("李小明.py", LIXM),
        ("2023001.docx", ZHANG),
        ("s2023001x.py", ZHANG),
        ("2023001/李.py", ZHANG),
    ],
)
def test_a_name_is_known_as_it_is_written(within: str, student: Student) -> None:
    assert fit(within) == Fit(student)


@pytest.mark.parametrize(
    ("within", "perhaps"),
    [
        ("lian.py", {LIAN, ANLI}),
        ("an_li.py", {LIAN, ANLI}),
        ("王伟明作业.py", {WANG}),
        ("2023001_王伟.py", {ZHANG, WANG}),
        ("张三/王伟.py", {ZHANG, WANG}),
        ("张三作业王伟作业.py", {ZHANG, WANG}),
        ("alice.py", {ALICE}),
        ("2001_bus.py", {ALICE}),
        ("lian zhou.py", set()),
        ("smith.py", set()),
        ("bus 2023_001.py", set()),
        ("20230011.py", set()),
        ("bus.py", set()),
    ],
)
def test_what_is_not_certain_is_nobodys(within: str, perhaps: set[Student]) -> None:
    assert fit(within) == Fit(perhaps=frozenset(perhaps))


def test_a_platform_knows_who_handed_in() -> None:
    """Whatever the file is called, which may be a copy of somebody else's."""
    assert fit("Liu Alice_77_assignsubmission_file_/2023001_张三.py", known=Student(id="77", name="Liu Alice")) == Fit(
        ALICE
    )
    assert fit("liualice_2023001_99_张三.py", known=Student(id="2023001")) == Fit(ALICE)
    assert fit("An Li_77_assignsubmission_file_/bus.py", known=Student(id="77", name="An Li")) == Fit(ANLI)
    assert fit("smithmaryann_LATE_12346_67891_bus-1.py", known=Student(id="12346")) == Fit(MARY)


@pytest.mark.parametrize(
    "name", ["张三2023001", "2023001 张三", "软工1班张三", "张三 12", "学生张三（软工1班）", "San Zhang 2023001"]
)
def test_a_platform_may_have_more_than_a_name(name: str) -> None:
    assert fit(f"{name}_7_assignsubmission_file_/bus.py", known=Student(id="7", name=name)) == Fit(ZHANG)


def test_a_longer_name_is_another() -> None:
    for name in ("王伟明", "Mary Ann Smith-Jones", "赵六2023001", "王伟 2023001"):
        assert fit("submission_1/bus.py", known=Student(id="7", name=name)).student is None


def test_an_id_tells_whose_it_is_where_the_name_cannot() -> None:
    other = Student(id="2023009", name="张三")
    known = Student(id="2023009", name="张三")
    assert fit("submission_1/bus.py", *EVERYONE, other, known=known) == Fit(other)
    assert fit("张三_7_assignsubmission_file_/2023009.py", *EVERYONE, other, known=Student(id="7", name="张三")) == Fit(
        other
    )
    assert fit("submission_1/bus.py", known=Student(id="2023001", name="San Zhang")) == Fit(ZHANG)


def test_a_number_of_the_platform_does_not_outweigh_another_name() -> None:
    known = Student(id="2023001", name="赵六")
    assert fit("赵六_2023001_assignsubmission_file_/bus.py", known=known) == Fit(perhaps=frozenset({ZHANG}))
    middle = Student(id="7", name="Alice Mary Liu")
    assert fit("submission_1/bus.py", known=middle) == Fit(perhaps=frozenset({ALICE}))


@pytest.mark.parametrize(
    ("name", "path", "within"),
    [
        ("bus", "/home/张三/class/bus.py", "bus.py"),
        ("2023001", "class/2023001/src/bus.py", "2023001/src/bus.py"),
        ("李四", "c.zip/hw/李四_1_assignsubmission_file_/bus.py", "李四_1_assignsubmission_file_/bus.py"),
        ("mon/张三/bus", "mon/张三/bus.py", ""),
    ],
)
def test_what_a_gradebook_keeps_says_whose_it_is(name: str, path: str, within: str) -> None:
    assert below(name, path) == within


@given(st.text(), st.text(), st.text())
def test_nothing_in_a_name_raises(within: str, name: str, number: str) -> None:
    found = fit(within, Student(id=number, name=name), known=Student(id=number, name=name))
    assert not (found.student and found.perhaps)
